//! App role assignments, seen from the application and from the principal.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::StatusCode;
use serde_json::Value as Json;
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::applications::find;
use super::assignment_rules::Wanted;
use super::listing::paged;
use super::rights::Rights;
use super::tables::ASSIGNMENTS;
use super::users;
use crate::directory::{AppRoleAssignment, View};
use crate::ledger::{Effect, EffectKind};
use crate::odata::{Error, Plan, show};
use crate::tx::Tx;

/// GET /servicePrincipals/{id}/appRoleAssignedTo
pub(super) fn to_application(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        reader(request, view)?;
        let id = find(view, request.param(0))?.id;
        listed(request, "servicePrincipals", view.assignments_to(id))
    })
}

/// GET /servicePrincipals/{id}/appRoleAssignments
pub(super) fn of_application(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        reader(request, view)?;
        let id = find(view, request.param(0))?.id;
        listed(request, "servicePrincipals", view.assignments_of(id))
    })
}

/// GET /users/{id}/appRoleAssignments: direct ones, and those of groups joined directly.
pub(super) fn of_user(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        let rights = Rights::of(request, view)?;
        let user = users::find(view, request.param(0))?.id;
        if user != request.caller.user_id && !(rights.reads_others() && rights.reads_directory()) {
            return Err(Error::denied());
        }
        let by_group = view
            .groups_of(user)
            .flat_map(|group| view.assignments_of(group.id));
        listed(request, "users", view.assignments_of(user).chain(by_group))
    })
}

/// GET /groups/{id}/appRoleAssignments
pub(super) fn of_group(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        reader(request, view)?;
        let group = super::groups::find(request, view)?.id;
        listed(request, "groups", view.assignments_of(group))
    })
}

fn reader(request: &Request<'_>, view: View<'_>) -> Result<(), Error> {
    let rights = Rights::of(request, view)?;
    if rights.reads_directory() {
        Ok(())
    } else {
        Err(Error::denied())
    }
}

fn listed<'v>(
    request: &Request<'_>,
    set: &str,
    found: impl Iterator<Item = &'v Arc<AppRoleAssignment>>,
) -> Result<Answer, Error> {
    let plan = Plan::new(&ASSIGNMENTS, &request.query)?;
    let found: BTreeMap<&str, &AppRoleAssignment> = found
        .map(|assignment| (assignment.id.as_str(), assignment.as_ref()))
        .collect();
    let page = plan.page(|after: Option<String>| {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.as_deref().map_or(Unbounded, Excluded);
        let rows: Vec<(String, &AppRoleAssignment)> = found
            .range::<str, _>((from, Unbounded))
            .map(|(id, assignment)| ((*id).to_owned(), *assignment))
            .collect();
        rows.into_iter()
    })?;
    let context = request.context(&format!("{set}('{}')/appRoleAssignments", request.param(0)));
    Ok(paged(request, context, &page, |assignment| {
        Json::Object(plan.show(assignment))
    }))
}

/// POST /servicePrincipals/{id}/appRoleAssignedTo
pub(super) fn assign(request: &Request<'_>) -> Result<Answer, Error> {
    let wanted = Wanted::read(request.object()?)?;
    request.tenant.write(&request.call(), |tx| {
        let id = find(tx.view(), request.param(0))?.id;
        if wanted.resource != id {
            return Err(Error::bad_request(
                "The resource of the path and of the body differ.",
            ));
        }
        write(request, tx, wanted)
    })
}

/// POST /users/{id}/appRoleAssignments
pub(super) fn assign_to_user(request: &Request<'_>) -> Result<Answer, Error> {
    let wanted = Wanted::read(request.object()?)?;
    request.tenant.write(&request.call(), |tx| {
        let id = users::find(tx.view(), request.param(0))?.id;
        from_principal(request, tx, wanted, id)
    })
}

/// POST /groups/{id}/appRoleAssignments
pub(super) fn assign_to_group(request: &Request<'_>) -> Result<Answer, Error> {
    let wanted = Wanted::read(request.object()?)?;
    request.tenant.write(&request.call(), |tx| {
        let id = super::groups::find(request, tx.view())?.id;
        from_principal(request, tx, wanted, id)
    })
}

fn from_principal(
    request: &Request<'_>,
    tx: &mut Tx<'_>,
    wanted: Wanted,
    principal: Uuid,
) -> Result<Answer, Error> {
    if wanted.principal != principal {
        return Err(Error::bad_request(
            "The principal of the path and of the body differ.",
        ));
    }
    write(request, tx, wanted)
}

fn write(request: &Request<'_>, tx: &mut Tx<'_>, wanted: Wanted) -> Result<Answer, Error> {
    let application = Arc::clone(find(tx.view(), &wanted.resource.to_string())?);
    if !Rights::of(request, tx.latest())?.assigns(&application) {
        return Err(Error::denied());
    }
    let assignment = wanted.check(tx.view(), &application, tx.now())?;
    let shown = show(&assignment, &ASSIGNMENTS.columns(None, false)?);
    let effect = Effect::new(EffectKind::RoleAssigned).service_principal(application.id);
    tx.effect(match assignment.principal_type.as_str() {
        "User" => effect.user(assignment.principal_id),
        "Group" => effect.group(assignment.principal_id),
        _ => effect,
    });
    tx.put_assignment(assignment);
    tx.status(StatusCode::CREATED.as_u16());
    Ok(Answer::object(request.context("appRoleAssignments/$entity"), shown).created())
}

/// DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}
pub(super) fn remove(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.write(&request.call(), |tx| {
        let id = find(tx.view(), request.param(0))?.id;
        take_away(request, tx, |assignment| assignment.resource_id == id)
    })
}

/// DELETE /users/{id}/appRoleAssignments/{id}, and the same of groups
pub(super) fn remove_from_principal(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.write(&request.call(), |tx| {
        let principal = tx
            .view()
            .user_by_key(request.param(0))
            .map(|user| user.id)
            .map_or_else(
                || super::groups::find(request, tx.view()).map(|group| group.id),
                Ok,
            )?;
        take_away(request, tx, |assignment| {
            assignment.principal_id == principal
        })
    })
}

fn take_away(
    request: &Request<'_>,
    tx: &mut Tx<'_>,
    belongs: impl Fn(&AppRoleAssignment) -> bool,
) -> Result<Answer, Error> {
    let missing = || Error::missing(request.param(1));
    let assignment = tx
        .view()
        .assignment(request.param(1))
        .cloned()
        .ok_or_else(missing)?;
    if !belongs(&assignment) {
        return Err(missing());
    }
    let application = Arc::clone(find(tx.view(), &assignment.resource_id.to_string())?);
    if !Rights::of(request, tx.latest())?.assigns(&application) {
        return Err(Error::denied());
    }
    if !tx.remove_assignment(&assignment.id) {
        return Err(missing());
    }
    let effect = Effect::new(EffectKind::RoleUnassigned).service_principal(application.id);
    tx.effect(match assignment.principal_type.as_str() {
        "User" => effect.user(assignment.principal_id),
        "Group" => effect.group(assignment.principal_id),
        _ => effect,
    });
    Ok(Answer::none())
}
