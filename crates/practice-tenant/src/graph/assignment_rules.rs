//! Whether an app role can be assigned, and what is written when it is.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::request::changes;
use crate::directory::{AppRoleAssignment, DirectoryObject, ServicePrincipal, View};
use crate::odata::Error;

/// Most assignments of one user, group or service principal.
const MOST_ASSIGNMENTS: usize = 1_500;

/// The three ids of a POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) principal: Uuid,
    pub(super) resource: Uuid,
    pub(super) role: Uuid,
}

impl Wanted {
    /// # Errors
    ///
    /// An id that is missing or none; a member that cannot be set.
    pub(super) fn read(body: &Map<String, Json>) -> Result<Self, Error> {
        let known = ["principalId", "resourceId", "appRoleId"];
        for (name, _) in changes(body, &[])? {
            if !known.contains(&name.as_str()) {
                return Err(Error::bad_request(format!(
                    "Property '{name}' is invalid or cannot be set on type 'AppRoleAssignment'."
                )));
            }
        }
        let id = |name: &str| {
            body.get(name)
                .and_then(Json::as_str)
                .and_then(|text| Uuid::try_parse(text).ok())
                .ok_or_else(|| {
                    Error::bad_request(format!("Property '{name}' is required and must be a GUID."))
                })
        };
        Ok(Self {
            principal: id("principalId")?,
            resource: id("resourceId")?,
            role: id("appRoleId")?,
        })
    }

    /// Checks principal, role and what is assigned already; the assignment to write.
    ///
    /// # Errors
    ///
    /// 404 for a principal that is not there or not there yet; 400 for a role that the
    /// application does not offer to it, and for what is assigned already.
    pub(super) fn check(
        self,
        view: View<'_>,
        application: &ServicePrincipal,
        now: time::OffsetDateTime,
    ) -> Result<AppRoleAssignment, Error> {
        let principal = view
            .object(self.principal)
            .ok_or_else(|| Error::missing(&self.principal.to_string()))?;
        let (kind, name, member_type) = match principal {
            DirectoryObject::User(user) => ("User", user.display_name.clone(), "User"),
            DirectoryObject::Group(group) => ("Group", Some(group.display_name.clone()), "User"),
            DirectoryObject::ServicePrincipal(principal) => (
                "ServicePrincipal",
                Some(principal.display_name.clone()),
                "Application",
            ),
            DirectoryObject::DirectoryRole { .. } => {
                return Err(Error::missing(&self.principal.to_string()));
            }
        };
        if !offers(application, self.role, member_type) {
            return Err(Error::bad_request(format!(
                "Permission being assigned was not found on application '{}'.",
                application.app_id
            )));
        }
        let latest = view.latest();
        let mut number = 0;
        for held in latest.assignments_of(self.principal) {
            number += 1;
            if held.resource_id == self.resource && held.app_role_id == self.role {
                return Err(Error::bad_request(
                    "Permission being assigned already exists on the object",
                ));
            }
        }
        if number >= MOST_ASSIGNMENTS {
            return Err(Error::new(
                http::StatusCode::BAD_REQUEST,
                "Directory_QuotaExceeded",
                "The limit of app role assignments of this principal has been reached.",
            ));
        }
        Ok(AppRoleAssignment {
            id: AppRoleAssignment::make_id(self.principal, Uuid::new_v4()),
            app_role_id: self.role,
            created_date_time: now,
            principal_id: self.principal,
            principal_type: kind.to_owned(),
            principal_display_name: name,
            resource_id: application.id,
            resource_display_name: Some(application.display_name.clone()),
        })
    }
}

/// The default access (zero) is for applications that declare no role; else the role must be
/// declared, enabled, and meant for this kind of principal.
fn offers(application: &ServicePrincipal, role: Uuid, member_type: &str) -> bool {
    if role.is_nil() {
        return application.app_roles.is_empty();
    }
    application.app_roles.iter().any(|known| {
        known.id == role
            && known.is_enabled
            && known
                .allowed_member_types
                .iter()
                .any(|allowed| allowed == member_type)
    })
}
