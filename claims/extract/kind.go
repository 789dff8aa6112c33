package extract

import "claimwatch/claims"

// kindOrder is which kind a sentence is of when the words of several are in it.
var kindOrder = []struct {
	class class
	kind  claims.Kind
}{
	{classCondition, claims.KindCondition},
	{classResponse, claims.KindResponse},
	{classInvitation, claims.KindInvitation},
	{classQuestion, claims.KindQuestion},
	{classIntention, claims.KindPlan},
	{classWill, claims.KindEvent},
	{classAllegation, claims.KindAllegation},
}

// kindOf returns the kind that the first cue of the first class in kindOrder speaks for.
func kindOf(m *mark) (claims.Kind, cue) {
	for _, o := range kindOrder {
		for _, c := range m.cues {
			if c.class&o.class != 0 {
				return o.kind, cue{c.first, c.last, o.class}
			}
		}
	}
	return claims.KindQuestion, cue{}
}

// ruleName returns the class by name.
func ruleName(c class) string {
	for i, n := range classNames {
		if c == 1<<i {
			return n
		}
	}
	return ""
}

// Kind returns the kind that the words of a hand-written claim read as; ok is false when no word says.
// ref is the day that its dates count from.
func Kind(words string, ref claims.Day) (kind claims.Kind, ok bool) {
	d := new(desk)
	d.open(claims.Report{Text: words, Published: ref}, tongueOf("en"))
	d.read(0)
	for i := range d.marks {
		if len(d.marks[i].cues) > 0 {
			kind, _ = kindOf(&d.marks[i])
			return kind, true
		}
	}
	return "", false
}
