//! Which client application may use which delegated permissions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An application that people can sign in to (its registration).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientApplication {
    /// The application (client) id.
    pub app_id: Uuid,
    /// The id of its service principal in this tenant.
    pub service_principal_id: Uuid,
    /// What sign-in and consent pages call it.
    pub display_name: String,
    /// Whether only this tenant's accounts may use it (then `common` and
    /// `organizations` are refused with AADSTS50194).
    pub single_tenant: bool,
    /// Whether the device code flow is allowed ("Allow public client flows").
    pub public_client: bool,
    /// Redirect URIs of the platform "Mobile and desktop".
    pub redirect_uris: Vec<String>,
}

/// The Graph resource type `oAuth2PermissionGrant`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionGrant {
    /// Opaque.
    pub id: String,
    /// The client's service principal.
    pub client_id: Uuid,
    /// Whom it covers: null is everybody (`AllPrincipals`).
    pub principal_id: Option<Uuid>,
    /// The resource's service principal.
    pub resource_id: Uuid,
    /// The permissions, separated by spaces in Graph, here one by one.
    pub scopes: Vec<String>,
}
