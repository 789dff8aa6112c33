// Package socket keeps a line to Slack open by which envelopes come in: Socket Mode, under a
// supervisor of its own.
//
// It owns connecting (apps.connections.open, the WebSocket, its hello), noticing that a line is
// dead, connecting again at a bounded rate, and acknowledgements. It refuses to know what an
// envelope says: Take keeps it and says what its acknowledgement carries.
//
// Invariants:
//   - nothing that Slack answers ends Run: only its context does. A token that is refused, a 404,
//     Socket Mode switched off: each is waited out, told once, and tried again;
//   - an envelope is acknowledged after Take has returned without error, and not before;
//   - an acknowledgement that may not have arrived, since its line broke as it was written or
//     within seconds after, is sent again on the next line;
//   - a line that Slack is about to renew is read on until the next one has said hello;
//   - a line is dead that has been silent for Pace.Silence, though we ping it; frames that are no
//     JSON are left out, ten in a row are a dead line;
//   - lines that were good for less than Pace.Stable count as failures, so that a server that
//     sends everybody away is not hammered.
//
// The library's own client is not used: it ends for good on some answers, comes back without a
// pause on others, and forgets acknowledgements.
//
//	closed --open, dial, hello--> up --refresh--> up, with the next one opening --> up
//	  ^                            |
//	  +---- backoff <--- cut, silent, disabled
package socket
