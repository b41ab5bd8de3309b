//! The organization one is signed in to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Name and domain of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationView {
    /// Tenant id.
    pub id: String,
    /// Name of the organization.
    pub display_name: String,
    /// Its default verified domain.
    pub primary_domain: String,
}
