// Package scheduler notices that time has passed: a heartbeat, driven by robfig/cron, runs the
// daemon's duties one after another. It decides nothing and sends nothing.
//
// Cron is a heartbeat, not a memory: what is due stands in the database, so a missed beat is
// only late. The heartbeat beats in UTC; the lines that a newsroom writes (the digest, a backup)
// are read by Line, in the newsroom's zone, and their next run is kept by whoever owns the duty.
//
// Invariants:
//   - a beat never overlaps the one before it;
//   - a duty that fails or panics neither stops the others nor the next beat;
//   - when cron has been silent for two periods, or the wall clock has run away from the
//     monotonic one by more than a minute, the watchdog beats by itself.
//
// When a duty fails, the beat goes on, the failure is logged once and again when it changes, and
// the same work is found again by the next beat.
package scheduler
