//! The signed-in person.

use super::groups::Group;
use super::role_management::DirectoryRole;
use super::service_principals::ServicePrincipal;
use super::users::User;
use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::Operation;

impl Graph {
    /// The signed-in person's user object.
    ///
    /// # Errors
    /// As every call.
    pub async fn me(&self) -> Result<User, Error> {
        let operation = Operation::get(&["me"], scopes::ME).select(&[
            "id",
            "displayName",
            "mail",
            "userPrincipalName",
            "userType",
            "jobTitle",
            "preferredLanguage",
            "proxyAddresses",
        ]);
        self.read(operation).await
    }

    /// The active, tenant-wide directory roles of the signed-in person, those through groups
    /// included. Roles that are merely eligible or scoped are not among them.
    ///
    /// # Errors
    /// As every call.
    pub async fn my_directory_roles(&self) -> Result<Vec<DirectoryRole>, Error> {
        let path = ["me", "transitiveMemberOf", "microsoft.graph.directoryRole"];
        let operation = Operation::get(&path, scopes::MY_DIRECTORY_ROLES)
            .select(&["id", "displayName", "roleTemplateId"])
            .advanced();
        self.list(operation).await
    }

    /// The groups that the signed-in person owns: ids and names.
    ///
    /// # Errors
    /// As every call.
    pub async fn my_owned_groups(&self) -> Result<Vec<Group>, Error> {
        self.list(owned("microsoft.graph.group")).await
    }

    /// The enterprise applications that the signed-in person owns: ids and names.
    ///
    /// # Errors
    /// As every call.
    pub async fn my_owned_service_principals(&self) -> Result<Vec<ServicePrincipal>, Error> {
        self.list(owned("microsoft.graph.servicePrincipal")).await
    }
}

fn owned(kind: &str) -> Operation {
    Operation::get(&["me", "ownedObjects", kind], scopes::MY_OWNED_OBJECTS)
        .select(&["id", "displayName"])
        .advanced()
}
