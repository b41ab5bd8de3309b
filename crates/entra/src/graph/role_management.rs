//! Directory roles and their assignments.

use serde::{Deserialize, Serialize};

use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, literal};

/// An activated directory role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DirectoryRole {
    /// Object id in this tenant.
    pub id: String,
    /// Name, such as `User Administrator`.
    pub display_name: Option<String>,
    /// Id of the role in every tenant.
    pub role_template_id: Option<String>,
}

/// A role given to somebody, tenant-wide or for a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoleAssignment {
    /// Id of the assignment.
    pub id: String,
    /// Who holds the role.
    pub principal_id: Option<String>,
    /// The role; of built-in roles the template id.
    pub role_definition_id: Option<String>,
    /// `/` for the tenant, `/administrativeUnits/{id}` or an object for a part.
    pub directory_scope_id: Option<String>,
}

impl RoleAssignment {
    /// Whether it holds in the whole tenant.
    #[must_use]
    pub fn is_tenant_wide(&self) -> bool {
        self.directory_scope_id.as_deref() == Some("/")
    }
}

impl Graph {
    /// The roles assigned to this user or group directly, scoped ones included. Those that
    /// come through a group are not among them.
    ///
    /// # Errors
    /// As every call.
    pub async fn role_assignments(&self, principal: &str) -> Result<Vec<RoleAssignment>, Error> {
        let path = ["roleManagement", "directory", "roleAssignments"];
        let operation = Operation::get(&path, scopes::ROLE_ASSIGNMENTS)
            .query("$filter", &format!("principalId eq {}", literal(principal)));
        self.list(operation).await
    }
}
