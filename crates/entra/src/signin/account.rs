//! Who is signed in, and through which app registration.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The app registration that a sign-in goes through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppRegistration {
    /// Tenant id or one of the tenant's domains.
    pub tenant: String,
    /// Application (client) id of a public client.
    pub client_id: String,
}

/// A person in a tenant. The same person in two tenants is two accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Id of the tenant that was signed in to (`tid`).
    pub tenant_id: String,
    /// Object id of the user in that tenant (`oid`).
    pub object_id: String,
    /// What the person signs in with (`preferred_username`). It may change; for display.
    pub username: String,
    /// The person's name. It may change; for display.
    pub display_name: String,
    /// `uid.utid` of the person's home account, when the service told it.
    pub home_account_id: Option<String>,
}

impl Account {
    /// What the account is kept under.
    #[must_use]
    pub fn key(&self) -> AccountKey {
        AccountKey {
            tenant_id: self.tenant_id.clone(),
            object_id: self.object_id.clone(),
        }
    }
}

/// What tells accounts apart: tenant id and object id, never a host and never a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// Id of the tenant.
    pub tenant_id: String,
    /// Object id of the user in that tenant.
    pub object_id: String,
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.tenant_id, self.object_id)
    }
}
