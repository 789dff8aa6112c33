// Package extract turns the text of a report into the items that it leaves open, each with the bytes it
// stands at and the words that made it one.
//
// It owns the reading of prose: sentences, names, the lexicons, the model, and what makes two sentences one
// matter. It refuses dates (claims/dates reads them), HTML (claims/page), and any judgement that needs more
// than the report: it is pure, with no clock, no files and no network.
//
// # How a report is read
//
//		text -> sections -> sentences -> marks -> candidates -> merged -> items
//
//	  - A section is the whole report, or some 12,000 words of a very long one: memory does not grow with the
//	    text. Sentences are cut by full stops with abbreviations, initials and quotations in mind; an endless
//	    one is cut after 160 words. Bylines, links, headings and notices are recognised and never proposed.
//	  - A mark is what the lexicon says of a sentence: classes of words, and the rules whose patterns fit
//	    (lexicon/en.rules.txt: a rule has a name, the kind it speaks for and how sure it is alone).
//	  - In English a word model over hashed n-grams, names, dates and rules scores each sentence; a small
//	    convolutional network over words, which sees what stands near what, is asked about those that this
//	    does not find unlikely; trees over facts of the sentence, its neighbours and the report turn both into
//	    a probability. Rules marked "sure" propose also where the model doubts. In Ukrainian and Russian the
//	    rules alone decide.
//	  - Rules marked "kind" settle the kind, in the order of precedence of the definition; those marked
//	    "opens" do where they begin the sentence, and those marked "kindonly" are kept from the model. Where
//	    no rule does, trees decide over the same facts, word models and the network's heads of the kinds, and the
//	    due date.
//	  - What the report itself settles ("had said he would call. Instead they met") is dropped; sentences that
//	    share most of their words are one item, and the others its support; a missing date supports the plan
//	    before it; a silence takes in the call that it answers.
//	  - Trees weigh each date of the sentence and of those around it as its due date: what governs it, its
//	    tense, how it stands to the cue, which occasions and words the sentences share, and what a word model
//	    makes of the words around it. A weekday, day or month that its clause seems to tell of as past is
//	    weighed as the coming one. The date of an event may be less likely than that of another matter. In
//	    Ukrainian and Russian it is the sentence's own date ahead that fits the cue best; else the one date
//	    that the report gives for the occasion it names; else that of the event told just before. A range that begins on the publication day is due on its last.
//	  - What has been so "from the very beginning", and a datelined first sentence of past events, is dropped.
//	  - A summary ends before a clause or phrase that would make it longer than fifteen words. Names after
//	    "in", "at" or "near" are parties only when there is no other.
//
// # What always holds
//
// The same report gives the same items in the order of the text. Every quote is the report's own bytes, on
// rune boundaries. Time is linear in the text: sentences are compared with a bounded number of others. A
// text in a language that is not read, or that is not UTF-8, has no items; nothing panics. A model file that
// does not fit the program, or was learnt with other rules, leaves the rules to decide.
//
// # Scores
//
// From 0.65 on a score is the probability that an editor would agree, fitted on held-out reports. Below, it
// is stretched so that the threshold where F1 is best lies at DefaultMinScore.
//
// # Training
//
//	go run ./claims/extract/train/articles -from COPY/past -labels claims/extract/train/labels.tsv -out MORE
//	go run ./claims/extract/train -reports DIR [-reports DIR] -also MORE -out claims/extract/model.bin
//
// DIR holds annotated reports as JSON files: title, published, text, and items with quote, support, kind, due
// and optional. They are learnt from and measured on; those of -also are learnt from alone. Of these the
// repository keeps what was marked in them (labels.tsv: by reading, a report at a time, after the definition of
// an open item and with two dozen annotated reports as examples), and the command articles puts the marks and
// the texts of a public data set together. The files are read in order of name and every random choice has a
// fixed seed: on one kind of processor the same reports give the same model to the byte. Only weights of hashes
// of at most three words are kept, none of an n-gram met fewer than six times, and the network's bytes for words
// met twenty times. The lexicon is part of what is learnt from: train again after changing it, and look at the
// held-out figures, not at those of the reports learnt from.
//
// Figures of the model in use, learnt from 309 press reports, 221 agency and wiki reports, and 22,151 press
// articles of labels.tsv; the 530 reports in three parts of which each is measured by models of the other two
// and the articles: F1 0.72 (precision 0.69, recall 0.76), on the press reports alone 0.72; kind right in 81 of
// 100 matched items, due date in 83 of 100 and in 80 of 100 of those that have one. On the 530 reports when
// they are learnt from F1 is 0.80, kind 0.88, due date 0.83. Readers of labels.tsv reached an F1 of 0.73 to
// 0.96 on press reports that they had not seen marked, 0.87 on average. With 6,630 articles and no network
// held-out F1 was 0.69, without articles 0.64. No quote was ever other than the report's own words.
package extract
