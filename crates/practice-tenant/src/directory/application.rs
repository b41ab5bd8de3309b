//! Enterprise applications and who is assigned to them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// The tag that marks what the portal lists under Enterprise applications.
pub const INTEGRATED_APP: &str = "WindowsAzureActiveDirectoryIntegratedApp";
/// The tag that hides an application from its users.
pub const HIDE_APP: &str = "HideApp";

/// The Graph resource type `servicePrincipal`, as the directory holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct ServicePrincipal {
    pub id: Uuid,
    pub app_id: Uuid,
    pub display_name: String,
    pub app_display_name: String,
    pub description: Option<String>,
    pub app_description: Option<String>,
    pub notes: Option<String>,
    pub account_enabled: bool,
    pub app_owner_organization_id: Option<Uuid>,
    pub app_role_assignment_required: bool,
    pub app_roles: Vec<AppRole>,
    pub oauth2_permission_scopes: Vec<PermissionScope>,
    pub homepage: Option<String>,
    pub login_url: Option<String>,
    pub logout_url: Option<String>,
    pub reply_urls: Vec<String>,
    pub service_principal_names: Vec<String>,
    pub service_principal_type: String,
    pub sign_in_audience: Option<String>,
    pub preferred_single_sign_on_mode: Option<String>,
    pub tags: Vec<String>,
    /// Not in v1.0's metadata, but tools ask for it and the service answers.
    #[serde(with = "time::serde::rfc3339")]
    pub created_date_time: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub deleted_date_time: Option<OffsetDateTime>,
}

impl ServicePrincipal {
    /// An enterprise application without roles.
    pub fn new(id: Uuid, app_id: Uuid, name: impl Into<String>, created: OffsetDateTime) -> Self {
        let name = name.into();
        Self {
            id,
            app_id,
            app_display_name: name.clone(),
            display_name: name,
            description: None,
            app_description: None,
            notes: None,
            account_enabled: true,
            app_owner_organization_id: None,
            app_role_assignment_required: false,
            app_roles: Vec::new(),
            oauth2_permission_scopes: Vec::new(),
            homepage: None,
            login_url: None,
            logout_url: None,
            reply_urls: Vec::new(),
            service_principal_names: vec![app_id.to_string()],
            service_principal_type: "Application".to_owned(),
            sign_in_audience: Some("AzureADMyOrg".to_owned()),
            preferred_single_sign_on_mode: None,
            tags: Vec::new(),
            created_date_time: created,
            deleted_date_time: None,
        }
    }

    /// Whether the portal lists it under Enterprise applications.
    pub fn is_enterprise_application(&self) -> bool {
        self.tags.iter().any(|tag| tag == INTEGRATED_APP)
    }
}

/// The Graph complex type `appRole`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct AppRole {
    pub id: Uuid,
    pub allowed_member_types: Vec<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub is_enabled: bool,
    pub origin: Option<String>,
    pub value: Option<String>,
}

/// The Graph complex type `permissionScope`: a delegated permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct PermissionScope {
    pub id: Uuid,
    pub value: String,
    pub admin_consent_display_name: String,
    pub admin_consent_description: String,
    pub user_consent_display_name: Option<String>,
    pub user_consent_description: Option<String>,
    /// `Admin` where only an administrator may consent, else `User`.
    pub r#type: String,
    pub is_enabled: bool,
}

/// The Graph resource type `appRoleAssignment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are Graph's properties of the same names"
)]
pub struct AppRoleAssignment {
    /// Opaque, base64url.
    pub id: String,
    pub app_role_id: Uuid,
    #[serde(with = "time::serde::rfc3339")]
    pub created_date_time: OffsetDateTime,
    pub principal_id: Uuid,
    /// `User`, `Group` or `ServicePrincipal`.
    pub principal_type: String,
    pub principal_display_name: Option<String>,
    pub resource_id: Uuid,
    pub resource_display_name: Option<String>,
}

impl AppRoleAssignment {
    /// An assignment id: the principal's bytes and sixteen more, as base64url.
    pub fn make_id(principal: Uuid, nonce: Uuid) -> String {
        use base64::Engine as _;
        let mut bytes = principal.as_bytes().to_vec();
        bytes.extend_from_slice(nonce.as_bytes());
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}
