//! Guests as the list and the profile page show them.

use guests::draft::Draft;
use guests::explanation::Explanation;
use guests::guest::{Guest, GuestKind, GuestState, InvitationState};
use guests::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use guests::rights::May;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use ts_rs::TS;

/// Which guests to show, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct GuestQuery {
    /// Any part of name, address or company; accents and letter case do not count.
    pub text: String,
    /// Only these states; empty: all.
    pub states: Vec<GuestState>,
    /// Only these partner domains; empty: all.
    pub domains: Vec<String>,
    /// Created at or after.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub created_from: Option<OffsetDateTime>,
    /// Created before.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub created_to: Option<OffsetDateTime>,
    /// Column to sort by.
    pub sort: GuestSort,
    /// Descending.
    pub descending: bool,
    /// First row wanted, from 0.
    pub offset: u32,
    /// Rows wanted: at most 500, or any number of ids.
    pub count: u32,
}

/// Columns that guests can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is the column of its name")]
pub enum GuestSort {
    #[default]
    DisplayName,
    Mail,
    PartnerDomain,
    State,
    Created,
    CompanyName,
    StateChanged,
}

impl GuestSort {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::DisplayName,
        Self::Mail,
        Self::PartnerDomain,
        Self::State,
        Self::Created,
        Self::CompanyName,
        Self::StateChanged,
    ];
}

/// A window of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestWindow {
    /// Guests that match, in all.
    pub total: u32,
    /// Place of the first row.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<GuestRow>,
}

/// One guest in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are those of Guest, with what follows from them"
)]
pub struct GuestRow {
    pub id: UserId,
    pub display_name: String,
    pub mail: Option<String>,
    pub user_principal_name: String,
    pub partner_domain: Option<String>,
    pub company_name: Option<String>,
    pub kind: GuestKind,
    pub state: GuestState,
    pub invitation_state: InvitationState,
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub created: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub state_changed: Option<OffsetDateTime>,
}

/// A draft for guests who were chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChosenDraft {
    /// The draft.
    pub draft: Draft,
    /// How many of them are not in the directory any more, and not in the draft.
    pub gone: u32,
}

/// How many guests there are in each state; the tenant's numbers, whatever is filtered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field counts the state of its name")]
pub struct GuestCounts {
    pub all: u32,
    pub pending_acceptance: u32,
    pub accepted: u32,
    pub blocked: u32,
    pub no_state: u32,
}

/// A partner domain and how many guests are of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct DomainCount {
    pub domain: String,
    pub guests: u32,
}

/// How far the local copy of the guests is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncStatus {
    /// What goes on.
    pub phase: SyncPhase,
    /// Guests loaded so far.
    pub loaded: u32,
    /// Guests there are, where the directory has said so.
    pub expected: Option<u32>,
    /// When the copy last agreed with the directory.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub synced: Option<OffsetDateTime>,
    /// A full load was needed again, or the old copy was put aside: why, for a person.
    pub note: Option<String>,
    /// What went wrong, if the last try failed.
    pub trouble: Option<crate::trouble::Trouble>,
}

/// Phases of keeping the copy up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SyncPhase {
    /// Nothing loaded yet and nothing under way.
    Empty,
    /// The first or a fresh full load is under way.
    Loading,
    /// Changes are being fetched.
    Refreshing,
    /// Up to date as of `synced`.
    Idle,
    /// The last try failed; see `trouble`.
    Failed,
}

/// A guest's profile page, as the directory says now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestProfile {
    /// The guest.
    pub guest: Guest,
    /// Sort of guest.
    pub kind: GuestKind,
    /// State shown.
    pub state: GuestState,
    /// Where the invitation stands.
    pub invitation_state: InvitationState,
    /// Partner domain.
    pub partner_domain: Option<String>,
    /// Identities: how the guest signs in.
    pub identities: Vec<Identity>,
    /// Who invited, where Usher's own runs know it.
    pub invited_by_us: Option<InvitedByUs>,
    /// Groups joined directly, or why they could not be read.
    pub groups: Listed<MemberOfGroup>,
    /// Applications assigned, or why they could not be read.
    pub applications: Listed<AssignedApplication>,
    /// May the invitation be resent.
    pub may_resend: May,
    /// A redeem link of this guest is kept on this computer.
    pub redeem_link: Option<RedeemLinkRef>,
    /// What a guest in this state may report, with cause, remedy and who can.
    pub may_report: Vec<Explanation>,
}

/// A list, or why it could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "state")]
#[expect(
    clippy::large_enum_variant,
    reason = "made once a page, never kept in numbers"
)]
pub enum Listed<T: TS> {
    /// It was read.
    Listed {
        /// The items.
        items: Vec<T>,
    },
    /// It could not be read.
    NotRead {
        /// Why.
        trouble: crate::trouble::Trouble,
    },
}

impl<T: TS> Listed<T> {
    /// The items.
    ///
    /// # Errors
    /// Why they could not be read.
    pub fn items(&self) -> Result<&[T], &crate::trouble::Trouble> {
        match self {
            Self::Listed { items } => Ok(items),
            Self::NotRead { trouble } => Err(trouble),
        }
    }
}

/// One identity of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields of objectIdentity")]
pub struct Identity {
    pub sign_in_type: Option<String>,
    pub issuer: Option<String>,
    pub issuer_assigned_id: Option<String>,
}

/// The last invitation of a guest that went out from here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvitedByUs {
    /// The run.
    pub run_id: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[ts(type = "string")]
    pub at: OffsetDateTime,
}

/// Where a kept redeem link is found; the link itself stays in the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct RedeemLinkRef {
    pub run_id: String,
    pub row: u32,
}

/// A group the guest is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct MemberOfGroup {
    pub id: GroupId,
    pub display_name: String,
    pub description: Option<String>,
    pub kind: guests::group::GroupKind,
    pub dynamic: bool,
}

/// An application the guest is assigned to, directly or through a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct AssignedApplication {
    pub service_principal_id: ServicePrincipalId,
    pub display_name: String,
    pub app_role_id: AppRoleId,
    pub role_name: String,
    /// Name of the group that carries the assignment, where it is not direct.
    pub through_group: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub assigned: Option<OffsetDateTime>,
}
