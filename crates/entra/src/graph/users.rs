//! Users, of whom guests are some.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::directory_object::DirectoryObject;
use super::open_enum::open_enum;
use super::page::Page;
use super::{Graph, decode, scopes};
use crate::error::Error;
use crate::http::operation::Operation;

/// The properties of a user that are asked for; without `$select` Graph leaves most of them
/// out (learn.microsoft.com, "List users").
pub(super) const SELECT: &[&str] = &[
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "userType",
    "creationType",
    "externalUserState",
    "externalUserStateChangeDateTime",
    "accountEnabled",
    "createdDateTime",
    "companyName",
    "department",
    "jobTitle",
    "preferredLanguage",
    "otherMails",
    "proxyAddresses",
    "onPremisesSyncEnabled",
];

/// The largest page of users.
pub(super) const TOP: &str = "999";

/// How many guests come in a full page.
pub const GUESTS_IN_A_PAGE: u64 = 999;

open_enum! {
    /// What a user is to the tenant.
    UserType {
        /// A guest, external or internal.
        Guest = "Guest",
        /// A member, internal or external.
        Member = "Member",
    }
}

open_enum! {
    /// How a user came into being.
    CreationType {
        /// By an invitation.
        Invitation = "Invitation",
        /// As a local account of a customer directory.
        LocalAccount = "LocalAccount",
        /// By signing up with a verified e-mail address.
        EmailVerified = "EmailVerified",
        /// By self-service sign-up.
        SelfServiceSignUp = "SelfServiceSignUp",
    }
}

open_enum! {
    /// Whether an invited user has accepted.
    ExternalUserState {
        /// Invited, and not accepted yet.
        PendingAcceptance = "PendingAcceptance",
        /// Accepted.
        Accepted = "Accepted",
    }
}

/// One way in which a user signs in (objectIdentity).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectIdentity {
    /// Such as `federated`, `emailAddress` or `userPrincipalName`.
    pub sign_in_type: Option<String>,
    /// Who vouches for it, such as `ExternalAzureAD` or a domain.
    pub issuer: Option<String>,
    /// The id there; left out for people of other tenants.
    pub issuer_assigned_id: Option<String>,
}

/// A user, with the properties that are selected.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct User {
    /// Object id.
    pub id: String,
    /// Chosen at home by the guest: text, never markup.
    pub display_name: Option<String>,
    /// The address that was invited; does not follow later changes at home.
    pub mail: Option<String>,
    /// Sign-in name; for guests `name_domain#EXT#@tenant`.
    pub user_principal_name: Option<String>,
    /// Guest or member.
    pub user_type: Option<UserType>,
    /// How the user came into being; none for ordinary accounts.
    pub creation_type: Option<CreationType>,
    /// State of the invitation; none where there was no invitation.
    pub external_user_state: Option<ExternalUserState>,
    /// When that state began.
    #[serde(with = "time::serde::rfc3339::option")]
    pub external_user_state_change_date_time: Option<OffsetDateTime>,
    /// False when blocked from signing in.
    pub account_enabled: Option<bool>,
    /// When the user was made.
    #[serde(with = "time::serde::rfc3339::option")]
    pub created_date_time: Option<OffsetDateTime>,
    /// When the user was deleted, of deleted users.
    #[serde(with = "time::serde::rfc3339::option")]
    pub deleted_date_time: Option<OffsetDateTime>,
    /// Company.
    pub company_name: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Preferred language, such as `de-DE`.
    pub preferred_language: Option<String>,
    /// Further addresses.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub other_mails: Vec<String>,
    /// Addresses of mail systems, with `SMTP:` or `smtp:` before them.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub proxy_addresses: Vec<String>,
    /// How the user signs in; asked for by [`Graph::user`] alone.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub identities: Vec<ObjectIdentity>,
    /// True when the user comes from an on-premises directory.
    pub on_premises_sync_enabled: Option<bool>,
}

/// Which guests to list: those by user type, as a whole or in parts, and those invited who are no
/// guests by user type. Together they are all guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuestFilter {
    /// External and internal guests.
    UserTypeGuest,
    /// Of these, who was made between two moments, in whole seconds and both of them included.
    Created {
        /// From when, if from any time.
        from: Option<OffsetDateTime>,
        /// Until when, if until any time.
        to: Option<OffsetDateTime>,
    },
    /// Of these, whom the directory says no time of, having been made before it kept one.
    Undated,
    /// External members: invited, and members by user type.
    InvitedMember,
    /// Invited, and of no user type, as very old accounts are.
    InvitedUntyped,
}

impl GuestFilter {
    /// The filter. Of moments, `ge` and `le` alone need no advanced query (learn.microsoft.com,
    /// "Advanced query capabilities on Microsoft Entra ID objects").
    fn as_odata(self) -> String {
        let moment = |moment: OffsetDateTime| {
            let (date, time) = (moment.to_utc().date(), moment.to_utc().time());
            format!(
                "{date}T{:02}:{:02}:{:02}Z",
                time.hour(),
                time.minute(),
                time.second()
            )
        };
        match self {
            Self::UserTypeGuest => "userType eq 'Guest'".to_owned(),
            Self::Created { from, to } => {
                let mut filter = "userType eq 'Guest'".to_owned();
                for (operator, edge) in [("ge", from), ("le", to)] {
                    if let Some(edge) = edge {
                        filter
                            .push_str(&format!(" and createdDateTime {operator} {}", moment(edge)));
                    }
                }
                filter
            }
            Self::Undated => "userType eq 'Guest' and createdDateTime eq null".to_owned(),
            Self::InvitedMember => {
                "creationType eq 'Invitation' and userType eq 'Member'".to_owned()
            }
            Self::InvitedUntyped => "creationType eq 'Invitation' and userType eq null".to_owned(),
        }
    }

    /// Asking for null is an advanced query.
    fn is_advanced(self) -> bool {
        matches!(self, Self::Undated | Self::InvitedUntyped)
    }
}

impl Graph {
    /// The first page of guests, 999 a page.
    ///
    /// # Errors
    /// As every call; guests themselves may not list users (403).
    pub async fn guests(&self, which: GuestFilter) -> Result<Page<User>, Error> {
        let operation = Operation::get(&["users"], scopes::USERS)
            .query("$filter", &which.as_odata())
            .select(SELECT)
            .query("$top", TOP);
        let operation = if which.is_advanced() {
            operation.advanced()
        } else {
            operation
        };
        self.page(operation).await
    }

    /// How many guests there are. The count comes from an index that lags a little.
    ///
    /// # Errors
    /// As every call.
    pub async fn count_guests(&self, which: GuestFilter) -> Result<u64, Error> {
        let operation = Operation::get(&["users", "$count"], scopes::USERS)
            .query("$filter", &which.as_odata())
            .eventual(true);
        let answer = self.transport.send(&operation).await?;
        let text = String::from_utf8_lossy(&answer.body);
        text.trim_start_matches('\u{feff}')
            .trim()
            .parse()
            .map_err(|_| Error::UnexpectedAnswer {
                status: answer.status.as_u16(),
                what: "it is not a count".to_owned(),
                client_request_id: answer.ids.client_request_id,
            })
    }

    /// One user, by object id or user principal name.
    ///
    /// # Errors
    /// [`Error::is_not_found`] when there is none; just after an invitation that may mean not
    /// yet.
    pub async fn user(&self, id_or_upn: &str) -> Result<User, Error> {
        let properties: Vec<&str> = SELECT.iter().copied().chain(["identities"]).collect();
        let operation = Operation::get(&["users", id_or_upn], scopes::USERS).select(&properties);
        self.read(operation).await
    }

    /// Several users, by object id, in as few calls as can be.
    ///
    /// # Errors
    /// When the calls fail as a whole; an error of one user stands beside its id.
    pub async fn users_by_ids(
        &self,
        ids: &[String],
    ) -> Result<Vec<(String, Result<User, Error>)>, Error> {
        let operations = ids.iter().map(|id| one_user(id)).collect();
        let users = self.batch(operations).await?;
        Ok(ids.iter().cloned().zip(users).collect())
    }

    /// The sponsors of a user: users and groups.
    ///
    /// # Errors
    /// As every call.
    pub async fn sponsors(&self, user: &str) -> Result<Vec<DirectoryObject>, Error> {
        self.list(Operation::get(
            &["users", user, "sponsors"],
            scopes::SPONSORS,
        ))
        .await
    }

    /// The groups and directory roles that a user is a direct member of.
    ///
    /// # Errors
    /// As every call.
    pub async fn member_of(&self, user: &str) -> Result<Vec<DirectoryObject>, Error> {
        let operation =
            Operation::get(&["users", user, "memberOf"], scopes::MEMBER_OF).query("$top", TOP);
        self.list(operation).await
    }
}

fn one_user(id: &str) -> Operation {
    Operation::get(&["users", id], scopes::USERS).select(SELECT)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn slices_have_edges_in_whole_seconds_of_utc() {
        let at = datetime!(2026-01-02 03:04:05.678 +01:00);
        for (from, to, filter) in [
            (None, None, "userType eq 'Guest'"),
            (
                Some(at),
                None,
                "userType eq 'Guest' and createdDateTime ge 2026-01-02T02:04:05Z",
            ),
            (
                Some(at),
                Some(at),
                "userType eq 'Guest' and createdDateTime ge 2026-01-02T02:04:05Z \
                 and createdDateTime le 2026-01-02T02:04:05Z",
            ),
        ] {
            assert_eq!(GuestFilter::Created { from, to }.as_odata(), filter);
        }
    }

    #[test]
    fn unknown_values_null_lists_and_new_properties_survive() {
        let user: User = serde_json::from_str(
            r#"{"id":"1","userType":"Alien","creationType":null,"externalUserState":"PendingAcceptance",
                "externalUserStateChangeDateTime":"2026-11-24T08:00:00.1234567Z","otherMails":null,
                "proxyAddresses":["SMTP:a@b.c"],"somethingNew":{"x":1}}"#,
        )
        .unwrap();
        assert_eq!(user.user_type, Some(UserType::Other("Alien".into())));
        assert_eq!(user.user_type.unwrap().as_str(), "Alien");
        assert_eq!(user.creation_type, None);
        assert_eq!(
            user.external_user_state,
            Some(ExternalUserState::PendingAcceptance)
        );
        assert_eq!(user.external_user_state_change_date_time.unwrap().hour(), 8);
        assert!(user.other_mails.is_empty());
        assert_eq!(user.account_enabled, None);
    }
}
