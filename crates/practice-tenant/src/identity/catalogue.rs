//! The delegated permissions that the practice tenant knows, as a consent page shows them.
//!
//! Names, ids and the need for an administrator are those of Microsoft's published permission
//! list (microsoftgraph/microsoft-graph-devx-content, `permissions-descriptions.json`).

/// The application id of Microsoft Graph, in every tenant.
pub const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// The application id of Azure Resource Manager, to which command lines sign in first.
pub const MANAGEMENT_APP_ID: &str = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

/// One delegated permission ("scope") of Microsoft Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// The name in a token's `scp`, for example `User.Read`.
    pub name: &'static str,
    /// The id in `oauth2PermissionScopes`.
    pub id: &'static str,
    /// Whether only an administrator may consent.
    pub admin: bool,
    /// What the consent page says it allows.
    pub allows: &'static str,
}

/// The permission of that name; names are compared without case, as the service does.
pub fn find(name: &str) -> Option<&'static Permission> {
    PERMISSIONS
        .iter()
        .find(|permission| permission.name.eq_ignore_ascii_case(name))
}

const fn user(name: &'static str, id: &'static str, allows: &'static str) -> Permission {
    Permission {
        name,
        id,
        admin: false,
        allows,
    }
}

const fn admin(name: &'static str, id: &'static str, allows: &'static str) -> Permission {
    Permission {
        name,
        id,
        admin: true,
        allows,
    }
}

/// Every delegated permission of Microsoft Graph that the tenant knows, by name.
pub const PERMISSIONS: &[Permission] = &[
    admin(
        "AdministrativeUnit.Read.All",
        "3361d15d-be43-4de6-b441-3c746d05163d",
        "Read administrative units",
    ),
    admin(
        "AdministrativeUnit.ReadWrite.All",
        "7b8a2d34-6b3f-4542-a343-54651608ad81",
        "Change administrative units",
    ),
    admin(
        "AppRoleAssignment.ReadWrite.All",
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
        "Assign people and groups to applications",
    ),
    admin(
        "Application.Read.All",
        "c79f8feb-a9db-4090-85f9-90d820caa0eb",
        "Read applications",
    ),
    admin(
        "Application.ReadWrite.All",
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
        "Read and change applications",
    ),
    admin(
        "AuditLog.Read.All",
        "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20",
        "Read the audit and sign-in logs",
    ),
    admin(
        "CrossTenantInformation.ReadBasic.All",
        "81594d25-e88e-49cf-ac8c-fecbff49f994",
        "Look up basic facts about other organizations",
    ),
    admin(
        "DelegatedPermissionGrant.ReadWrite.All",
        "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
        "Manage the permissions granted to applications",
    ),
    admin(
        "Directory.AccessAsUser.All",
        "0e263e50-5827-48a4-b97c-d940288653c7",
        "Use the directory with your own rights",
    ),
    admin(
        "Directory.Read.All",
        "06da0dbc-49e2-44d2-8312-53f166ab848a",
        "Read the directory",
    ),
    admin(
        "Directory.ReadWrite.All",
        "c5366453-9fb0-48a5-a156-24f0c49a4b84",
        "Read and change the directory",
    ),
    admin(
        "Domain.Read.All",
        "2f9ee017-59c1-4f1d-9472-bd5529a7b311",
        "Read the domains of the organization",
    ),
    admin(
        "Domain.ReadWrite.All",
        "0b5d694c-a244-4bde-86e6-eb5cd07730fe",
        "Read and change the domains of the organization",
    ),
    admin(
        "Group.Read.All",
        "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
        "Read all groups",
    ),
    admin(
        "Group.ReadBasic.All",
        "ba1917bc-a64b-4c71-b66d-229d4a520e66",
        "Read the names of all groups",
    ),
    admin(
        "Group.ReadWrite.All",
        "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
        "Read and change all groups",
    ),
    admin(
        "GroupMember.Read.All",
        "bc024368-1153-4739-b217-4326f2e966d0",
        "Read who is in which group",
    ),
    admin(
        "GroupMember.ReadBasic.All",
        "28539367-358c-4ed9-b7f0-793eccb8fd34",
        "Read the names of those in a group",
    ),
    admin(
        "GroupMember.ReadWrite.All",
        "f81125ac-d3b7-4573-a3b2-7099cc39df9e",
        "Add people to groups and remove them",
    ),
    admin(
        "GroupSettings.Read.All",
        "2eb2bc92-94ef-4c6b-b4ab-2a09bc975e0e",
        "Read the settings of groups",
    ),
    admin(
        "GroupSettings.ReadWrite.All",
        "c1691a6d-99e2-4cfa-b4b5-9e4d67dc0f36",
        "Read and change the settings of groups",
    ),
    admin(
        "Organization.Read.All",
        "4908d5b9-3fb2-4b1e-9336-1888b7937185",
        "Read facts about the organization",
    ),
    admin(
        "Organization.ReadWrite.All",
        "46ca0847-7e6b-426e-9775-ea810a948356",
        "Read and change facts about the organization",
    ),
    admin(
        "Policy.Read.All",
        "572fea84-0151-49b2-9301-11cb16974376",
        "Read the policies of the organization",
    ),
    admin(
        "Policy.Read.B2BManagementPolicy",
        "1e320e87-6de2-424a-87bb-da340fc3434c",
        "Read which partner domains may be invited",
    ),
    admin(
        "Policy.ReadWrite.Authorization",
        "edd3c878-b384-41fd-95ad-e7407dd775be",
        "Read and change the authorization policy",
    ),
    admin(
        "Policy.ReadWrite.B2BManagementPolicy",
        "f976d038-b068-4e1f-9c5e-d2fb27e4b453",
        "Change which partner domains may be invited",
    ),
    admin(
        "Policy.ReadWrite.CrossTenantAccess",
        "014b43d0-6ed4-4fc6-84dc-4b6f7bae7d85",
        "Read and change cross-tenant access",
    ),
    admin(
        "RoleAssignmentSchedule.Read.Directory",
        "344a729c-0285-42c6-9014-f12b9b8d6129",
        "Read who holds which role",
    ),
    admin(
        "RoleEligibilitySchedule.Read.Directory",
        "eb0788c2-6d4e-4658-8c9e-c0fb8053f03d",
        "Read who may activate which role",
    ),
    admin(
        "RoleManagement.Read.All",
        "48fec646-b2ba-4019-8681-8eb31435aded",
        "Read the roles of all services",
    ),
    admin(
        "RoleManagement.Read.Directory",
        "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
        "Read directory roles and who holds them",
    ),
    admin(
        "RoleManagement.ReadWrite.Directory",
        "d01b97e9-cbc0-49fe-810a-750afd5527a3",
        "Read and change directory roles and who holds them",
    ),
    admin(
        "User-ConvertToInternal.ReadWrite.All",
        "550e695c-7511-40f4-ac79-e8fb9c82552d",
        "Turn external users into internal ones",
    ),
    admin(
        "User-Mail.ReadWrite.All",
        "6166886a-9576-433b-8544-658177bdef1d",
        "Change the other mail addresses of all users",
    ),
    admin(
        "User.DeleteRestore.All",
        "4bb440cd-2cf2-4f90-8004-aa2acd2537c5",
        "Delete users and restore them",
    ),
    admin(
        "User.EnableDisableAccount.All",
        "f92e74e7-2563-467f-9dd0-902688cb5863",
        "Block users and unblock them",
    ),
    admin(
        "User.Invite.All",
        "63dd7cd9-b489-4adf-a28c-ac38b9a0f962",
        "Invite guests to the organization",
    ),
    admin(
        "User.ManageIdentities.All",
        "637d7bec-b31e-4deb-acc9-24275642a2c9",
        "Manage how users sign in",
    ),
    user(
        "User.Read",
        "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
        "Sign you in and read your profile",
    ),
    admin(
        "User.Read.All",
        "a154be20-db9c-4678-8ab7-66f6cc099a59",
        "Read the full profiles of all users",
    ),
    user(
        "User.ReadBasic.All",
        "b340eb25-3456-403f-be2f-af7a0d370277",
        "Read the basic profiles of all users",
    ),
    user(
        "User.ReadWrite",
        "b4e74841-8e56-480b-be8b-910348b18b4c",
        "Read and change your profile",
    ),
    admin(
        "User.ReadWrite.All",
        "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
        "Read and change the full profiles of all users",
    ),
    admin(
        "User.RevokeSessions.All",
        "fc30e98b-8810-4501-81f5-c20a3196387b",
        "End the sign-in sessions of a user",
    ),
];
