//! Directory roles and what they can do for guests.
//!
//! Sources: Microsoft Entra, "Microsoft Entra built-in roles" (permissions-reference and the action
//! list of each role); Microsoft Graph, "Add members" (group-post-members) for the roles that reach
//! one kind of group; Microsoft Graph, "Grant an appRoleAssignment" (user-post-approleassignments).

/// Whether a role carries a power.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Power {
    /// Its action list holds it.
    Yes,
    /// Its action list does not hold it.
    No,
    /// Not documented either way.
    Unclear,
}

/// To which groups a role can add members; role-assignable groups aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupPower {
    /// Every kind.
    All,
    /// Microsoft 365 groups only.
    Microsoft365,
    /// Security groups only.
    Security,
    /// None.
    None,
    /// Not documented either way.
    Unclear,
}

/// A built-in directory role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// Template id, the same in every tenant.
    pub template_id: &'static str,
    /// Display name.
    pub display_name: &'static str,
    /// `microsoft.directory/users/inviteGuest`.
    pub invite: Power,
    /// `microsoft.directory/groups/members/update`.
    pub groups: GroupPower,
    /// Members of groups to which directory roles can be assigned.
    pub role_assignable_groups: Power,
    /// `microsoft.directory/servicePrincipals/appRoleAssignedTo/update`.
    pub applications: Power,
    /// Fit to be asked for. False for roles that are deprecated or meant for applications.
    pub to_ask_for: bool,
}

const fn row(
    template_id: &'static str,
    display_name: &'static str,
    invite: Power,
    groups: GroupPower,
    applications: Power,
) -> Role {
    Role {
        template_id,
        display_name,
        invite,
        groups,
        role_assignable_groups: Power::No,
        applications,
        to_ask_for: true,
    }
}

const fn with_role_assignable_groups(role: Role) -> Role {
    Role {
        role_assignable_groups: Power::Yes,
        ..role
    }
}

const fn not_to_ask_for(role: Role) -> Role {
    Role {
        to_ask_for: false,
        ..role
    }
}

use GroupPower::{All, Microsoft365, None as NoGroup, Security, Unclear as GroupsUnclear};
use Power::{No, Unclear, Yes};

/// Global Administrator.
pub(super) const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Directory Writers: holds the action to invite, but the invitation policy does not name it.
pub(super) const DIRECTORY_WRITERS: &str = "9360feb5-f418-4baa-8175-e2a00bac4301";

/// The roles that are known, the most fitting to ask for first among equals.
#[rustfmt::skip]
pub const ROLES: &[Role] = &[
    row("95e79109-95c0-4d8e-aee3-d01accf2d47b", "Guest Inviter", Yes, NoGroup, No),
    row("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator", Yes, All, Yes),
    row("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator", No, All, No),
    row("158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator", No, NoGroup, Yes),
    row("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator", No, NoGroup, Yes),
    row("45d8d3c5-c802-45c6-b32a-1d70b5e1e86e", "Identity Governance Administrator", No, All, Yes),
    with_role_assignable_groups(row("e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator", No, NoGroup, Yes)),
    with_role_assignable_groups(row(GLOBAL_ADMINISTRATOR, "Global Administrator", Yes, All, Yes)),
    not_to_ask_for(row(DIRECTORY_WRITERS, "Directory Writers", Yes, All, Yes)),
    row("69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator", No, Microsoft365, Unclear),
    row("f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator", No, Microsoft365, Unclear),
    row("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator", No, Microsoft365, Unclear),
    row("810a2642-a034-447f-a5e8-41beaa378541", "Yammer Administrator", No, Microsoft365, Unclear),
    row("3a2c62db-5318-420d-8d74-23affee5d9d5", "Intune Administrator", No, Security, Unclear),
    row("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator", No, NoGroup, No),
    row("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "Directory Readers", No, NoGroup, No),
    row("c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator", No, GroupsUnclear, Unclear),
    row("7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator", No, GroupsUnclear, Unclear),
    row("4a5d8f65-41da-4de4-8968-e035b65339cf", "Reports Reader", No, GroupsUnclear, Unclear),
    row("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader", No, GroupsUnclear, Unclear),
    row("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", "Security Operator", No, GroupsUnclear, Unclear),
    row("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator", No, GroupsUnclear, Unclear),
    row("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader", No, GroupsUnclear, Unclear),
    row("be2f45a1-457d-42af-a067-6ec1fa63bc45", "External Identity Provider Administrator", No, GroupsUnclear, Unclear),
    not_to_ask_for(row("e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8", "Partner Tier2 Support", No, All, Yes)),
    not_to_ask_for(row("4ba39ca4-527c-499a-b93d-d9b492c50246", "Partner Tier1 Support", Unclear, GroupsUnclear, Unclear)),
    not_to_ask_for(row("8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", "Hybrid Identity Administrator", Unclear, GroupsUnclear, Yes)),
    not_to_ask_for(row("d29b2b05-8046-44ba-8758-1e26182fcf32", "Directory Synchronization Accounts", Unclear, GroupsUnclear, Yes)),
];

/// The role of a template id, where it is known.
pub fn role(template_id: &str) -> Option<&'static Role> {
    ROLES
        .iter()
        .find(|role| role.template_id.eq_ignore_ascii_case(template_id))
}

/// Display names of the roles that have something and are fit to be asked for.
pub(super) fn names(has: impl Fn(&Role) -> bool) -> Vec<String> {
    ROLES
        .iter()
        .filter(|role| role.to_ask_for && has(role))
        .map(|role| role.display_name.to_owned())
        .collect()
}
