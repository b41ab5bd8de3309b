//! Enterprise applications and the roles they offer to people.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{AppRoleId, ServicePrincipalId};

/// What the directory says of an enterprise application (a service principal).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id of the service principal.
    pub id: ServicePrincipalId,
    /// Application (client) id.
    pub app_id: String,
    /// Display name.
    pub display_name: String,
    /// False: nobody can sign in to it.
    pub account_enabled: bool,
    /// Assignment required.
    pub app_role_assignment_required: bool,
    /// Carries the tag `HideApp`.
    pub hidden: bool,
    /// Every role it declares, also those that are off or for applications only.
    pub app_roles: Vec<AppRole>,
    /// Home page.
    pub homepage: Option<String>,
}

/// One app role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// Id.
    pub id: AppRoleId,
    /// Display name.
    pub display_name: String,
    /// Description.
    pub description: Option<String>,
    /// Value in tokens.
    pub value: Option<String>,
    /// Enabled.
    pub is_enabled: bool,
    /// `User` covers people and groups; `Application` is for applications only.
    pub allowed_member_types: Vec<String>,
}

impl AppRole {
    /// True where the role can be given to a person.
    pub fn is_for_people(&self) -> bool {
        self.is_enabled && self.allowed_member_types.iter().any(|t| t == "User")
    }
}

impl Application {
    /// The roles to offer for a person: the enabled ones that users may hold; default access where
    /// the application declares no roles at all; none where all roles are for applications or off.
    pub fn roles_for_people(&self) -> Vec<AppRole> {
        if self.app_roles.is_empty() {
            return vec![AppRole {
                id: AppRoleId::default_access(),
                display_name: "Default Access".to_owned(),
                description: None,
                value: None,
                is_enabled: true,
                allowed_member_types: vec!["User".to_owned()],
            }];
        }
        self.app_roles
            .iter()
            .filter(|role| role.is_for_people())
            .cloned()
            .collect()
    }
}
