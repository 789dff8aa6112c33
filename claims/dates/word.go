package dates

import "encoding/binary"

// A wordTable finds a lexicon's entry of a word in about one step. What most words of a text need, to know that
// they have none, is small enough to stay at hand.
type wordTable struct {
	places  []uint16 // in words and entries, by hash, or right behind; most are 0, which is no word
	shift   uint8    // what makes a hash one of places
	words   []string
	entries []entry
}

// newWordTable returns a table of the entries, at most 65,535.
func newWordTable(entries map[string]entry) wordTable {
	t := wordTable{shift: 62, words: make([]string, 1), entries: make([]entry, 1)}
	size := 4
	for ; size < 4*len(entries); size *= 2 {
		t.shift--
	}
	t.places = make([]uint16, size)
	for w, e := range entries {
		*t.place([]byte(w)) = uint16(len(t.words))
		t.words, t.entries = append(t.words, w), append(t.entries, e)
	}
	return t
}

// find returns the entry of the word, the zero entry when it has none.
func (t *wordTable) find(word []byte) *entry { return &t.entries[*t.place(word)] }

// place returns where the word's place is written, or would be.
func (t *wordTable) place(word []byte) *uint16 {
	i := int(hashLetters(word) >> t.shift)
	for t.places[i] != 0 && t.words[t.places[i]] != string(word) {
		i = (i + 1) & (len(t.places) - 1)
	}
	return &t.places[i]
}

// hashLetters hashes the ends of a word and its length; the upper bits are the best.
func hashLetters(word []byte) uint64 {
	var ends uint64
	switch n := len(word); {
	case n >= 8:
		ends = binary.LittleEndian.Uint64(word) ^ binary.LittleEndian.Uint64(word[n-8:])*5
	case n >= 4:
		ends = uint64(binary.LittleEndian.Uint32(word)) | uint64(binary.LittleEndian.Uint32(word[n-4:]))<<32
	case n > 0:
		ends = uint64(word[0]) | uint64(word[n/2])<<8 | uint64(word[n-1])<<16
	}
	return (ends + uint64(len(word))) * 0x9e3779b97f4a7c15
}
