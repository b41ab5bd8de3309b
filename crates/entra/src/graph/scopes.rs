//! What each call needs, in one place, so that the guide to permissions can be held against
//! it.
//!
//! Least privileged where the documentation offers a choice (microsoftgraph/
//! microsoft-graph-docs-contrib, the permissions table of each call).

use crate::permissions::Scope;

pub(super) const ME: &[Scope] = &[Scope::UserRead];
pub(super) const MY_DIRECTORY_ROLES: &[Scope] = &[Scope::UserRead];
pub(super) const MY_OWNED_OBJECTS: &[Scope] = &[Scope::UserRead];
pub(super) const ORGANIZATION: &[Scope] = &[Scope::UserRead];
pub(super) const USERS: &[Scope] = &[Scope::UserReadAll];
pub(super) const DELETED_USERS: &[Scope] = &[Scope::UserReadAll];
pub(super) const SPONSORS: &[Scope] = &[Scope::UserReadAll];
pub(super) const MEMBER_OF: &[Scope] = &[Scope::GroupMemberReadAll];
pub(super) const USER_APP_ROLE_ASSIGNMENTS: &[Scope] = &[Scope::DirectoryReadAll];
pub(super) const INVITE: &[Scope] = &[Scope::UserInviteAll];
pub(super) const GROUPS: &[Scope] = &[Scope::GroupMemberReadAll];
pub(super) const GROUP_MEMBERS: &[Scope] = &[Scope::GroupMemberReadAll, Scope::UserReadAll];
pub(super) const ADD_MEMBER: &[Scope] = &[Scope::GroupMemberReadWriteAll];
pub(super) const GROUP_SETTINGS: &[Scope] = &[Scope::DirectoryReadAll];
pub(super) const SERVICE_PRINCIPALS: &[Scope] = &[Scope::ApplicationReadAll];
pub(super) const ASSIGN_APP_ROLE: &[Scope] = &[
    Scope::AppRoleAssignmentReadWriteAll,
    Scope::ApplicationReadAll,
];
pub(super) const POLICIES: &[Scope] = &[Scope::PolicyReadAll];
pub(super) const INVITATION_DOMAINS: &[Scope] = &[Scope::PolicyReadB2BManagementPolicy];
pub(super) const ROLE_ASSIGNMENTS: &[Scope] = &[Scope::RoleManagementReadDirectory];
pub(super) const TENANT_BY_DOMAIN: &[Scope] = &[Scope::CrossTenantInformationReadBasicAll];
/// GET /auditLogs/directoryAudits.
pub(super) const AUDITS: &[Scope] = &[Scope::AuditLogReadAll];

/// Every call, by the name of its method, with the scopes it asks for.
pub const OPERATIONS: &[(&str, &[Scope])] = &[
    ("me", ME),
    ("my_directory_roles", MY_DIRECTORY_ROLES),
    ("my_owned_groups", MY_OWNED_OBJECTS),
    ("my_owned_service_principals", MY_OWNED_OBJECTS),
    ("organization", ORGANIZATION),
    ("guests", USERS),
    ("count_guests", USERS),
    ("user", USERS),
    ("users_by_ids", USERS),
    ("users_by_addresses", USERS),
    ("users_by_many_addresses", USERS),
    ("user_delta_mark", USERS),
    ("user_delta", USERS),
    ("deleted_users_by_addresses", DELETED_USERS),
    ("deleted_guests", DELETED_USERS),
    ("sponsors", SPONSORS),
    ("member_of", MEMBER_OF),
    ("user_app_role_assignments", USER_APP_ROLE_ASSIGNMENTS),
    ("invite", INVITE),
    ("groups", GROUPS),
    ("group", GROUPS),
    ("groups_by_addresses", GROUPS),
    ("groups_with_address", GROUPS),
    ("groups_named", GROUPS),
    ("group_members", GROUP_MEMBERS),
    ("group_owners", GROUP_MEMBERS),
    ("is_member", GROUPS),
    ("add_member", ADD_MEMBER),
    ("add_members", ADD_MEMBER),
    ("group_settings", GROUP_SETTINGS),
    ("settings_of_group", GROUP_SETTINGS),
    ("applications", SERVICE_PRINCIPALS),
    ("applications_named", SERVICE_PRINCIPALS),
    ("service_principal", SERVICE_PRINCIPALS),
    ("service_principal_owners", SERVICE_PRINCIPALS),
    ("app_role_assigned_to", SERVICE_PRINCIPALS),
    ("assign_app_role", ASSIGN_APP_ROLE),
    ("authorization_policy", POLICIES),
    ("cross_tenant_default", POLICIES),
    ("cross_tenant_partners", POLICIES),
    ("invitation_domains", INVITATION_DOMAINS),
    ("role_assignments", ROLE_ASSIGNMENTS),
    ("tenants_by_domains", TENANT_BY_DOMAIN),
    ("invitation_mails", AUDITS),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_used_by_a_call() {
        for scope in Scope::ALL {
            assert!(
                OPERATIONS.iter().any(|(_, scopes)| scopes.contains(scope)),
                "{}",
                scope.name()
            );
        }
    }
}
