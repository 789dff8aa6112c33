// Package policy says when a claim is asked for, and why: given a claim, the desk's rules and a
// moment, it returns the reminder that is due, or when to look again. It is pure.
package policy
