package extract

import "claimwatch/claims"

// kindOf settles the candidate's kind by the border lines of the definition: what hangs on another's act
// is a condition; an act without a time is a plan, not an event.
func (d *desk) kindOf(c *candidate) claims.Kind {
	m := &d.marks[c.sentence]
	if d.named(m) != "" {
		return c.kind
	}
	if c.kind == claims.KindEvent && !c.due.Known() && !d.fits(m, "scheduled") && !d.fits(m, "faces") &&
		(d.fits(m, "intends") || d.fits(m, "pledges") || d.fits(m, "wouldsaid") || d.fits(m, "willname") || d.fits(m, "willfirst")) {
		return claims.KindPlan
	}
	return c.kind
}

// named returns the kind that comes first in kindOrder among those of rules that decide the kind, "" when
// none fits.
func (d *desk) named(m *mark) claims.Kind {
	var kind claims.Kind
	for _, h := range m.rules {
		r := d.tongue.words.rules[h.rule]
		if (r.names || r.sure) && (kind == "" || rankOf(r.kind) < rankOf(kind)) {
			kind = r.kind
		}
	}
	return kind
}
