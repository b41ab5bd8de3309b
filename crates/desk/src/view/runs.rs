//! Runs as Activity, the progress page and the receipt show them.

use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use guests::explanation::Explanation;
use guests::id::UserId;
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use ts_rs::TS;

pub use crate::run::results::ResultsFormat;
use crate::trouble::TroubleCode;

/// A run in the list of Activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// Id.
    pub id: String,
    /// What was asked for.
    pub kind: DraftKind,
    /// One line, such as "Invite 12 people to Suppliers Q4 and 1 application".
    pub title: String,
    /// State.
    pub state: RunState,
    /// Why it is paused, where it is.
    pub paused_because: Option<Explanation>,
    /// The trouble that paused it, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub paused_by: Option<TroubleCode>,
    /// Another process carries it out: which one, in a sentence. It can only be watched here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub elsewhere: Option<String>,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    pub started: OffsetDateTime,
    /// When its last step ended.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub ended: Option<OffsetDateTime>,
    /// How long it was worked on so far, in seconds: rests do not count.
    pub worked_seconds: u32,
    /// Counts.
    pub totals: RunTotals,
}

/// Counts of a run: people by where they stand, and what took effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunTotals {
    /// People in the run.
    pub people: u32,
    /// People of whom every step is done.
    pub done: u32,
    /// People with a step that failed.
    pub failed: u32,
    /// People with a step whose outcome is not known.
    pub unknown: u32,
    /// People with a step that waits for the directory.
    pub waiting: u32,
    /// People whose steps were not sent because the run stopped or what they rest on failed.
    pub skipped: u32,
    /// Steps in all.
    pub steps: u32,
    /// Steps with an outcome.
    pub steps_ended: u32,
    /// Invitations that took effect.
    pub invited: u32,
    /// Mails known to have been asked for successfully.
    pub mails: u32,
    /// Memberships added.
    pub memberships: u32,
    /// Applications assigned.
    pub assignments: u32,
}

/// A whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunDetail {
    /// The run.
    pub summary: RunSummary,
    /// One row a person, in the plan's order.
    pub rows: Vec<RunRow>,
}

/// What happened to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunRow {
    /// Place in the plan.
    pub index: u32,
    /// Address.
    pub address: String,
    /// Name, where known.
    pub display_name: Option<String>,
    /// The guest, once known.
    pub user_id: Option<UserId>,
    /// What the plan said.
    pub verdict: Verdict,
    /// The row as a whole: the worst of its steps.
    pub state: StepState,
    /// The steps.
    pub steps: Vec<RunStep>,
    /// A redeem link is kept and can be copied.
    pub has_redeem_link: bool,
}

/// One step and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunStep {
    /// Place in the row, from 0.
    pub index: u32,
    /// What is done.
    pub step: Step,
    /// State.
    pub state: StepState,
    /// True where nothing had to be done, because it held already.
    pub held_already: bool,
    /// Why it failed, is unknown, was skipped or waits.
    pub explanation: Option<Explanation>,
    /// The service's request id of the last answer.
    pub request_id: Option<String>,
    /// Our id of the last request.
    pub client_request_id: Option<String>,
    /// When the last request left.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub sent: Option<OffsetDateTime>,
    /// When the outcome was known.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub ended: Option<OffsetDateTime>,
    /// When it will be tried or looked up again.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub next_try: Option<OffsetDateTime>,
    /// Unknown for good: only a person can tell. The screen asks.
    pub asks_person: bool,
}

/// A message on the channel of a watched run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunProgress {
    /// The run as a whole.
    pub summary: RunSummary,
    /// Rows that changed since the last message.
    pub rows: Vec<RunRow>,
    /// How fast it goes.
    pub pace: RunPace,
}

/// How fast a run goes, and what it waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPace {
    /// Steps that get an outcome in a minute, by the latest of them.
    pub steps_per_minute: u32,
    /// Seconds that what is left takes at this rate; none where that cannot be told.
    pub seconds_left: Option<u32>,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// Until when, where that is known.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub until: Option<OffsetDateTime>,
}

/// What a run waits for. Why it is paused stands in its summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WaitsFor {
    /// Nothing but the answers to what was sent.
    #[default]
    Nothing,
    /// Microsoft's limits: sending faster would be refused.
    Limits,
    /// The directory, which does not know everywhere yet what was made a moment ago.
    Directory,
    /// The directory's word on what a lost answer may have done.
    LookUp,
    /// The network: nothing gets through, and it is tried again.
    Network,
}

/// What a person decides about a step that the directory cannot settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    /// Take it as done.
    TakeAsDone,
    /// Send it again, knowing that the guest may be mailed twice.
    SendAgain,
}
