//! Guests: who they are and where their invitation stands.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use ts_rs::TS;

use crate::id::UserId;

/// What the directory says of one guest.
///
/// Source: Microsoft Graph, resource type user; Microsoft Entra, "Properties of a B2B guest user".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Guest {
    /// Object id.
    pub id: UserId,
    /// Display name as the directory has it; not to be trusted as markup.
    pub display_name: String,
    /// The address that was invited; not every guest has one.
    pub mail: Option<String>,
    /// Sign-in name in this tenant, `local_domain#EXT#@tenant` for B2B guests.
    pub user_principal_name: String,
    /// `Guest` or `Member`.
    pub user_type: Option<String>,
    /// `Invitation` for B2B; null for ordinary users.
    pub creation_type: Option<String>,
    /// `PendingAcceptance`, `Accepted`, or null, which is neither.
    pub external_user_state: Option<String>,
    /// When the state last changed.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub external_user_state_change: Option<OffsetDateTime>,
    /// When the object was made.
    #[serde(with = "time::serde::rfc3339::option")]
    #[ts(type = "string | null")]
    pub created: Option<OffsetDateTime>,
    /// False: sign-in is blocked.
    pub account_enabled: bool,
    /// Company name.
    pub company_name: Option<String>,
    /// Further addresses.
    pub other_mails: Vec<String>,
}

/// What sort of external or guest account this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuestKind {
    /// userType Guest, made by an invitation.
    Guest,
    /// Invited, but userType Member.
    ExternalMember,
    /// userType Guest, not made by an invitation.
    InternalGuest,
}

/// How a guest is shown and filtered. Blocked takes precedence over the invitation's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuestState {
    /// Invited, not redeemed.
    PendingAcceptance,
    /// Redeemed.
    Accepted,
    /// Sign-in is blocked, whatever the invitation's state.
    Blocked,
    /// The directory holds no state: neither pending nor accepted.
    NoState,
}

/// Where the invitation itself stands, blocked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InvitationState {
    /// `externalUserState` is exactly `PendingAcceptance`.
    PendingAcceptance,
    /// `externalUserState` is exactly `Accepted`.
    Accepted,
    /// Null, or a value that is not known.
    NoState,
}

impl Guest {
    /// True where a user with these properties is a guest in Usher's sense:
    /// userType Guest or creationType Invitation.
    pub fn is_guest(user_type: Option<&str>, creation_type: Option<&str>) -> bool {
        user_type == Some("Guest") || creation_type == Some("Invitation")
    }

    /// Which sort of guest this is.
    pub fn kind(&self) -> GuestKind {
        let invited = self.creation_type.as_deref() == Some("Invitation");
        match (self.user_type.as_deref(), invited) {
            (Some("Guest"), false) => GuestKind::InternalGuest,
            (Some("Guest") | None, true) => GuestKind::Guest,
            (_, true) => GuestKind::ExternalMember,
            (_, false) => GuestKind::InternalGuest,
        }
    }

    /// Where the invitation stands.
    pub fn invitation_state(&self) -> InvitationState {
        match self.external_user_state.as_deref() {
            Some("PendingAcceptance") => InvitationState::PendingAcceptance,
            Some("Accepted") => InvitationState::Accepted,
            _ => InvitationState::NoState,
        }
    }

    /// How the guest is shown.
    pub fn state(&self) -> GuestState {
        if !self.account_enabled {
            return GuestState::Blocked;
        }
        match self.invitation_state() {
            InvitationState::PendingAcceptance => GuestState::PendingAcceptance,
            InvitationState::Accepted => GuestState::Accepted,
            InvitationState::NoState => GuestState::NoState,
        }
    }

    /// The partner's domain, lower case: of `mail`, else read out of the `#EXT#` sign-in name.
    pub fn partner_domain(&self) -> Option<String> {
        if let Some((_, domain)) = self.mail.as_deref().and_then(|mail| mail.rsplit_once('@')) {
            return Some(domain.to_lowercase());
        }
        let (local, _) = self.user_principal_name.split_once("#EXT#")?;
        let (_, domain) = local.rsplit_once('_')?;
        Some(domain.to_lowercase())
    }
}
