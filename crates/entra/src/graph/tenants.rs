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
    /// The organization's name.
    pub display_name: Option<String>,
    /// Its main domain.
    pub default_domain_name: Option<String>,
    /// The name shown when signing in through its federation.
    pub federation_brand_name: Option<String>,
}

impl Graph {
    /// The tenants that these domains belong to, in their order; none for one that belongs to none.
    ///
    /// # Errors
    /// As every call; inside, what was said of each domain.
    pub async fn tenants_by_domains(
        &self,
        domains: &[String],
    ) -> Result<Vec<Result<Option<TenantInformation>, Error>>, Error> {
        let operations = domains.iter().map(|domain| by_domain(domain)).collect();
        let tenants = self.batch::<TenantInformation>(operations).await?;
        Ok(tenants
            .into_iter()
            .map(|tenant| match tenant {
                Ok(tenant) => Ok(Some(tenant)),
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            })
            .collect())
    }
}

fn by_domain(domain: &str) -> Operation {
    let function = format!(
        "findTenantInformationByDomainName(domainName={})",
        literal(domain)
    );
    Operation::get(
        &["tenantRelationships", function.as_str()],
        scopes::TENANT_BY_DOMAIN,
    )
}
