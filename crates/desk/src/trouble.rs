//! Failures as data for a person: what failed, why, what to do, and the ids that support asks for.

pub(crate) mod consent;
mod from_graph;
mod from_sign_in;
pub(crate) mod own;

use guests::explanation::Explanation;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What crosses to a screen when something fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    /// What callers branch on.
    pub code: TroubleCode,
    /// Cause, remedy, who.
    pub explanation: Explanation,
    /// Seconds after which it may be tried again, where the service said so.
    pub retry_after: Option<u32>,
    /// The service's own words and ids.
    pub service: Option<ServiceAnswer>,
    /// What the person would have to be granted, for `consentRequired`.
    pub consent: Option<ConsentNeed>,
}

/// What a consumer branches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TroubleCode {
    /// A scope has not been consented to; see `consent`.
    ConsentRequired,
    /// The person has to sign in again.
    SignInRequired,
    /// The service refused: role, policy, or the object itself.
    Refused,
    /// The object is not there.
    NotFound,
    /// The service asks to wait.
    Throttled,
    /// The service cannot be reached.
    Offline,
    /// The service failed on its side.
    ServiceFailed,
    /// A change was sent and its outcome is not known.
    OutcomeUnknown,
    /// What was asked for is not valid.
    InvalidInput,
    /// The disk is full or a file cannot be written.
    Storage,
    /// The data was written by a newer Usher.
    NewerVersion,
    /// It was called off.
    Cancelled,
    /// A fault of Usher's own.
    Internal,
}

/// What the service itself said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields of the service's error answer")]
pub struct ServiceAnswer {
    pub status: Option<u16>,
    pub code: String,
    pub message: String,
    pub request_id: Option<String>,
    pub client_request_id: Option<String>,
    pub correlation_id: Option<String>,
    pub trace_id: Option<String>,
    pub time: Option<String>,
}

/// What to ask an administrator for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConsentNeed {
    /// The feature in whose place this is shown.
    pub feature: Feature,
    /// Scopes that are missing.
    pub scopes: Vec<ScopeNeed>,
    /// True where the signed-in person may approve them.
    pub may_approve: bool,
    /// Link at which an administrator can approve.
    pub admin_consent_url: String,
    /// Text to send to an administrator.
    pub request: String,
}

/// One scope and why it is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct ScopeNeed {
    pub scope: String,
    pub why: String,
}

/// Features that need scopes of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Feature {
    /// Read guests.
    Guests,
    /// Invite and resend.
    Invite,
    /// Read groups.
    Groups,
    /// Add to groups.
    AddToGroup,
    /// Read applications.
    Applications,
    /// Assign applications.
    AssignApplication,
    /// Read policies that decide about invitations.
    Policies,
    /// Read the person's own roles.
    Roles,
    /// Read the audit log.
    AuditLog,
}

impl Feature {
    /// All of them, in the order in which a person meets them.
    pub const ALL: &'static [Self] = &[
        Self::Guests,
        Self::Invite,
        Self::Groups,
        Self::AddToGroup,
        Self::Applications,
        Self::AssignApplication,
        Self::Policies,
        Self::Roles,
        Self::AuditLog,
    ];
}
