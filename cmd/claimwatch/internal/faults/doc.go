// Package faults holds the fault programme: it breaks the real command in every way that we know
// of, and shows that no reminder is lost and none comes twice. It has nothing but tests.
//
// The test binary is the command itself when it is told so. Newsrooms, each with a database of its
// own, run its daemon against the Slack-like server of notify/slack/slacktest, which lives in the
// test's process and answers four posts of ten with a fault. The daemon is killed with SIGKILL at
// random times and at named points, between any two steps of deciding, leasing, posting and
// recording, while claims are added, edited and closed beside it, and is started again. Where kills
// come point by point, the daemon is given work until it has died at the point. In the end
// everything is closed, the daemon gets the time that it needs, and these are checked:
//
//   - I1: each reminder that was decided was posted, or replaced by a later one of its claim, or its claim was closed;
//   - I2: no reminder was posted twice, as long as Slack shows what it took within the grace; beyond,
//     up to twice the grace, at most once more, marked as a possible repeat;
//   - I3: nothing was posted whose sending began after its claim was closed;
//   - I4: whenever a post arrived at Slack, its row was in 'sending', committed;
//   - I5: the database is whole, and its foreign keys hold;
//   - I6: history was only added to;
//   - I7: the daemon ends with the exit status that is documented;
//   - I8: neither the token nor what reports say is in any log.
//
// A daemon under test goes faster than a real one: a grace of a second, a post every few
// milliseconds instead of one a second. Nothing else differs. What it holds in memory is judged
// without the race detector alone, since the detector's own books grow with all that it sees.
//
// The quick tier is part of the tests; CLAIMWATCH_FAULTS=long runs the long one (make faults). Each
// run prints its seed; CLAIMWATCH_FAULTS_SEED repeats it, CLAIMWATCH_FAULTS_KILLS sets how many kills,
// CLAIMWATCH_FAULTS_SOAK how long a daemon is watched for what it holds (30m in the long tier).
package faults
