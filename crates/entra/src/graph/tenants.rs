//! Other tenants.

use serde::{Deserialize, Serialize};

use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, literal};

/// What anyone may know of a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TenantInformation {
    /// Tenant id.
    pub tenant_id: String,
    /// The organisation's name.
    pub display_name: Option<String>,
    /// Its main domain.
    pub default_domain_name: Option<String>,
    /// The name shown when signing in through its federation.
    pub federation_brand_name: Option<String>,
}

impl Graph {
    /// The tenant that a domain belongs to; none if it belongs to none.
    ///
    /// # Errors
    /// As every call.
    pub async fn tenant_by_domain(&self, domain: &str) -> Result<Option<TenantInformation>, Error> {
        let function = format!(
            "findTenantInformationByDomainName(domainName={})",
            literal(domain)
        );
        let path = ["tenantRelationships", function.as_str()];
        match self
            .read(Operation::get(&path, scopes::TENANT_BY_DOMAIN))
            .await
        {
            Ok(tenant) => Ok(Some(tenant)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
