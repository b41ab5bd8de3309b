//! Plans that are saved to a file, and opened from one.

use desk::plan_files::HeldPlan;
use desk::survey::PlanProgress;
use desk::trouble::Trouble;
use guests::draft::Draft;
use guests::id::PlanId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Save a plan.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavePlanArgs {
    /// The plan.
    pub plan_id: PlanId,
    /// Rows that the person took out.
    pub left_out: Vec<u32>,
}

/// A plan that was read out of a file.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenedPlan {
    /// By which `hold_plan` knows it, until another one is opened.
    pub id: u32,
    /// What it asks for.
    pub draft: Draft,
    /// Rows that were taken out when it was saved.
    pub left_out: Vec<u32>,
}

/// A plan that was opened.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct HoldPlanArgs {
    pub id: u32,
}

/// What happens while an opened plan is held against the directory.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "event"
)]
pub enum HoldPlanEvent {
    /// Addresses are being held against the directory.
    Checking {
        /// How far.
        progress: PlanProgress,
    },
    /// Done.
    Held {
        /// The plan as it is now, and what became different.
        held: HeldPlan,
    },
    /// Not made.
    Failed {
        /// Why.
        trouble: Trouble,
    },
}
