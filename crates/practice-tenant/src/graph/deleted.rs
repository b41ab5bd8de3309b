//! `/directory/deletedItems`: users that can still be restored.

use serde_json::Value as Json;
use uuid::Uuid;

use super::Request;
use super::answer::{Answer, typed};
use super::listing::paged;
use super::rights::Rights;
use super::tables::USERS;
use crate::odata::{Error, Plan, QueryOption, show};

/// GET /directory/deletedItems/microsoft.graph.user
pub(super) fn users(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.lists_users() {
            return Err(Error::denied());
        }
        let plan = Plan::new(&USERS, &request.query)?;
        let page = plan.page(|after: Option<Uuid>| {
            view.deleted_users(after)
                .map(|deleted| (deleted.user.id, &deleted.user))
        })?;
        let selected = request.query.select()?.is_some();
        let context = request.context_of("users", "")?;
        Ok(paged(request, context, &page, |user| {
            let mut shown = plan.show(user);
            if !selected {
                let deleted = USERS.property("deletedDateTime").map(|p| (p.read)(user));
                shown
                    .extend(deleted.map(|value| ("deletedDateTime".to_owned(), value.into_json())));
            }
            Json::Object(shown)
        }))
    })
}

/// GET /directory/deletedItems/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.lists_users() {
            return Err(Error::denied());
        }
        let id = request.id(0)?;
        let deleted = view
            .deleted_user(id)
            .ok_or_else(|| Error::missing(request.param(0)))?;
        let columns = USERS.columns(request.query.select()?.as_deref(), false)?;
        let shown = typed("user", show(&deleted.user, &columns));
        Ok(Answer::object(
            request.context("directoryObjects/$entity"),
            shown,
        ))
    })
}
