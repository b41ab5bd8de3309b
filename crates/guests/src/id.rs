//! Identifiers of directory objects, each its own type so that they cannot be mixed up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as the directory writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self(value)
            }
        }
    };
}

id!(
    /// Object id of a user (a guest or a member).
    UserId
);
id!(
    /// Object id of a group.
    GroupId
);
id!(
    /// Object id of a service principal, which the admin center calls an enterprise application.
    ServicePrincipalId
);
id!(
    /// Id of an app role; the zero GUID is default access.
    AppRoleId
);
id!(
    /// Id of a plan.
    PlanId
);

impl AppRoleId {
    /// The role to assign where an application declares none: "Default Access".
    ///
    /// Source: Microsoft Graph, resource type appRoleAssignment.
    pub const DEFAULT_ACCESS: &'static str = "00000000-0000-0000-0000-000000000000";

    /// Default access.
    pub fn default_access() -> Self {
        Self(Self::DEFAULT_ACCESS.to_owned())
    }
}
