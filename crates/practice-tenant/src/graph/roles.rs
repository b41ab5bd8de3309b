//! Directory roles: activated ones, definitions, assignments, eligibilities.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::listing::{paged, short, single};
use super::relations::mixed;
use super::rights::Rights;
use super::tables::{Object, ROLE_ASSIGNMENTS};
use crate::directory::View;
use crate::directory::role::{BUILT_IN, BuiltInRole, DIRECTORY_READERS, built_in};
use crate::odata::{Error, Plan, QueryOption, show, timestamp};

/// Members may read roles and who holds them; guests may not.
fn reader(request: &Request<'_>, view: View<'_>) -> Result<(), Error> {
    let rights = Rights::of(request, view)?;
    if rights.reads_directory() {
        Ok(())
    } else {
        Err(Error::denied())
    }
}

/// GET /directoryRoles
pub(super) fn activated(request: &Request<'_>) -> Result<Answer, Error> {
    let rows = request.tenant.read(|view| {
        reader(request, view)?;
        Ok::<_, Error>(
            view.directory_roles()
                .map(|(id, template)| show_role(id, template))
                .collect(),
        )
    })?;
    short(request, "directoryRoles", "directoryRole", rows)
}

/// GET /directoryRoles/{id}
pub(super) fn one_activated(request: &Request<'_>) -> Result<Answer, Error> {
    let (id, template) = request.tenant.read(|view| {
        reader(request, view)?;
        find(request, view)
    })?;
    single(
        request,
        "directoryRoles",
        "directoryRole",
        show_role(id, template),
    )
}

/// GET /directoryRoles/{id}/members
pub(super) fn members(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        reader(request, view)?;
        let (_, template) = find(request, view)?;
        let holders = view
            .role_assignments()
            .filter(|role| role.role_definition_id == template && role.directory_scope_id == "/")
            .filter_map(|role| view.object(role.principal_id))
            .map(Object::from)
            .collect();
        mixed(request, holders, None)
    })
}

/// An activated role by its object id, or by `roleTemplateId='…'`.
fn find(request: &Request<'_>, view: View<'_>) -> Result<(Uuid, Uuid), Error> {
    let key = request.param(0);
    let by_template = key
        .split_once('=')
        .filter(|(name, _)| name.eq_ignore_ascii_case("roleTemplateId"))
        .map(|(_, value)| value.trim_matches('\''));
    let wanted = Uuid::try_parse(by_template.unwrap_or(key)).ok();
    let found = wanted.and_then(|wanted| {
        view.directory_roles().find(|(id, template)| {
            if by_template.is_some() {
                *template == wanted
            } else {
                *id == wanted
            }
        })
    });
    found.ok_or_else(|| Error::missing(key))
}

fn show_role(id: Uuid, template: Uuid) -> Json {
    let known = built_in(template);
    json!({
        "id": id,
        "deletedDateTime": null,
        "description": known.map(|role| role.description),
        "displayName": known.map(|role| role.display_name),
        "roleTemplateId": template,
    })
}

/// GET /roleManagement/directory/roleAssignments
pub(super) fn assignments(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        reader(request, view)?;
        let plan = Plan::new(&ROLE_ASSIGNMENTS, &request.query)?;
        let page = plan.page(|after: Option<String>| {
            view.role_assignments()
                .filter(move |role| after.as_ref().is_none_or(|after| role.id > *after))
                .map(|role| (role.id.clone(), role))
        })?;
        let context = request.context_of("roleManagement/directory/roleAssignments", "")?;
        Ok(paged(request, context, &page, |role| {
            Json::Object(plan.show(role))
        }))
    })
}

/// GET /roleManagement/directory/roleAssignments/{id}
pub(super) fn assignment(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    request.tenant.read(|view| {
        reader(request, view)?;
        let columns = ROLE_ASSIGNMENTS.columns(request.query.select()?.as_deref(), false)?;
        let found = view
            .role_assignments()
            .find(|role| role.id == request.param(0));
        let found = found.ok_or_else(|| Error::missing(request.param(0)))?;
        let context = request.context("roleManagement/directory/roleAssignments/$entity");
        Ok(Answer::object(context, show(found, &columns)))
    })
}

/// GET /roleManagement/directory/roleDefinitions
pub(super) fn definitions(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| reader(request, view))?;
    let rows = BUILT_IN.iter().map(show_definition).collect();
    short(
        request,
        "roleManagement/directory/roleDefinitions",
        "unifiedRoleDefinition",
        rows,
    )
}

/// GET /roleManagement/directory/roleDefinitions/{id}
pub(super) fn definition(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| reader(request, view))?;
    let found = built_in(request.id(0)?).ok_or_else(|| Error::missing(request.param(0)))?;
    let set = "roleManagement/directory/roleDefinitions";
    single(
        request,
        set,
        "unifiedRoleDefinition",
        show_definition(found),
    )
}

fn show_definition(role: &BuiltInRole) -> Json {
    json!({
        "id": role.template_id,
        "description": role.description,
        "displayName": role.display_name,
        "isBuiltIn": true,
        "isEnabled": true,
        "resourceScopes": ["/"],
        "templateId": role.template_id,
        "version": "1",
        "rolePermissions": [],
        "inheritsPermissionsFrom@odata.context":
            format!("#roleDefinitions('{}')/inheritsPermissionsFrom", role.template_id),
        "inheritsPermissionsFrom": [{"id": DIRECTORY_READERS}],
    })
}

/// GET …/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')
pub(super) fn eligible(request: &Request<'_>) -> Result<Answer, Error> {
    if !request.param(0).eq_ignore_ascii_case("principal") {
        return Err(Error::gateway(format!(
            "The value '{}' is not valid for the parameter 'on'.",
            request.param(0)
        )));
    }
    let rows = request.tenant.read(|view| {
        view.role_eligibilities()
            .filter(|role| role.principal_id == request.caller.user_id)
            .map(|role| {
                json!({
                    "id": role.id,
                    "principalId": role.principal_id,
                    "roleDefinitionId": role.role_definition_id,
                    "directoryScopeId": role.directory_scope_id,
                    "appScopeId": null,
                    "startDateTime": timestamp(role.start_date_time),
                    "endDateTime": role.end_date_time.map(timestamp),
                    "memberType": "Direct",
                    "roleEligibilityScheduleId": role.id,
                })
            })
            .collect()
    });
    short(
        request,
        "Collection(microsoft.graph.unifiedRoleEligibilityScheduleInstance)",
        "unifiedRoleEligibilityScheduleInstance",
        rows,
    )
}
