//! Every delegated permission that Usher asks for, and why.

use serde::{Deserialize, Serialize};
use url::Url;
use uuid::{Uuid, uuid};

use crate::cloud::Cloud;

/// A delegated permission of Microsoft Graph.
///
/// Ids and the need for admin consent are those of Microsoft's published permissions
/// (microsoftgraph/microsoft-graph-devx-content, `permissions-descriptions.json`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Sign in and read the own profile, directory roles and ownerships.
    #[serde(rename = "User.Read")]
    UserRead,
    /// Read all users: the guest list and who holds an address.
    #[serde(rename = "User.Read.All")]
    UserReadAll,
    /// Invite guests and send their invitations again.
    #[serde(rename = "User.Invite.All")]
    UserInviteAll,
    /// Read groups and their members.
    #[serde(rename = "GroupMember.Read.All")]
    GroupMemberReadAll,
    /// Add guests to groups.
    #[serde(rename = "GroupMember.ReadWrite.All")]
    GroupMemberReadWriteAll,
    /// Read enterprise applications and who is assigned to them.
    #[serde(rename = "Application.Read.All")]
    ApplicationReadAll,
    /// Assign guests to applications.
    #[serde(rename = "AppRoleAssignment.ReadWrite.All")]
    AppRoleAssignmentReadWriteAll,
    /// Read what a guest is assigned to, and the settings of groups.
    #[serde(rename = "Directory.Read.All")]
    DirectoryReadAll,
    /// Read who may invite, and the cross-tenant access settings.
    #[serde(rename = "Policy.Read.All")]
    PolicyReadAll,
    /// Read the list of domains that may or may not be invited.
    #[serde(rename = "Policy.Read.B2BManagementPolicy")]
    PolicyReadB2BManagementPolicy,
    /// Read which roles are assigned to whom, and where they apply.
    #[serde(rename = "RoleManagement.Read.Directory")]
    RoleManagementReadDirectory,
    /// Find the tenant that a partner's domain belongs to.
    #[serde(rename = "CrossTenantInformation.ReadBasic.All")]
    CrossTenantInformationReadBasicAll,
    /// Read the audit log.
    #[serde(rename = "AuditLog.Read.All")]
    AuditLogReadAll,
}

/// What a scope is called, and why it is asked for.
struct Entry {
    name: &'static str,
    id: Uuid,
    admin_consent: bool,
    why: &'static str,
}

/// A scope of the sign-in itself, asked for each time and consented to by anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingScope {
    /// The name on the wire.
    pub name: &'static str,
    /// The permission's id.
    pub id: Uuid,
    /// What it is for.
    pub why: &'static str,
}

/// The scopes that go with every sign-in and every refresh.
pub const STANDING: &[StandingScope] = &[
    StandingScope {
        name: "openid",
        id: uuid!("37f7f235-527c-4136-accd-4a02d197296e"),
        why: "Says who signed in.",
    },
    StandingScope {
        name: "profile",
        id: uuid!("14dad69e-099b-42c9-810b-d002981feec1"),
        why: "Adds the name, the account and the ids that tell accounts apart.",
    },
    StandingScope {
        name: "offline_access",
        id: uuid!("7427e0e9-2fba-42fe-b0c0-848c9e6a8182"),
        why: "Keeps you signed in: without it there is a new sign-in every hour.",
    },
];

impl Scope {
    /// All of them, in the order in which a person meets them.
    pub const ALL: &'static [Self] = &[
        Self::UserRead,
        Self::UserReadAll,
        Self::UserInviteAll,
        Self::GroupMemberReadAll,
        Self::GroupMemberReadWriteAll,
        Self::ApplicationReadAll,
        Self::AppRoleAssignmentReadWriteAll,
        Self::DirectoryReadAll,
        Self::PolicyReadAll,
        Self::PolicyReadB2BManagementPolicy,
        Self::RoleManagementReadDirectory,
        Self::CrossTenantInformationReadBasicAll,
        Self::AuditLogReadAll,
    ];

    /// The name on the wire, such as `User.Invite.All`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The permission's id in Microsoft Graph.
    #[must_use]
    pub fn id(self) -> Uuid {
        self.entry().id
    }

    /// Whether only an administrator can consent to it.
    #[must_use]
    pub fn admin_consent(self) -> bool {
        self.entry().admin_consent
    }

    /// What Usher needs it for, in one sentence.
    #[must_use]
    pub fn why(self) -> &'static str {
        self.entry().why
    }

    /// The scope of that name, in any letter case and with or without the resource before it
    /// (`https://graph.microsoft.com/User.Read`).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let bare = bare_name(name);
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.name().eq_ignore_ascii_case(bare))
    }

    fn entry(self) -> Entry {
        let (name, id, admin_consent, why) = match self {
            Self::UserRead => (
                "User.Read",
                uuid!("e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
                false,
                "Shows who is signed in, with which roles and in which organization, and what you own.",
            ),
            Self::UserReadAll => (
                "User.Read.All",
                uuid!("a154be20-db9c-4678-8ab7-66f6cc099a59"),
                true,
                "Lists the guests and finds out who already holds an address.",
            ),
            Self::UserInviteAll => (
                "User.Invite.All",
                uuid!("63dd7cd9-b489-4adf-a28c-ac38b9a0f962"),
                true,
                "Invites guests and sends invitations again.",
            ),
            Self::GroupMemberReadAll => (
                "GroupMember.Read.All",
                uuid!("bc024368-1153-4739-b217-4326f2e966d0"),
                true,
                "Lists groups, their members and owners, and the groups of a guest.",
            ),
            Self::GroupMemberReadWriteAll => (
                "GroupMember.ReadWrite.All",
                uuid!("f81125ac-d3b7-4573-a3b2-7099cc39df9e"),
                true,
                "Adds guests to groups.",
            ),
            Self::ApplicationReadAll => (
                "Application.Read.All",
                uuid!("c79f8feb-a9db-4090-85f9-90d820caa0eb"),
                true,
                "Lists enterprise applications, their roles and who is assigned to them.",
            ),
            Self::AppRoleAssignmentReadWriteAll => (
                "AppRoleAssignment.ReadWrite.All",
                uuid!("84bccea3-f856-4a8a-967b-dbe0a3d53a64"),
                true,
                "Assigns guests to applications.",
            ),
            Self::DirectoryReadAll => (
                "Directory.Read.All",
                uuid!("06da0dbc-49e2-44d2-8312-53f166ab848a"),
                true,
                "Lists the applications of a guest and reads whether Microsoft 365 groups admit guests.",
            ),
            Self::PolicyReadAll => (
                "Policy.Read.All",
                uuid!("572fea84-0151-49b2-9301-11cb16974376"),
                true,
                "Reads who may invite and which partners cross-tenant access settings block.",
            ),
            Self::PolicyReadB2BManagementPolicy => (
                "Policy.Read.B2BManagementPolicy",
                uuid!("1e320e87-6de2-424a-87bb-da340fc3434c"),
                true,
                "Reads the domains that invitations are allowed or denied to.",
            ),
            Self::RoleManagementReadDirectory => (
                "RoleManagement.Read.Directory",
                uuid!("741c54c3-0c1e-44a1-818b-3f97ab4e8c83"),
                true,
                "Reads directory roles and where they apply, to tell beforehand what is allowed.",
            ),
            Self::CrossTenantInformationReadBasicAll => (
                "CrossTenantInformation.ReadBasic.All",
                uuid!("81594d25-e88e-49cf-ac8c-fecbff49f994"),
                true,
                "Finds the organization behind a partner's domain.",
            ),
            Self::AuditLogReadAll => (
                "AuditLog.Read.All",
                uuid!("e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20"),
                true,
                "Finds out whether an invitation mail went out whose answer was lost; without it you are asked.",
            ),
        };
        Entry {
            name,
            id,
            admin_consent,
            why,
        }
    }
}

/// The name of a scope without the resource that a token answer may put before it.
pub(crate) fn bare_name(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, bare)| bare)
}

/// The page on which an administrator grants `scopes` to the app registration for everyone
/// in the tenant (learn.microsoft.com, "Admin consent on the Microsoft identity platform").
///
/// Nothing that the page redirects to is believed: whether consent was given is found out by
/// asking for a token again.
#[must_use]
pub fn admin_consent_link(cloud: &Cloud, tenant: &str, client_id: &str, scopes: &[Scope]) -> Url {
    let mut url = cloud.login().clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().extend([tenant, "v2.0", "adminconsent"]);
    }
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    url.query_pairs_mut()
        .append_pair("client_id", client_id)
        .append_pair("scope", &names.join(" "))
        .append_pair("redirect_uri", "http://localhost");
    url
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_ids_are_unique_and_serialise_as_on_the_wire() {
        let names: BTreeSet<_> = Scope::ALL.iter().map(|s| s.name()).collect();
        let ids: BTreeSet<_> = Scope::ALL.iter().map(|s| s.id()).collect();
        assert_eq!(names.len(), Scope::ALL.len());
        assert_eq!(ids.len(), Scope::ALL.len());
        for scope in Scope::ALL {
            let json = serde_json::to_value(scope).unwrap();
            assert_eq!(json, scope.name());
            assert_eq!(Scope::parse(scope.name()), Some(*scope));
        }
    }

    #[test]
    fn a_scope_is_recognized_with_its_resource_and_in_any_case() {
        assert_eq!(
            Scope::parse("https://graph.microsoft.com/user.invite.all"),
            Some(Scope::UserInviteAll)
        );
        assert_eq!(Scope::parse("Mail.Send"), None);
    }

    #[test]
    fn only_the_own_profile_goes_without_an_administrator() {
        let free: Vec<_> = Scope::ALL.iter().filter(|s| !s.admin_consent()).collect();
        assert_eq!(free, [&Scope::UserRead]);
    }

    #[test]
    fn the_consent_link_names_tenant_client_and_scopes() {
        let link = admin_consent_link(
            &Cloud::global(),
            "contoso.onmicrosoft.com",
            "11111111-2222-3333-4444-555555555555",
            &[Scope::UserReadAll, Scope::UserInviteAll],
        );
        assert_eq!(
            link.as_str(),
            "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/adminconsent\
             ?client_id=11111111-2222-3333-4444-555555555555\
             &scope=User.Read.All+User.Invite.All&redirect_uri=http%3A%2F%2Flocalhost"
        );
    }
}
