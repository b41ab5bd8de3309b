//! Enterprise applications and who is assigned to them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::directory_object::DirectoryObject;
use super::groups::searched;
use super::open_enum::open_enum;
use super::page::Page;
use super::users::TOP;
use super::{Graph, Written, decode, scopes};
use crate::error::Error;
use crate::http::RequestIds;
use crate::http::operation::{Operation, Replay};

pub(super) const SELECT: &[&str] = &[
    "id",
    "appId",
    "displayName",
    "accountEnabled",
    "appRoleAssignmentRequired",
    "appRoles",
    "tags",
    "homepage",
    "servicePrincipalType",
    "appOwnerOrganizationId",
];

/// What the admin center calls enterprise applications; without it Microsoft's own services
/// come too.
const ENTERPRISE_APPLICATIONS: &str = "tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')";
/// The tag of [`ENTERPRISE_APPLICATIONS`].
const ENTERPRISE_APPLICATION: &str = "WindowsAzureActiveDirectoryIntegratedApp";

/// An application in this tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServicePrincipal {
    /// Object id in this tenant.
    pub id: String,
    /// Id of the application in every tenant.
    pub app_id: Option<String>,
    /// Display name.
    pub display_name: Option<String>,
    /// False when nobody can sign in to it.
    pub account_enabled: Option<bool>,
    /// Whether only those who are assigned can sign in.
    pub app_role_assignment_required: Option<bool>,
    /// The roles that it declares.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub app_roles: Vec<AppRole>,
    /// `HideApp` among them hides it from My Apps.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub tags: Vec<String>,
    /// Its page.
    pub homepage: Option<String>,
    /// `Application`, `ManagedIdentity`, ...
    pub service_principal_type: Option<String>,
    /// The tenant that it comes from.
    pub app_owner_organization_id: Option<String>,
}

impl ServicePrincipal {
    /// True for what the admin center calls an enterprise application.
    pub fn is_enterprise_application(&self) -> bool {
        self.tags.iter().any(|tag| tag == ENTERPRISE_APPLICATION)
    }
}

/// A role that an application declares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppRole {
    /// Id of the role.
    pub id: String,
    /// Name.
    pub display_name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// The value in tokens.
    pub value: Option<String>,
    /// Disabled roles cannot be assigned.
    pub is_enabled: bool,
    /// `User` for users and groups, `Application` for programs.
    #[serde(deserialize_with = "decode::null_as_default")]
    pub allowed_member_types: Vec<String>,
}

impl AppRole {
    /// The role of applications that declare none ("Default Access").
    pub const DEFAULT_ACCESS: &'static str = "00000000-0000-0000-0000-000000000000";
}

open_enum! {
    /// Who is assigned.
    PrincipalType {
        /// A user.
        User = "User",
        /// A group, and with it its direct members.
        Group = "Group",
        /// A program.
        ServicePrincipal = "ServicePrincipal",
    }
}

/// An assignment of somebody to an application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Id of the assignment.
    pub id: String,
    /// The role, [`AppRole::DEFAULT_ACCESS`] where there are none.
    pub app_role_id: String,
    /// Who.
    pub principal_id: String,
    /// What kind of principal.
    #[serde(default)]
    pub principal_type: Option<PrincipalType>,
    /// The principal's name.
    #[serde(default)]
    pub principal_display_name: Option<String>,
    /// The application's service principal.
    pub resource_id: String,
    /// The application's name.
    #[serde(default)]
    pub resource_display_name: Option<String>,
    /// When it was made.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub created_date_time: Option<OffsetDateTime>,
}

/// An assignment to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAppRoleAssignment {
    /// Who.
    pub principal_id: String,
    /// The application's service principal.
    pub resource_id: String,
    /// The role, [`AppRole::DEFAULT_ACCESS`] where there are none.
    pub app_role_id: String,
}

/// What came of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleAssigned {
    /// It was made.
    Assigned(Box<AppRoleAssignment>),
    /// It was there already.
    AlreadyAssigned,
}

impl Graph {
    /// Enterprise applications by name: the first page of all, or of those that a word of
    /// whose name begins with each word of `search`.
    ///
    /// # Errors
    /// As every call.
    pub async fn applications(
        &self,
        search: Option<&str>,
    ) -> Result<Page<ServicePrincipal>, Error> {
        let operation = Operation::get(&["servicePrincipals"], scopes::SERVICE_PRINCIPALS)
            .query("$filter", ENTERPRISE_APPLICATIONS)
            .select(SELECT)
            .query("$orderby", "displayName")
            .query("$top", "100");
        let operation = searched(operation, search);
        // Sorting service principals is an advanced query even without a search.
        let operation = if operation.eventual {
            operation
        } else {
            operation.advanced()
        };
        self.page(operation).await
    }

    /// One application.
    ///
    /// # Errors
    /// [`Error::is_not_found`] when there is none.
    pub async fn service_principal(&self, id: &str) -> Result<ServicePrincipal, Error> {
        let path = ["servicePrincipals", id];
        self.read(Operation::get(&path, scopes::SERVICE_PRINCIPALS).select(SELECT))
            .await
    }

    /// The owners of an application.
    ///
    /// # Errors
    /// As every call.
    pub async fn service_principal_owners(&self, id: &str) -> Result<Vec<DirectoryObject>, Error> {
        let path = ["servicePrincipals", id, "owners"];
        self.list(Operation::get(&path, scopes::SERVICE_PRINCIPALS))
            .await
    }

    /// Who is assigned to an application. The list lags behind grants.
    ///
    /// # Errors
    /// As every call.
    pub async fn app_role_assigned_to(&self, id: &str) -> Result<Page<AppRoleAssignment>, Error> {
        let path = ["servicePrincipals", id, "appRoleAssignedTo"];
        let operation = Operation::get(&path, scopes::SERVICE_PRINCIPALS).query("$top", TOP);
        self.page(operation).await
    }

    /// What a user is assigned to; assignments of the user's groups may be among them, told
    /// apart by `principal_id`.
    ///
    /// # Errors
    /// As every call.
    pub async fn user_app_role_assignments(
        &self,
        user: &str,
    ) -> Result<Vec<AppRoleAssignment>, Error> {
        let path = ["users", user, "appRoleAssignments"];
        let operation = Operation::get(&path, scopes::USER_APP_ROLE_ASSIGNMENTS).query("$top", TOP);
        self.list(operation).await
    }

    /// Assigns somebody to an application. Doing it twice is harmless.
    ///
    /// # Errors
    /// 403 for a missing right, 400 for a role that cannot be assigned,
    /// [`Error::is_not_found`] for a user that has not reached this part of the directory yet.
    pub async fn assign_app_role(
        &self,
        assignment: &NewAppRoleAssignment,
        id: Uuid,
    ) -> Result<Written<RoleAssigned>, Error> {
        let body = serde_json::to_value(assignment)
            .map_err(|error| Error::Setup(format!("the assignment cannot be written: {error}")))?;
        let path = [
            "servicePrincipals",
            &assignment.resource_id,
            "appRoleAssignedTo",
        ];
        let operation =
            Operation::post(&path, scopes::ASSIGN_APP_ROLE, Replay::Repeatable, body).id(id);
        match self.write::<AppRoleAssignment>(operation).await {
            Ok(written) => Ok(Written {
                value: RoleAssigned::Assigned(Box::new(written.value)),
                ids: written.ids,
            }),
            Err(error) => match error.service() {
                Some(service)
                    if service.status == 400 && service.says("already exists on the object") =>
                {
                    Ok(Written {
                        value: RoleAssigned::AlreadyAssigned,
                        ids: RequestIds::of(service, id),
                    })
                }
                _ => Err(error),
            },
        }
    }
}
