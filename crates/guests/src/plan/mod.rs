//! A draft held against what the directory says now. Nothing has been sent.

mod access;
pub mod compare;
pub mod file;
pub mod hold;
mod judge;
mod make;
mod notes;
mod policy;
pub mod step;
pub mod survey;
pub mod verdict;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use ts_rs::TS;

use crate::draft::Draft;
use crate::explanation::Explanation;
use crate::id::{PlanId, UserId};
pub use hold::{StillHolds, still_holds};
pub use make::make;
use step::Step;
use verdict::Verdict;

/// What will happen to each address, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Id.
    pub id: PlanId,
    /// The tenant it was made for.
    pub tenant_id: String,
    /// When the directory was asked.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub made: OffsetDateTime,
    /// What was asked for.
    pub draft: Draft,
    /// One row an address, in the draft's order.
    pub rows: Vec<PlanRow>,
    /// What holds for the whole plan: a group that cannot take guests, a policy that could not be read.
    pub notes: Vec<PlanNote>,
    /// Counts.
    pub totals: PlanTotals,
}

/// What will happen to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanRow {
    /// Place in the draft, from 0.
    pub index: u32,
    /// The address, cleaned.
    pub address: String,
    /// Display name: of the guest where there is one, else the draft's.
    pub display_name: Option<String>,
    /// The user who holds the address now.
    pub user_id: Option<UserId>,
    /// The verdict.
    pub verdict: Verdict,
    /// One line under Reason.
    pub reason: String,
    /// Cause, remedy and who can, where there is something to lift.
    pub explanation: Option<Explanation>,
    /// Further things to know of this row, such as "already in Suppliers".
    pub remarks: Vec<String>,
    /// What will be done, in this order. Empty: nothing.
    pub steps: Vec<Step>,
    /// What was asked for and is there already, as the step that would have given it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Step>>")]
    pub held: Vec<Step>,
}

impl PlanRow {
    /// Place of the person in the draft.
    pub fn place(&self) -> usize {
        usize::try_from(self.index).unwrap_or(usize::MAX)
    }
}

/// Something to know about the whole plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanNote {
    /// True: part of what was asked for will not be done.
    pub blocking: bool,
    /// What and why.
    pub explanation: Explanation,
}

/// Counts of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanTotals {
    /// Rows.
    pub addresses: u32,
    /// Rows with at least one step.
    pub with_steps: u32,
    /// Guests that will be made.
    pub new_guests: u32,
    /// Mails that Microsoft will send.
    pub mails: u32,
    /// Group memberships that will be added.
    pub memberships: u32,
    /// Applications that will be assigned.
    pub assignments: u32,
    /// Rows left out.
    pub left_out: u32,
}

#[cfg(test)]
pub(crate) mod tests;
