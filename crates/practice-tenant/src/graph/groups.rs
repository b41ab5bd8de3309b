//! `/groups`: reading, and what can be changed of a group itself.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::answer::Answer;
use super::listing::paged;
use super::members;
use super::rights::Rights;
use super::tables::{GROUPS, Object, Shower};
use super::users::counting;
use super::{Request, request};
use crate::directory::{Group, View};
use crate::ledger::{Effect, EffectKind};
use crate::odata::{Error, Expand, MOST_EXPANDED, Plan, QueryOption, show};

/// Changing name, description and the like (learn.microsoft.com, "Update group").
const UPDATE_SCOPES: &[&str] = &["Group.ReadWrite.All", "Directory.ReadWrite.All"];

/// GET /groups
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        let plan = Plan::new(&GROUPS, &request.query)?;
        check_expand(&plan.expand)?;
        let page = plan.page(|after: Option<Uuid>| {
            view.groups(after).map(|group| (group.id, group.as_ref()))
        })?;
        Ok(paged(
            request,
            request.context_of("groups", "")?,
            &page,
            |group| {
                let mut shown = plan.show(group);
                expanded(view, group, &plan.expand, &mut shown);
                Json::Object(shown)
            },
        ))
    })
}

/// GET /groups/$count
pub(super) fn count(request: &Request<'_>) -> Result<Answer, Error> {
    let query = counting(request)?;
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        let plan = Plan::new(&GROUPS, &query)?;
        Ok(Answer::number(
            plan.number(view.groups(None).map(Arc::as_ref)),
        ))
    })
}

/// GET /groups/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request
        .query
        .only(&[QueryOption::Select, QueryOption::Expand])?;
    request.tenant.read(|view| {
        let rights = Rights::of(request, view)?;
        let group = find(request, view)?;
        if !rights.reads_directory() && !view.is_member(group.id, request.caller.user_id) {
            return Err(Error::denied());
        }
        let columns = GROUPS.columns(request.query.select()?.as_deref(), false)?;
        let expand = request.query.expand()?;
        check_expand(&expand)?;
        let mut shown = show(group.as_ref(), &columns);
        expanded(view, group, &expand, &mut shown);
        Ok(Answer::object(
            request.context_of("groups", "/$entity")?,
            shown,
        ))
    })
}

/// The group of the path.
///
/// # Errors
///
/// 404 where there is none, or lag still hides it.
pub(super) fn find<'v>(request: &Request<'_>, view: View<'v>) -> Result<&'v Arc<Group>, Error> {
    let id = request.id(0)?;
    view.group(id)
        .ok_or_else(|| Error::missing(request.param(0)))
}

/// PATCH /groups/{id}: properties, or up to twenty members at once.
pub(super) fn update(request: &Request<'_>) -> Result<Answer, Error> {
    let body = request.object()?;
    let bound = body.get(members::BIND);
    let properties = request::changes(body, &[members::BIND])?;
    let edits = bound.is_none() || !properties.is_empty();
    if bound.is_some() && !request.has_any(super::routes::MEMBER_SCOPES)
        || edits && !request.has_any(UPDATE_SCOPES)
    {
        return Err(Error::denied());
    }
    let bound = bound.map(members::references).transpose()?;
    request.tenant.write(&request.call(), |tx| {
        let before = find(request, tx.view())?;
        if edits {
            if !Rights::of(request, tx.latest())?.edits_group(request, before) {
                return Err(Error::denied());
            }
            members::refuse_synced(before)?;
        }
        let mut group = Group::clone(before);
        for (name, value) in &properties {
            set(&mut group, name, value)?;
        }
        if group != **before {
            let id = group.id;
            tx.put_group(group);
            tx.effect(Effect::new(EffectKind::GroupUpdated).group(id));
        }
        if let Some(ids) = &bound {
            members::add_all(request, tx, ids)?;
        }
        Ok(Answer::none())
    })
}

/// The values of `visibility` (learn.microsoft.com, group resource type) that a change may set;
/// hidden membership is for making a group.
const VISIBILITIES: &[&str] = &["Private", "Public"];

fn invalid(name: &str) -> Error {
    Error::bad_request(format!(
        "Invalid value specified for property '{name}' of resource 'Group'."
    ))
}

fn set(group: &mut Group, name: &str, value: &Json) -> Result<(), Error> {
    let text = || {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| invalid(name))
    };
    let maybe = || {
        if value.is_null() {
            Ok(None)
        } else {
            text().map(Some)
        }
    };
    match name {
        "displayName" => {
            let text = text()?;
            if text.is_empty() || text.chars().count() > 256 {
                return Err(invalid(name));
            }
            group.display_name = text;
        }
        "description" => group.description = maybe()?,
        "visibility" => {
            let value = maybe()?;
            let known = |value: &String| VISIBILITIES.contains(&value.as_str());
            if !value.as_ref().is_none_or(known) {
                return Err(invalid(name));
            }
            group.visibility = value;
        }
        "classification" => group.classification = maybe()?,
        "mailNickname" => group.mail_nickname = text()?,
        _ if GROUPS.property(name).is_some() => {
            return Err(Error::bad_request(format!(
                "Property '{name}' is read-only and cannot be set."
            )));
        }
        _ => return Err(Error::bad_request(format!("Invalid property '{name}'."))),
    }
    Ok(())
}

fn check_expand(expand: &[Expand]) -> Result<(), Error> {
    for clause in expand {
        if !["members", "owners"]
            .iter()
            .any(|name| clause.relation.eq_ignore_ascii_case(name))
        {
            return Err(Error::gateway(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{}' on \
                 type 'microsoft.graph.group'.",
                clause.relation
            )));
        }
        Shower::new(clause.select.as_deref(), None)?;
    }
    Ok(())
}

fn expanded(view: View<'_>, group: &Group, expand: &[Expand], shown: &mut Map<String, Json>) {
    for clause in expand {
        let Ok(shower) = Shower::new(clause.select.as_deref(), None) else {
            continue;
        };
        let show = |object| shower.show(&Object::from(object));
        let (name, objects): (_, Vec<Json>) = if clause.relation.eq_ignore_ascii_case("owners") {
            (
                "owners",
                view.owners(group.id, None)
                    .take(MOST_EXPANDED)
                    .map(show)
                    .collect(),
            )
        } else {
            (
                "members",
                view.members(group.id, None)
                    .take(MOST_EXPANDED)
                    .map(show)
                    .collect(),
            )
        };
        shown.insert(name.to_owned(), Json::Array(objects));
    }
}
