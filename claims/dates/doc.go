// Package dates reads the date expressions of news prose as spans of calendar days.
//
// # Owns
//
// What words name a day, week, month, quarter, season or year; which one, read against a reference
// day; and what the words right around say of it: tense, deadline, range. Extraction takes due dates
// from Find, a person's --due goes through Parse.
//
// # How it reads
//
// One pass cuts the text into tokens and looks each word up in the language's lexicon (english,
// ukrainian, russian: data, compiled to a table at first use). Rules then read phrases from the tokens
// that may start one. What the words leave open, the week of "on Friday" or the year of "May 9", is
// settled last: each candidate costs its distance from the reference day, and more if it lies on
// the wrong side for the tense of the clause. The tense is that of the nearest verb group to the
// left in the sentence, then to the right; after a comma or at the head of a sentence the right
// comes first. A weekday without any verb is taken as past, as it mostly is in news; one after "by",
// "until" or "through" lies ahead. Verbs mislead: Ahead is the other reading of what was read as past.
//
// # Decisions
//
//   - "this week" is Monday to Sunday, and "later" cuts a period that runs to what is left of it.
//   - "next Friday" is the one of the next calendar week; "last Friday" the latest before today.
//   - "the end of May" is its last day and "the start" its first; "early", "mid" and "late" are parts
//     of a month or year, and leave other periods whole.
//   - "two weeks ago" is a day, "two months ago" a month, "two years ago" a year; "in two months"
//     and "within two months" are a day, "over the next two months" the days from today to it.
//   - "a year earlier" after a quarter or month is that quarter or month of the year before.
//   - Fiscal years and quarters are read as calendar ones: their start is not in the text.
//   - A bare time of day ("at 9 a.m.") is the day that the text named last, marked Clock.
//   - "this month" and "this year" are whole; Current says that a due date in them begins today.
//   - A range is one expression; Parts are its ends where both are written out. Ends lists those.
//   - Lengths of time ("for three weeks"), and habits ("every Friday", "Mondays") name no day.
//   - English names of days ("Election Day", "Labor Day weekend") are the coming one unless the clause is past.
//     They are those of the United States; Canada, Boxing, Bastille and Remembrance Day are known too, and Labour
//     Day is Canada's. A date beside the name wins ("Labour Day, May 1").
//   - A name that means other things too ("Christmas", "Independence Day") needs a preposition, a year, "weekend",
//     or "this", "next" or "last"; no name is read as part of another ("Good Friday Agreement", "Ukraine's
//     Independence Day"), and one that needs a place has no noun after it, whatever stands before.
//   - English numeric dates are month first unless that is impossible; the others are day first.
//
// # Refuses
//
// Clocks, zones and hours (a day is midnight UTC), years outside 1000 to 9999, and days that no
// calendar has. It imports nothing of ours, and does no I/O.
//
// # Invariants
//
// Expressions are in text order, do not overlap, and lie on rune boundaries; First is not after
// Last; the same text, language and day give the same result; reading takes time linear in the
// text. Everything is safe for concurrent use.
//
// # Failure
//
// Find cannot fail: what it cannot place it leaves out, and bytes that are no UTF-8 are passed over.
// Parse returns ErrNoDate.
package dates
