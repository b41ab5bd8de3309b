//! What a person belongs to, owns, and is vouched for by.

use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::listing::paged;
use super::rights::Rights;
use super::tables::{OBJECTS, Object, Role, Shower};
use super::users::find;
use crate::directory::View;
use crate::odata::{Error, Page, Plan};

/// Scopes that reach the memberships of others.
const GROUPS_OF_OTHERS: &[&str] = &[
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadBasic.All",
    "GroupMember.Read.All",
    "GroupMember.ReadBasic.All",
];
/// Scopes that reach what others own, and their sponsors.
const OTHERS: &[&str] = &[
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite.All",
];

/// GET /users/{id}/memberOf
pub(super) fn member_of(request: &Request<'_>) -> Result<Answer, Error> {
    about(request, GROUPS_OF_OTHERS, false, |view, user| {
        let groups = view.groups_of(user).cloned().map(Object::Group);
        groups.chain(roles_of(view, user)).collect()
    })
}

/// GET /users/{id}/transitiveMemberOf
pub(super) fn transitive_member_of(request: &Request<'_>) -> Result<Answer, Error> {
    about(request, GROUPS_OF_OTHERS, true, |view, user| {
        let groups = view.transitive_groups_of(user);
        let mut roles = roles_of(view, user);
        for group in groups.iter().filter(|group| group.is_role_assignable()) {
            roles.extend(roles_of(view, group.id));
        }
        let groups = groups.into_iter().cloned().map(Object::Group);
        groups.chain(roles).collect()
    })
}

/// GET /users/{id}/ownedObjects
pub(super) fn owned_objects(request: &Request<'_>) -> Result<Answer, Error> {
    about(request, OTHERS, false, |view, user| {
        view.owned_objects(user).map(Object::from).collect()
    })
}

/// GET /users/{id}/sponsors
pub(super) fn sponsors(request: &Request<'_>) -> Result<Answer, Error> {
    about(
        request,
        &["User.Read.All", "User.ReadWrite.All"],
        false,
        |view, user| {
            let ids = view
                .user(user)
                .map(|user| user.sponsors.clone())
                .unwrap_or_default();
            ids.into_iter()
                .filter_map(|id| view.object(id))
                .map(Object::from)
                .collect()
        },
    )
}

/// GET /groups/{id}/memberOf
pub(super) fn group_member_of(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.reads_directory() {
            return Err(Error::denied());
        }
        let id = request.id(0)?;
        let group = view
            .group(id)
            .ok_or_else(|| Error::missing(request.param(0)))?;
        let groups = view
            .groups_of(group.id)
            .cloned()
            .map(Object::Group)
            .collect();
        mixed(request, groups, None)
    })
}

/// Roles given to the principal directly, over the whole directory.
fn roles_of(view: View<'_>, principal: Uuid) -> Vec<Object> {
    let held: Vec<Uuid> = view
        .role_assignments()
        .filter(|role| role.principal_id == principal && role.directory_scope_id == "/")
        .map(|role| role.role_definition_id)
        .collect();
    view.directory_roles()
        .filter(|(_, template_id)| held.contains(template_id))
        .map(|(id, template_id)| Object::Role(Role { id, template_id }))
        .collect()
}

fn about(
    request: &Request<'_>,
    others: &[&str],
    cast_is_advanced: bool,
    objects: impl FnOnce(View<'_>, Uuid) -> Vec<Object>,
) -> Result<Answer, Error> {
    let cast = request
        .params
        .get(1)
        .map(|name| cast_of(name))
        .transpose()?;
    if cast.is_some() && cast_is_advanced && !request.query.advanced()? {
        return Err(Error::unsupported(
            "The specified cast is not supported because the required parameters might be missing. \
             Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to \
             https://aka.ms/graph-docs/advanced-queries for more information",
        ));
    }
    request.tenant.read(|view| {
        let rights = Rights::of(request, view)?;
        let user = find(view, request.param(0))?.id;
        if user != request.caller.user_id
            && !(request.has_any(others) && rights.reads_others() && rights.reads_directory())
        {
            return Err(Error::denied());
        }
        mixed(request, objects(view, user), cast)
    })
}

fn cast_of(name: &str) -> Result<&'static str, Error> {
    ["user", "group", "servicePrincipal", "directoryRole"]
        .into_iter()
        .find(|kind| name.eq_ignore_ascii_case(&format!("microsoft.graph.{kind}")))
        .ok_or_else(|| Error::segment(name))
}

/// A list of mixed kinds, or of the one kind that a cast asks for, in order of id.
pub(super) fn mixed(
    request: &Request<'_>,
    mut objects: Vec<Object>,
    cast: Option<&'static str>,
) -> Result<Answer, Error> {
    objects.retain(|object| cast.is_none_or(|cast| cast == object.kind()));
    objects.sort_unstable_by_key(Object::id);
    objects.dedup_by_key(|object| object.id());
    mixed_rows(request, cast, |after: Option<Uuid>| {
        let from = after.map_or(0, |after| {
            objects.partition_point(|object| object.id() <= after)
        });
        objects[from..]
            .iter()
            .cloned()
            .map(|object| (object.id(), object))
    })
}

/// The same over rows that are read as they are needed.
pub(super) fn mixed_rows<I>(
    request: &Request<'_>,
    cast: Option<&'static str>,
    rows: impl Fn(Option<Uuid>) -> I,
) -> Result<Answer, Error>
where
    I: Iterator<Item = (Uuid, Object)>,
{
    let select = request.query.select()?;
    let shower = Shower::new(select.as_deref(), cast)?;
    let plan = Plan::unshown(&OBJECTS, &request.query)?;
    if let Some(clause) = plan.expand.first() {
        return Err(Error::gateway(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{}' on type \
             'microsoft.graph.directoryObject'.",
            clause.relation
        )));
    }
    let page: Page<Object> = plan.page(rows)?;
    let set = match cast {
        Some("user") => "users",
        Some("group") => "groups",
        Some("servicePrincipal") => "servicePrincipals",
        Some(_) => "directoryRoles",
        None => "directoryObjects",
    };
    Ok(paged(
        request,
        request.context_of(set, "")?,
        &page,
        |object| shower.show(object),
    ))
}
