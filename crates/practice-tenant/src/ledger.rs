//! The ledger: one line for each write that took effect. It is the truth about
//! who was invited and mailed how often.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// The request that a write is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The HTTP method, upper case.
    pub method: String,
    /// The path with its version, without the query: `/v1.0/invitations`. For
    /// an inner call of a batch this is the inner path with the version put
    /// before it.
    pub path: String,
    /// The request's `client-request-id`, if it sent one.
    pub client_request_id: Option<String>,
    /// The application in whose token the request was made.
    pub app_id: Option<Uuid>,
    /// The signed-in user.
    pub caller_id: Option<Uuid>,
}

impl Call {
    /// A call that no application makes: a page of the tenant, or a control
    /// call.
    pub fn of_tenant(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            ..Self::default()
        }
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts from 1.
    pub n: u64,
    /// When the write took effect, by the tenant's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// The request's method.
    pub method: String,
    /// The request's path.
    pub path: String,
    /// The HTTP status that was answered, or was meant to be when a fault kept
    /// the answer back.
    pub status: u16,
    /// The request's `client-request-id`.
    pub client_request_id: Option<String>,
    /// The calling application.
    pub app_id: Option<Uuid>,
    /// The signed-in user.
    pub caller_id: Option<Uuid>,
    /// What it did, in order.
    pub effects: Vec<Effect>,
}

/// One thing that a write did. All members are always there, null where they
/// do not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// What was done.
    pub kind: EffectKind,
    /// The user that it was done to.
    pub user_id: Option<Uuid>,
    /// The address that it concerned.
    pub address: Option<String>,
    /// The group that it concerned.
    pub group_id: Option<Uuid>,
    /// The application that it concerned.
    pub service_principal_id: Option<Uuid>,
}

/// What a write can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EffectKind {
    UserCreated,
    UserUpdated,
    UserDeleted,
    InvitationIssued,
    MailSent,
    InvitationRedeemed,
    RedemptionReset,
    MemberAdded,
    MemberRemoved,
    OwnerAdded,
    OwnerRemoved,
    RoleAssigned,
    RoleUnassigned,
    GroupCreated,
    GroupUpdated,
    GroupDeleted,
    ServicePrincipalUpdated,
    PolicyUpdated,
    ConsentGranted,
    SponsorAdded,
    SponsorRemoved,
    SessionsRevoked,
}

impl Effect {
    /// An effect that concerns nothing yet; add with the other methods.
    pub fn new(kind: EffectKind) -> Self {
        Self {
            kind,
            user_id: None,
            address: None,
            group_id: None,
            service_principal_id: None,
        }
    }

    /// The same, concerning a user.
    #[must_use]
    pub fn user(self, id: Uuid) -> Self {
        Self {
            user_id: Some(id),
            ..self
        }
    }

    /// The same, concerning an address.
    #[must_use]
    pub fn address(self, address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
            ..self
        }
    }

    /// The same, concerning a group.
    #[must_use]
    pub fn group(self, id: Uuid) -> Self {
        Self {
            group_id: Some(id),
            ..self
        }
    }

    /// The same, concerning an application.
    #[must_use]
    pub fn service_principal(self, id: Uuid) -> Self {
        Self {
            service_principal_id: Some(id),
            ..self
        }
    }
}
