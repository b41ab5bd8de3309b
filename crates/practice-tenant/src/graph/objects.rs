//! `/directoryObjects`, and whether an object is in given groups.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::rights::Rights;
use super::tables::{Object, Shower};
use crate::odata::{Error, QueryOption};

/// Most groups of one question.
const MOST_GROUPS: usize = 20;

/// GET /directoryObjects/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    let shower = Shower::new(request.query.select()?.as_deref(), None)?;
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        let id = request.id(0)?;
        let object = view
            .object(id)
            .ok_or_else(|| Error::missing(request.param(0)))?;
        let Json::Object(shown) = shower.show(&Object::from(object)) else {
            return Err(Error::missing(request.param(0)));
        };
        Ok(Answer::object(
            request.context("directoryObjects/$entity"),
            shown,
        ))
    })
}

/// POST …/{id}/checkMemberGroups
pub(super) fn check_member_groups(request: &Request<'_>) -> Result<Answer, Error> {
    let body = request.object()?;
    let asked = body
        .get("groupIds")
        .and_then(Json::as_array)
        .ok_or_else(|| {
            Error::bad_request("The parameter 'groupIds' is required and must be a list.")
        })?;
    if asked.len() > MOST_GROUPS {
        return Err(Error::bad_request(format!(
            "The number of values in 'groupIds' exceeds the limit of {MOST_GROUPS}."
        )));
    }
    let ids: Vec<Uuid> = asked
        .iter()
        .map(|id| {
            id.as_str()
                .and_then(|id| Uuid::try_parse(id).ok())
                .ok_or_else(|| Error::bad_request(format!("Invalid object identifier '{id}'.")))
        })
        .collect::<Result<_, _>>()?;
    request.tenant.read(|view| {
        let rights = Rights::of(request, view)?;
        let key = request.param(0);
        let id = view
            .user_by_key(key)
            .map(|user| user.id)
            .or_else(|| {
                Uuid::try_parse(key)
                    .ok()
                    .filter(|id| view.object(*id).is_some())
            })
            .ok_or_else(|| Error::missing(key))?;
        if id != request.caller.user_id && !rights.reads_directory() {
            return Err(Error::denied());
        }
        let held = view.transitive_groups_of(id);
        let found: Vec<Json> = ids
            .iter()
            .filter(|id| held.iter().any(|group| group.id == **id))
            .map(|id| json!(id))
            .collect();
        Ok(Answer::list(
            request.context("Collection(Edm.String)"),
            Vec::new(),
            found,
        ))
    })
}
