//! States of steps, rows and runs, and how they add up.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// State of one step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Not sent.
    Planned,
    /// Journaled, and on its way.
    Sending,
    /// Waits for the directory to catch up; will be sent again.
    Waiting,
    /// Took effect, or held already.
    Done,
    /// Refused.
    Failed,
    /// Not sent, because something it rests on failed or changed.
    Skipped,
    /// May or may not have taken effect; is being looked up, or only a person can tell.
    Unknown,
}

/// State of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RunState {
    /// Steps are being sent.
    Running,
    /// The person, or trouble such as a lost network, holds it up.
    Paused,
    /// Usher ended in the middle; it can be resumed.
    Interrupted,
    /// The person ended it; what was not sent stays unsent.
    Stopped,
    /// Every step has an outcome.
    Finished,
}

/// True where the step has an outcome. Unknown is none: it may still be looked up or decided.
pub fn has_ended(state: StepState) -> bool {
    matches!(
        state,
        StepState::Done | StepState::Failed | StepState::Skipped
    )
}

/// The row as a whole: the state of its steps that most wants a person's attention, then what is
/// under way, then what is over. A row without steps is done.
pub fn row_state(steps: impl IntoIterator<Item = StepState>) -> StepState {
    steps
        .into_iter()
        .min_by_key(|state| match state {
            StepState::Failed => 0,
            StepState::Unknown => 1,
            StepState::Waiting => 2,
            StepState::Sending => 3,
            StepState::Planned => 4,
            StepState::Skipped => 5,
            StepState::Done => 6,
        })
        .unwrap_or(StepState::Done)
}

/// People of a run by where they stand. What is left to `people` is planned or on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the number of people in the state of that name"
)]
pub struct PeopleCounts {
    pub people: u32,
    pub done: u32,
    pub failed: u32,
    pub unknown: u32,
    pub waiting: u32,
    pub skipped: u32,
}

/// Counts people by the state of their row.
pub fn people_counts(rows: impl IntoIterator<Item = StepState>) -> PeopleCounts {
    let mut counts = PeopleCounts::default();
    for state in rows {
        counts.people += 1;
        match state {
            StepState::Done => counts.done += 1,
            StepState::Failed => counts.failed += 1,
            StepState::Unknown => counts.unknown += 1,
            StepState::Waiting => counts.waiting += 1,
            StepState::Skipped => counts.skipped += 1,
            StepState::Planned | StepState::Sending => {}
        }
    }
    counts
}

/// Share of the steps that have ended, from 0 to 100; 100 only when all of them have.
pub fn percent(ended: u32, all: u32) -> u8 {
    if ended >= all {
        return 100;
    }
    u8::try_from(u64::from(ended) * 100 / u64::from(all)).unwrap_or(99)
}

/// Pauses between tries while the directory catches up with a new guest, until [`LAG_LIMIT`].
const LAG_PAUSES: &[Duration] = &[
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];
const LONGEST_LAG_PAUSE: Duration = Duration::from_secs(30);

/// How long the directory is given in all to catch up.
pub const LAG_LIMIT: Duration = Duration::from_secs(180);

/// How long to wait before try number `attempt` (from 0) of a step on an object that the directory
/// does not show everywhere yet: half a second, doubling to half a minute. None once
/// [`LAG_LIMIT`] is used up.
///
/// Source: Microsoft Entra troubleshooting, "404 Not Found error when you manage objects by using
/// Microsoft Graph": wait, retry, and double the wait.
pub fn directory_lag_backoff(attempt: u32) -> Option<Duration> {
    let pause = |attempt: u32| {
        usize::try_from(attempt)
            .ok()
            .and_then(|attempt| LAG_PAUSES.get(attempt))
            .copied()
            .unwrap_or(LONGEST_LAG_PAUSE)
    };
    let mut waited = Duration::ZERO;
    for earlier in 0..attempt {
        waited += pause(earlier);
        if waited >= LAG_LIMIT {
            return None;
        }
    }
    Some(pause(attempt).min(LAG_LIMIT - waited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_step_is_the_row() {
        use StepState::{Done, Failed, Planned, Skipped, Unknown, Waiting};
        assert_eq!(row_state([Done, Failed, Skipped]), Failed);
        assert_eq!(row_state([Done, Unknown, Waiting]), Unknown);
        assert_eq!(row_state([Done, Planned]), Planned);
        assert_eq!(row_state([Done, Skipped]), Skipped);
        assert_eq!(row_state([Done, Done]), Done);
        assert_eq!(row_state([]), Done);
    }

    #[test]
    fn people_are_counted_once() {
        use StepState::{Done, Failed, Planned, Skipped, Unknown, Waiting};
        let counts = people_counts([Done, Done, Failed, Unknown, Waiting, Skipped, Planned]);
        let expected = PeopleCounts {
            people: 7,
            done: 2,
            failed: 1,
            unknown: 1,
            waiting: 1,
            skipped: 1,
        };
        assert_eq!(counts, expected);
    }

    #[test]
    fn a_hundred_percent_means_all() {
        assert_eq!(percent(0, 0), 100);
        assert_eq!(percent(0, 7), 0);
        assert_eq!(percent(9_999, 10_000), 99);
        assert_eq!(percent(10_000, 10_000), 100);
        assert_eq!(percent(u32::MAX - 1, u32::MAX), 99);
    }

    #[test]
    fn the_lag_is_waited_out_for_three_minutes_in_all() {
        let pauses: Vec<_> = (0..).map_while(directory_lag_backoff).collect();
        assert_eq!(
            pauses[..7],
            [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0].map(Duration::from_secs_f64)
        );
        assert_eq!(pauses.iter().sum::<Duration>(), LAG_LIMIT);
        assert!(pauses.iter().all(|pause| *pause <= LONGEST_LAG_PAUSE));
        assert_eq!(directory_lag_backoff(u32::MAX), None);
    }
}
