//! The tenant's policies that decide whether an invitation works.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `allowInvitesFrom` of the authorization policy.
///
/// Source: Microsoft Graph, resource type authorizationPolicy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AllowInvitesFrom {
    /// Nobody, not even admins.
    None,
    /// Global Administrators, User Administrators, Guest Inviters.
    AdminsAndGuestInviters,
    /// Those and all members.
    AdminsGuestInvitersAndAllMembers,
    /// Those and guests.
    Everyone,
}

/// The allow or deny list of partner domains; a tenant has one or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "domains")]
pub enum DomainList {
    /// Any domain may be invited.
    Open,
    /// Only these.
    Allow(Vec<String>),
    /// All but these.
    Deny(Vec<String>),
}

/// Something read from the directory, or the fact that it could not be read.
///
/// What could not be read is "not checked", never "allowed".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Known<T: TS> {
    /// It was read.
    Known {
        /// What it says.
        value: T,
    },
    /// It could not be read.
    NotChecked {
        /// Why, for a person.
        why: String,
    },
}

impl<T: TS> Known<T> {
    /// The value, where it was read.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value } => Some(value),
            Self::NotChecked { .. } => None,
        }
    }
}

/// Whether invitations to a partner are let through by inbound cross-tenant access settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InboundCollaboration {
    /// Not blocked on our side.
    Allowed,
    /// Blocked for all users.
    Blocked,
    /// Blocked or allowed for some; which ones cannot be told beforehand.
    Partly,
}

/// What a plan has to know of the tenant's policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Policies {
    /// Who may invite.
    pub allow_invites_from: Known<AllowInvitesFrom>,
    /// The domain list.
    pub domains: Known<DomainList>,
    /// Verified domains of this tenant, lower case.
    pub verified_domains: Known<Vec<String>>,
    /// `AllowToAddGuests` for Microsoft 365 groups of the whole tenant.
    pub groups_take_guests: Known<bool>,
}
