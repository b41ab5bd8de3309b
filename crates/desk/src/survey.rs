//! Asks the directory what a plan has to know.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far the survey for a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanProgress {
    /// Addresses held against the directory so far.
    pub checked: u32,
    /// Addresses in the draft.
    pub total: u32,
}
