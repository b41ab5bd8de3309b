//! Which client may use which permission.

use uuid::Uuid;

use crate::directory::{ClientApplication, Directory, PermissionGrant, PermissionScope, Sight};
use crate::identity::catalogue::PERMISSIONS;

/// Microsoft Graph.
pub(super) const GRAPH: Uuid = Uuid::from_u128(0x00000003_0000_0000_c000_000000000000);
/// Azure Resource Manager.
const MANAGEMENT: Uuid = Uuid::from_u128(0x797f4846_ba00_4fd7_ba43_dac1f8f63013);
/// Microsoft Graph Command Line Tools.
const GRAPH_TOOLS: Uuid = Uuid::from_u128(0x14d82eec_204b_4c2f_b7e8_296a70dab67e);
/// Azure CLI.
const AZURE_CLI: Uuid = Uuid::from_u128(0x04b07795_8ddb_461a_bbee_02f9e1bf7b46);

/// What Usher asks for, and no more: a call that needs another scope is to
/// fail here as it would at a customer's.
const USHER: &[&str] = &[
    "openid",
    "profile",
    "offline_access",
    "User.Read",
    "User.Read.All",
    "User.Invite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Application.Read.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.Read.All",
    "Policy.Read.All",
    "Policy.Read.B2BManagementPolicy",
    "RoleManagement.Read.Directory",
    "CrossTenantInformation.ReadBasic.All",
    "AuditLog.Read.All",
];

/// What Azure CLI may do in Graph (unverified).
const CLI: &[&str] = &[
    "openid",
    "profile",
    "offline_access",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "Group.ReadWrite.All",
    "User.ReadWrite.All",
];

/// Plants Microsoft's two clients and the consent of all four.
pub(super) fn plant(directory: &mut Directory, client_id: Uuid, client_id_unconsented: Uuid) {
    for (app_id, name) in [
        (GRAPH_TOOLS, "Microsoft Graph Command Line Tools"),
        (AZURE_CLI, "Microsoft Azure CLI"),
    ] {
        let Some(principal) = service_principal(directory, app_id) else {
            continue;
        };
        directory.clients.insert(
            app_id,
            ClientApplication {
                app_id,
                service_principal_id: principal,
                display_name: name.to_owned(),
                single_tenant: false,
                public_client: true,
                redirect_uris: vec!["http://localhost".to_owned()],
            },
        );
    }
    let every: Vec<&str> = PERMISSIONS
        .iter()
        .map(|permission| permission.name)
        .collect();
    grant(directory, client_id, GRAPH, USHER);
    grant(
        directory,
        client_id_unconsented,
        GRAPH,
        &["openid", "profile", "offline_access", "User.Read"],
    );
    grant(directory, GRAPH_TOOLS, GRAPH, &every);
    grant(directory, AZURE_CLI, GRAPH, CLI);
    grant(directory, AZURE_CLI, MANAGEMENT, &["user_impersonation"]);
}

/// Graph's delegated permissions as its service principal publishes them.
pub(super) fn graph_scopes() -> Vec<PermissionScope> {
    PERMISSIONS
        .iter()
        .filter_map(|permission| {
            Some(PermissionScope {
                id: Uuid::try_parse(permission.id).ok()?,
                value: permission.name.to_owned(),
                admin_consent_display_name: permission.allows.to_owned(),
                admin_consent_description: permission.allows.to_owned(),
                user_consent_display_name: (!permission.admin)
                    .then(|| permission.allows.to_owned()),
                user_consent_description: (!permission.admin).then(|| permission.allows.to_owned()),
                r#type: if permission.admin { "Admin" } else { "User" }.to_owned(),
                is_enabled: true,
            })
        })
        .collect()
}

fn service_principal(directory: &Directory, app_id: Uuid) -> Option<Uuid> {
    let view = directory.view(Sight::Latest);
    view.service_principal_by_app(app_id)
        .map(|principal| principal.id)
}

fn grant(directory: &mut Directory, client: Uuid, resource: Uuid, scopes: &[&str]) {
    let (Some(client_id), Some(resource_id)) = (
        service_principal(directory, client),
        service_principal(directory, resource),
    ) else {
        return;
    };
    let id = format!("{}-{}", client_id.simple(), resource_id.simple());
    directory.grants.insert(
        id.clone(),
        PermissionGrant {
            id,
            client_id,
            principal_id: None,
            resource_id,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        },
    );
}
