//! Users: members and guests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

/// The Graph resource type `user`, as the directory holds it.
///
/// The serialised form bears Graph's property names and is what the state file
/// keeps; what an answer shows is Graph's business, not this type's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct User {
    pub id: Uuid,
    pub user_principal_name: String,
    pub display_name: Option<String>,
    pub given_name: Option<String>,
    pub surname: Option<String>,
    pub mail: Option<String>,
    pub mail_nickname: Option<String>,
    pub job_title: Option<String>,
    pub department: Option<String>,
    pub company_name: Option<String>,
    pub office_location: Option<String>,
    pub mobile_phone: Option<String>,
    pub preferred_language: Option<String>,
    pub usage_location: Option<String>,
    pub business_phones: Vec<String>,
    pub other_mails: Vec<String>,
    pub proxy_addresses: Vec<String>,
    pub identities: Vec<ObjectIdentity>,
    pub account_enabled: bool,
    pub user_type: Option<UserType>,
    /// `Invitation` for users made by an invitation, null for ordinary ones.
    pub creation_type: Option<String>,
    pub external_user_state: Option<ExternalUserState>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub external_user_state_change_date_time: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_date_time: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub deleted_date_time: Option<OffsetDateTime>,
    pub show_in_address_list: Option<bool>,
    pub on_premises_sync_enabled: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub sign_in_sessions_valid_from_date_time: Option<OffsetDateTime>,
    pub sign_in_activity: Option<Box<SignInActivity>>,
    /// Every other property that was ever set, under Graph's name for it.
    pub other: BTreeMap<String, Value>,
    /// Users and groups that answer for this guest, at most five.
    pub sponsors: Vec<Uuid>,
}

/// The values of `userType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the variants are Graph's values of the same names"
)]
pub enum UserType {
    Member,
    Guest,
}

impl UserType {
    /// Graph's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// The values of `externalUserState` (Graph `user` resource type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the variants are Graph's values of the same names"
)]
pub enum ExternalUserState {
    PendingAcceptance,
    Accepted,
}

impl ExternalUserState {
    /// Graph's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PendingAcceptance => "PendingAcceptance",
            Self::Accepted => "Accepted",
        }
    }
}

/// The Graph complex type `objectIdentity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct ObjectIdentity {
    pub sign_in_type: Option<String>,
    pub issuer: Option<String>,
    pub issuer_assigned_id: Option<String>,
}

/// The Graph complex type `signInActivity`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct SignInActivity {
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_sign_in_date_time: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_non_interactive_sign_in_date_time: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_successful_sign_in_date_time: Option<OffsetDateTime>,
}

impl User {
    /// A user with nothing but what every user has.
    pub fn new(id: Uuid, user_principal_name: impl Into<String>, created: OffsetDateTime) -> Self {
        Self {
            id,
            user_principal_name: user_principal_name.into(),
            display_name: None,
            given_name: None,
            surname: None,
            mail: None,
            mail_nickname: None,
            job_title: None,
            department: None,
            company_name: None,
            office_location: None,
            mobile_phone: None,
            preferred_language: None,
            usage_location: None,
            business_phones: Vec::new(),
            other_mails: Vec::new(),
            proxy_addresses: Vec::new(),
            identities: Vec::new(),
            account_enabled: true,
            user_type: Some(UserType::Member),
            creation_type: None,
            external_user_state: None,
            external_user_state_change_date_time: None,
            created_date_time: created,
            deleted_date_time: None,
            show_in_address_list: None,
            on_premises_sync_enabled: None,
            sign_in_sessions_valid_from_date_time: None,
            sign_in_activity: None,
            other: BTreeMap::new(),
            sponsors: Vec::new(),
        }
    }

    /// Whether `userType` is Guest.
    pub fn is_guest(&self) -> bool {
        self.user_type == Some(UserType::Guest)
    }

    /// Whether an invitation made this user (whatever its `userType` is now).
    pub fn is_invited(&self) -> bool {
        self.creation_type.as_deref() == Some("Invitation")
    }

    /// The addresses that find this user: mail, other mails, proxy addresses
    /// without their scheme; lower case, each once.
    pub fn addresses(&self) -> Vec<String> {
        addresses(
            self.mail.iter().chain(&self.other_mails),
            &self.proxy_addresses,
        )
    }
}

/// Lower-case addresses out of plain ones and of proxy addresses (`SMTP:…`).
pub(super) fn addresses<'a>(
    plain: impl Iterator<Item = &'a String>,
    proxies: &'a [String],
) -> Vec<String> {
    let mut found: Vec<String> = plain.map(|mail| mail.to_lowercase()).collect();
    for proxy in proxies {
        let lower = proxy.to_lowercase();
        if let Some(address) = lower.strip_prefix("smtp:") {
            found.push(address.to_owned());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
