//! `/servicePrincipals`: enterprise applications.

use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::listing::paged;
use super::relations::mixed_rows;
use super::rights::Rights;
use super::tables::{APPLICATIONS, Object};
use super::users::counting;
use crate::directory::{ServicePrincipal, View};
use crate::odata::{Error, Plan, QueryOption, show};

/// GET /servicePrincipals
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        Rights::of(request, view)?;
        let plan = Plan::new(&APPLICATIONS, &request.query)?;
        if let Some(clause) = plan.expand.first() {
            return Err(unknown_relation(&clause.relation));
        }
        let page = plan.page(|after: Option<Uuid>| {
            view.service_principals(after)
                .map(|found| (found.id, found.as_ref()))
        })?;
        let context = request.context_of("servicePrincipals", "")?;
        Ok(paged(request, context, &page, |found| {
            Json::Object(plan.show(found))
        }))
    })
}

/// GET /servicePrincipals/$count
pub(super) fn count(request: &Request<'_>) -> Result<Answer, Error> {
    let query = counting(request)?;
    request.tenant.read(|view| {
        Rights::of(request, view)?;
        let plan = Plan::new(&APPLICATIONS, &query)?;
        Ok(Answer::number(
            plan.number(view.service_principals(None).map(Arc::as_ref)),
        ))
    })
}

/// GET /servicePrincipals/{id}, GET /servicePrincipals(appId='{appId}')
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    request.tenant.read(|view| {
        Rights::of(request, view)?;
        let found = find(view, request.param(0))?;
        let columns = APPLICATIONS.columns(request.query.select()?.as_deref(), false)?;
        let context = request.context_of("servicePrincipals", "/$entity")?;
        Ok(Answer::object(context, show(found.as_ref(), &columns)))
    })
}

/// GET /servicePrincipals/{id}/owners
pub(super) fn owners(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        Rights::of(request, view)?;
        let id = find(view, request.param(0))?.id;
        mixed_rows(request, None, |after: Option<Uuid>| {
            view.owners(id, after)
                .map(Object::from)
                .map(|object| (object.id(), object))
        })
    })
}

/// The application by its object id, or by `appId='…'`.
///
/// # Errors
///
/// 404 where there is none, or lag still hides it.
pub(super) fn find<'v>(view: View<'v>, key: &str) -> Result<&'v Arc<ServicePrincipal>, Error> {
    let by_app = key
        .split_once('=')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("appId"))
        .map(|(_, value)| value.trim_matches('\''));
    let found = match by_app {
        Some(app_id) => Uuid::try_parse(app_id)
            .ok()
            .and_then(|id| view.service_principal_by_app(id)),
        None => Uuid::try_parse(key)
            .ok()
            .and_then(|id| view.service_principal(id)),
    };
    found.ok_or_else(|| Error::missing(by_app.unwrap_or(key)))
}

fn unknown_relation(name: &str) -> Error {
    Error::gateway(format!(
        "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
         'microsoft.graph.servicePrincipal'."
    ))
}
