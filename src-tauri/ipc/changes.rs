//! Arguments and events of the one road: draft, plan, run, receipt.

use desk::survey::PlanProgress;
use desk::trouble::Trouble;
use desk::view::runs::{Decision, RunProgress};
use guests::draft::{Draft, DraftKind};
use guests::id::PlanId;
use guests::plan::Plan;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A new draft of a kind.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct DraftDefaultsArgs {
    pub kind: DraftKind,
}

/// A draft to judge or plan.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct DraftArgs {
    pub draft: Draft,
}

/// A draft and one of its people.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct MailPreviewArgs {
    pub draft: Draft,
    pub person: u32,
}

/// A plan.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct PlanArgs {
    pub id: PlanId,
}

/// What happens while a plan is made.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "event"
)]
pub enum PlanEvent {
    /// Addresses are being held against the directory.
    Checking {
        /// How far.
        progress: PlanProgress,
    },
    /// Done.
    Made {
        /// The plan.
        plan: Plan,
    },
    /// Not made.
    Failed {
        /// Why.
        trouble: Trouble,
    },
}

/// A plan as it is to be run.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartRunArgs {
    /// The plan.
    pub plan_id: PlanId,
    /// Rows that the person took out.
    pub left_out: Vec<u32>,
}

/// A run.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct RunArgs {
    pub id: String,
}

/// A run that was started.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct RunStarted {
    pub id: String,
}

/// A row of a run.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct RunRowArgs {
    pub id: String,
    pub row: u32,
}

/// A person's decision on a step that the directory cannot settle.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct DecideArgs {
    pub id: String,
    pub row: u32,
    pub step: u32,
    pub decision: Decision,
}

/// What happens in a watched run. The channel is a view; it can be attached again at any time.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "event"
)]
#[expect(clippy::large_enum_variant, reason = "made once, serialised at once")]
pub enum RunEvent {
    /// Something changed.
    Progress {
        /// What.
        progress: RunProgress,
    },
    /// Nothing more will come.
    Ended,
}
