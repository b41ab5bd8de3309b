//! Members and owners of groups.

use serde_json::Value as Json;
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::groups::find;
use super::relations::{mixed, mixed_rows};
use super::rights::Rights;
use super::tables::{OBJECTS, Object};
use super::users::counting;
use crate::directory::{DirectoryObject, Group, GroupSetting, View};
use crate::ledger::{Effect, EffectKind};
use crate::odata::{Error, Plan};
use crate::tx::Tx;

/// The member of a PATCH body that names several new members.
pub(super) const BIND: &str = "members@odata.bind";
/// Most references in one PATCH.
const MOST_BOUND: usize = 20;

/// GET /groups/{id}/members
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    members(request, None)
}

/// GET /groups/{id}/members/microsoft.graph.user
pub(super) fn list_users(request: &Request<'_>) -> Result<Answer, Error> {
    members(request, Some("user"))
}

/// GET /groups/{id}/members/microsoft.graph.group
pub(super) fn list_groups(request: &Request<'_>) -> Result<Answer, Error> {
    members(request, Some("group"))
}

fn members(request: &Request<'_>, cast: Option<&'static str>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        let group = readable(request, view)?;
        mixed_rows(request, cast, |after: Option<Uuid>| {
            view.members(group, after)
                .map(Object::from)
                .filter(move |object| cast.is_none_or(|cast| cast == object.kind()))
                .map(|object| (object.id(), object))
        })
    })
}

/// GET /groups/{id}/members/$count
pub(super) fn count(request: &Request<'_>) -> Result<Answer, Error> {
    let query = counting(request)?;
    request.tenant.read(|view| {
        let group = readable(request, view)?;
        let plan = Plan::unshown(&OBJECTS, &query)?;
        Ok(Answer::number(
            plan.number(view.members(group, None).map(Object::from)),
        ))
    })
}

/// GET /groups/{id}/transitiveMembers
pub(super) fn list_transitive(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        let mut open = vec![readable(request, view)?];
        let mut seen = open.clone();
        let mut found = Vec::new();
        while let Some(group) = open.pop() {
            for object in view.members(group, None) {
                if seen.contains(&object.id()) {
                    continue;
                }
                if matches!(object, DirectoryObject::Group(_)) {
                    seen.push(object.id());
                    open.push(object.id());
                }
                found.push(Object::from(object));
            }
        }
        mixed(request, found, None)
    })
}

/// GET /groups/{id}/owners
pub(super) fn owners(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        let group = readable(request, view)?;
        mixed_rows(request, None, |after: Option<Uuid>| {
            view.owners(group, after)
                .map(Object::from)
                .map(|object| (object.id(), object))
        })
    })
}

fn readable(request: &Request<'_>, view: View<'_>) -> Result<Uuid, Error> {
    let rights = Rights::of(request, view)?;
    let group = find(request, view)?;
    let own = view.is_member(group.id, request.caller.user_id)
        || view.owns(request.caller.user_id, group.id);
    if rights.reads_directory() || own {
        Ok(group.id)
    } else {
        Err(Error::denied())
    }
}

/// POST /groups/{id}/members/$ref
pub(super) fn add(request: &Request<'_>) -> Result<Answer, Error> {
    let body = request.object()?;
    let reference = body.get("@odata.id").ok_or_else(|| {
        Error::bad_request("The request body must contain the member '@odata.id'.")
    })?;
    let id = reference_id(reference)?;
    request.tenant.write(&request.call(), |tx| {
        add_all(request, tx, &[id])?;
        Ok(Answer::none())
    })
}

/// The ids of a `members@odata.bind`.
///
/// # Errors
///
/// No list, or one of more than twenty.
pub(super) fn references(value: &Json) -> Result<Vec<String>, Error> {
    let references = value
        .as_array()
        .ok_or_else(|| Error::bad_request(format!("'{BIND}' must be a list of references.")))?;
    if references.len() > MOST_BOUND {
        return Err(Error::bad_request(format!(
            "The number of references in '{BIND}' exceeds the limit. Found: {}. Max allowed: \
             {MOST_BOUND}.",
            references.len()
        )));
    }
    references.iter().map(reference_id).collect()
}

/// The last segment of a reference; nobody checks the host before it.
fn reference_id(value: &Json) -> Result<String, Error> {
    let wrong = || Error::bad_request("Invalid URL format specified in the reference.");
    let url = value.as_str().ok_or_else(wrong)?;
    let mut segments = url.trim_end_matches('/').rsplit('/');
    let id = segments
        .next()
        .filter(|id| !id.is_empty())
        .ok_or_else(wrong)?;
    let set = segments.next().ok_or_else(wrong)?;
    let known = ["directoryObjects", "users", "groups", "servicePrincipals"];
    if !known.iter().any(|known| known.eq_ignore_ascii_case(set)) {
        return Err(wrong());
    }
    Ok(id.to_owned())
}

/// Adds members, all or none of them.
///
/// # Errors
///
/// What stands in the way of any one of them, in the order in which the service looks: the right,
/// the kind of group, whether the object is there, whether it is a member already, whether the
/// group takes guests.
pub(super) fn add_all(request: &Request<'_>, tx: &mut Tx<'_>, ids: &[String]) -> Result<(), Error> {
    let view = tx.view();
    let group = find(request, view)?.clone();
    may_edit(request, tx, &group)?;
    let closed = closed_to_guests(view, &group);
    let mut members = Vec::with_capacity(ids.len());
    for id in ids {
        let object = Uuid::try_parse(id)
            .ok()
            .and_then(|id| view.object(id))
            .or_else(|| view.user_by_upn(id).map(DirectoryObject::User))
            .ok_or_else(|| Error::missing(id))?;
        if tx.latest().is_member(group.id, object.id()) || members.contains(&object.id()) {
            return Err(Error::bad_request(
                "One or more added object references already exist for the following modified \
                 properties: 'members'.",
            ));
        }
        match object {
            DirectoryObject::User(user) if closed && user.is_guest() => return Err(Error::denied()),
            DirectoryObject::User(_) => {}
            DirectoryObject::Group(member) if member.id == group.id => {
                return Err(Error::bad_request(
                    "Invalid object reference: a group cannot be a member of itself.",
                ));
            }
            DirectoryObject::Group(_) | DirectoryObject::ServicePrincipal(_)
                if !group.is_unified() && !group.is_role_assignable() => {}
            _ => {
                return Err(Error::bad_request(
                    "Invalid object reference: this kind of object cannot be a member of this group.",
                ));
            }
        }
        members.push(object.id());
    }
    for member in members {
        tx.add_member(group.id, member);
        tx.effect(
            Effect::new(EffectKind::MemberAdded)
                .user(member)
                .group(group.id),
        );
    }
    Ok(())
}

/// DELETE /groups/{id}/members/{id}/$ref
pub(super) fn remove(request: &Request<'_>) -> Result<Answer, Error> {
    let member = request.id(1)?;
    request.tenant.write(&request.call(), |tx| {
        let group = find(request, tx.view())?.clone();
        may_edit(request, tx, &group)?;
        if !tx.view().is_member(group.id, member) || !tx.remove_member(group.id, member) {
            return Err(Error::missing(request.param(1)));
        }
        tx.effect(
            Effect::new(EffectKind::MemberRemoved)
                .user(member)
                .group(group.id),
        );
        Ok(Answer::none())
    })
}

/// DELETE /groups/{id}/members/{id} without `$ref`: the member itself is deleted, if the caller
/// may (learn.microsoft.com, "Remove member").
pub(super) fn delete_member(request: &Request<'_>) -> Result<Answer, Error> {
    let member = request.id(1)?;
    request.tenant.read(|view| {
        let group = find(request, view)?;
        if view.is_member(group.id, member) {
            Ok(())
        } else {
            Err(Error::missing(request.param(1)))
        }
    })?;
    if !request.has_any(super::user_changes::DELETE_SCOPES) {
        return Err(Error::denied());
    }
    super::user_changes::delete_by_key(request, request.param(1))
}

/// Right first, then what no right overcomes.
fn may_edit(request: &Request<'_>, tx: &Tx<'_>, group: &Group) -> Result<(), Error> {
    if !Rights::of(request, tx.latest())?.edits_members(request, group) {
        return Err(Error::denied());
    }
    refuse_synced(group)?;
    if group.is_exchange_owned() {
        return Err(Error::bad_request(
            "Cannot Update a mail-enabled security groups and or distribution list.",
        ));
    }
    if group.is_dynamic() {
        return Err(Error::denied());
    }
    Ok(())
}

/// # Errors
///
/// The group comes from an on-premises directory.
pub(super) fn refuse_synced(group: &Group) -> Result<(), Error> {
    if group.is_synced() {
        return Err(Error::bad_request(
            "Unable to update the specified properties for on-premises mastered Directory Sync \
             objects or objects currently undergoing migration.",
        ));
    }
    Ok(())
}

/// Whether a Microsoft 365 group takes no guests, by its own setting or the tenant's
/// (learn.microsoft.com, group-directory-settings).
fn closed_to_guests(view: View<'_>, group: &Group) -> bool {
    let closes = |settings: &[GroupSetting], template: Uuid| {
        settings
            .iter()
            .filter(|setting| setting.template_id == template)
            .filter_map(|setting| setting.value("AllowToAddGuests"))
            .any(|value| value.eq_ignore_ascii_case("false"))
    };
    group.is_unified()
        && (closes(&view.policies().group_settings, GroupSetting::UNIFIED)
            || closes(&group.settings, GroupSetting::UNIFIED_GUEST))
}
