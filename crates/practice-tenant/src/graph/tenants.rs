//! `/tenantRelationships`: what can be known of other organizations.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use crate::directory::{Cloud, KnownTenant};
use crate::odata::Error;

/// GET /tenantRelationships/findTenantInformationByDomainName(domainName='…')
pub(super) fn by_domain(request: &Request<'_>) -> Result<Answer, Error> {
    let name = request.param(0);
    request.query.only(&[])?;
    request.tenant.read(|view| {
        let own = view.organization();
        if own.owns_domain(name) {
            return Ok(answer(
                request,
                own.id,
                &own.display_name,
                own.default_domain(),
                None,
            ));
        }
        let found = view
            .tenant_of_domain(name)
            .filter(|tenant| tenant.cloud == Cloud::Global);
        found
            .map(|tenant| known(request, tenant))
            .ok_or_else(|| not_found(name))
    })
}

/// GET /tenantRelationships/findTenantInformationByTenantId(tenantId='…')
pub(super) fn by_id(request: &Request<'_>) -> Result<Answer, Error> {
    let id = request.id(0)?;
    request.query.only(&[])?;
    request.tenant.read(|view| {
        let own = view.organization();
        if own.id == id {
            return Ok(answer(
                request,
                id,
                &own.display_name,
                own.default_domain(),
                None,
            ));
        }
        let mut tenants = view.known_tenants().iter();
        let found = tenants.find(|tenant| tenant.tenant_id == id && tenant.cloud == Cloud::Global);
        found
            .map(|tenant| known(request, tenant))
            .ok_or_else(|| not_found(request.param(0)))
    })
}

fn known(request: &Request<'_>, tenant: &KnownTenant) -> Answer {
    answer(
        request,
        tenant.tenant_id,
        &tenant.display_name,
        &tenant.default_domain_name,
        tenant.federation_brand_name.as_deref(),
    )
}

fn answer(
    request: &Request<'_>,
    id: Uuid,
    name: &str,
    domain: &str,
    brand: Option<&str>,
) -> Answer {
    let mut body: Map<String, Json> = Map::new();
    body.insert("tenantId".to_owned(), json!(id));
    body.insert("federationBrandName".to_owned(), json!(brand));
    body.insert("displayName".to_owned(), json!(name));
    body.insert("defaultDomainName".to_owned(), json!(domain));
    Answer::object(request.context("microsoft.graph.tenantInformation"), body)
}

fn not_found(what: &str) -> Error {
    Error::new(
        http::StatusCode::NOT_FOUND,
        "Request_ResourceNotFound",
        format!("Unable to find a tenant with '{what}'."),
    )
}
