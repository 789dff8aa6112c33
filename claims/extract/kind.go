package extract

import "claimwatch/claims"

// kindOf settles the candidate's kind by the border lines of the definition: what hangs on another's act
// is a condition; an act without a time is a plan, not an event.
func (d *desk) kindOf(c *candidate) claims.Kind {
	m := &d.marks[c.sentence]
	switch c.kind {
	case claims.KindEvent, claims.KindPlan:
		if d.fits(m, "hinges") {
			return claims.KindCondition
		}
	}
	if c.kind == claims.KindEvent && !c.due.Known() && !d.fits(m, "scheduled") && !d.fits(m, "faces") &&
		(d.fits(m, "intends") || d.fits(m, "pledges") || d.fits(m, "wouldsaid") || d.fits(m, "willname") || d.fits(m, "willfirst")) {
		return claims.KindPlan
	}
	return c.kind
}
