//! Objects of mixed kinds, as membership and sponsor lists hold them.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;

use super::groups::Group;
use super::role_management::DirectoryRole;
use super::service_principals::ServicePrincipal;
use super::users::User;

/// An object of the directory, by its `@odata.type`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DirectoryObject {
    /// `#microsoft.graph.user`
    User(User),
    /// `#microsoft.graph.group`
    Group(Group),
    /// `#microsoft.graph.directoryRole`
    DirectoryRole(DirectoryRole),
    /// `#microsoft.graph.servicePrincipal`
    ServicePrincipal(ServicePrincipal),
    /// Any other kind.
    Other {
        /// Object id.
        id: String,
        /// The kind as Graph says it, if it does.
        kind: String,
    },
}

impl DirectoryObject {
    /// Object id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::User(user) => &user.id,
            Self::Group(group) => &group.id,
            Self::DirectoryRole(role) => &role.id,
            Self::ServicePrincipal(principal) => &principal.id,
            Self::Other { id, .. } => id,
        }
    }

    /// Display name, where there is one.
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        match self {
            Self::User(user) => user.display_name.as_deref(),
            Self::Group(group) => group.display_name.as_deref(),
            Self::DirectoryRole(role) => role.display_name.as_deref(),
            Self::ServicePrincipal(principal) => principal.display_name.as_deref(),
            Self::Other { .. } => None,
        }
    }
}

impl<'de> Deserialize<'de> for DirectoryObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Value::deserialize(deserializer)?;
        let kind = object
            .get("@odata.type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let read = match kind {
            "#microsoft.graph.user" => serde_json::from_value(object).map(Self::User),
            "#microsoft.graph.group" => serde_json::from_value(object).map(Self::Group),
            "#microsoft.graph.directoryRole" => {
                serde_json::from_value(object).map(Self::DirectoryRole)
            }
            "#microsoft.graph.servicePrincipal" => {
                serde_json::from_value(object).map(Self::ServicePrincipal)
            }
            other => {
                let id = object.get("id").and_then(Value::as_str);
                return Ok(Self::Other {
                    id: id.ok_or_else(|| D::Error::missing_field("id"))?.to_owned(),
                    kind: other.to_owned(),
                });
            }
        };
        read.map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart_and_new_ones_survive() {
        let objects: Vec<DirectoryObject> = serde_json::from_str(
            r##"[{"@odata.type":"#microsoft.graph.user","id":"1","displayName":"Ada"},
                {"@odata.type":"#microsoft.graph.group","id":"2","displayName":"G","groupTypes":["Unified"]},
                {"@odata.type":"#microsoft.graph.directoryRole","id":"3","roleTemplateId":"t"},
                {"@odata.type":"#microsoft.graph.administrativeUnit","id":"4"},{"id":"5"}]"##,
        )
        .unwrap();
        let ids: Vec<_> = objects.iter().map(DirectoryObject::id).collect();
        assert_eq!(ids, ["1", "2", "3", "4", "5"]);
        assert_eq!(objects[0].display_name(), Some("Ada"));
        assert!(
            matches!(&objects[1], DirectoryObject::Group(group) if group.group_types == ["Unified"])
        );
        assert!(
            matches!(&objects[3], DirectoryObject::Other { kind, .. } if kind.ends_with("administrativeUnit"))
        );
    }
}
