package policy

import (
	"slices"

	"claimwatch/claims"
)

// fits reports whether a claim is one that m picks.
func (m *Match) fits(c *claims.Claim) bool {
	return among(m.Kind, c.Kind) && among(m.Desk, c.Desk) && among(m.Owner, c.Owner) &&
		among(m.Precision, c.Due.Precision) && (len(m.Tag) == 0 || slices.ContainsFunc(c.Tags, func(t string) bool { return slices.Contains(m.Tag, t) }))
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// covers reports whether every claim that other picks is picked by m too.
func (m *Match) covers(other *Match) bool {
	return within(other.Kind, m.Kind) && within(other.Desk, m.Desk) && within(other.Owner, m.Owner) &&
		within(other.Tag, m.Tag) && within(other.Precision, m.Precision)
}

// within reports whether the narrower list leaves nothing that the wider one does not have.
func within[T comparable](narrow, wide []T) bool {
	if len(wide) == 0 {
		return true
	}
	return len(narrow) > 0 && !slices.ContainsFunc(narrow, func(v T) bool { return !slices.Contains(wide, v) })
}
