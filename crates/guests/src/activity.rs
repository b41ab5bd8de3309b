//! States of steps, rows and runs, and how they add up.

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
