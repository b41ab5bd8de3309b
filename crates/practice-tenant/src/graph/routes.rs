//! The table of every call that the tenant answers: path, scopes, handler. What is not in it is
//! refused.

use http::Method;

use super::answer::Answer;
use super::request::{Request, Version};
use super::{
    applications, assignments, audits, deleted, delta, groups, invitations, members, objects,
    organization, permissions, policies, relations, roles, settings, tenants, user_changes, users,
};
use crate::odata::Error;

type Handler = fn(&Request<'_>) -> Result<Answer, Error>;

/// Which scopes open a call.
enum Needs {
    /// What Microsoft's permissions file lists for the route's own path.
    Published,
    /// The same for another path: counts, casts and `$ref` share their collection's scopes.
    As(&'static str, &'static str),
    /// Any of these, where the file is silent.
    Any(&'static [&'static str]),
    /// One of each list, where the file means "and".
    Each(&'static [&'static [&'static str]]),
    /// The handler sees to it: the scopes depend on the body.
    Handler,
}

pub(super) struct Route {
    pub(super) version: Version,
    pub(super) method: Method,
    /// `{id}` stands for one segment.
    pub(super) pattern: &'static str,
    needs: Needs,
    pub(super) handler: Handler,
}

const fn get(pattern: &'static str, handler: Handler) -> Route {
    route(Method::GET, pattern, handler)
}

const fn post(pattern: &'static str, handler: Handler) -> Route {
    route(Method::POST, pattern, handler)
}

const fn patch(pattern: &'static str, handler: Handler) -> Route {
    route(Method::PATCH, pattern, handler)
}

const fn delete(pattern: &'static str, handler: Handler) -> Route {
    route(Method::DELETE, pattern, handler)
}

const fn route(method: Method, pattern: &'static str, handler: Handler) -> Route {
    Route {
        version: Version::V1,
        method,
        pattern,
        needs: Needs::Published,
        handler,
    }
}

impl Route {
    const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }

    const fn like(self, path: &'static str) -> Self {
        self.needs(Needs::As("GET", path))
    }

    const fn beta(mut self) -> Self {
        self.version = Version::Beta;
        self
    }
}

impl Route {
    /// # Errors
    ///
    /// The token holds none of the scopes that open the call.
    pub(super) fn allow(&self, request: &Request<'_>) -> Result<(), Error> {
        let held = |scopes: &[String]| scopes.iter().any(|scope| request.caller.scopes.has(scope));
        let allowed = match &self.needs {
            Needs::Published => held(permissions::published(self.pattern, self.method.as_str())),
            Needs::As(method, path) => held(permissions::published(path, method)),
            Needs::Any(scopes) => request.has_any(scopes),
            Needs::Each(lists) => lists.iter().all(|scopes| request.has_any(scopes)),
            Needs::Handler => true,
        };
        if allowed {
            Ok(())
        } else {
            Err(Error::denied())
        }
    }
}

/// Adding members (learn.microsoft.com, "Add members").
pub(super) const MEMBER_SCOPES: &[&str] = &[
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
];
/// Assigning an app role needs the right to assign and to read applications
/// (learn.microsoft.com, "Grant an appRoleAssignment for a service principal").
const ASSIGN_SCOPES: &[&[&str]] = &[
    &["AppRoleAssignment.ReadWrite.All"],
    &[
        "Application.Read.All",
        "Application.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
];
/// Deleted items (learn.microsoft.com, "List deletedItems").
const DELETED_SCOPES: &[&str] = &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
/// The published file lists Directory.Read.All too; the page of the call does not (learn.microsoft.com,
/// "List directoryAudits").
const AUDIT_SCOPES: &[&str] = &["AuditLog.Read.All"];
/// The domain list is in beta only; that Policy.Read.All opens it too is not documented.
const DOMAIN_LIST_SCOPES: &[&str] = &[
    "Policy.Read.B2BManagementPolicy",
    "Policy.ReadWrite.B2BManagementPolicy",
    "Policy.Read.All",
];

/// Literal segments stand before `{id}`: the first fit counts.
pub(super) static ROUTES: &[Route] = &[
    get("/me", users::one),
    patch("/me", user_changes::update).needs(Needs::As("PATCH", "/users/{id}")),
    get("/me/memberOf", relations::member_of),
    get("/me/memberOf/{cast}", relations::member_of).like("/me/memberOf"),
    get("/me/transitiveMemberOf", relations::transitive_member_of),
    get(
        "/me/transitiveMemberOf/{cast}",
        relations::transitive_member_of,
    )
    .like("/me/transitiveMemberOf"),
    get("/me/ownedObjects", relations::owned_objects),
    get("/me/ownedObjects/{cast}", relations::owned_objects).like("/me/ownedObjects"),
    get("/me/sponsors", relations::sponsors),
    get("/me/appRoleAssignments", assignments::of_user).like("/users/{id}/appRoleAssignments"),
    post("/me/checkMemberGroups", objects::check_member_groups),
    get("/users", users::list),
    get("/users/$count", users::count).like("/users"),
    get("/users/delta", delta::users),
    get("/users/{id}", users::one),
    patch("/users/{id}", user_changes::update),
    delete("/users/{id}", user_changes::delete),
    get("/users/{id}/memberOf", relations::member_of),
    get("/users/{id}/memberOf/{cast}", relations::member_of).like("/users/{id}/memberOf"),
    get(
        "/users/{id}/transitiveMemberOf",
        relations::transitive_member_of,
    ),
    get(
        "/users/{id}/transitiveMemberOf/{cast}",
        relations::transitive_member_of,
    )
    .like("/users/{id}/transitiveMemberOf"),
    get("/users/{id}/ownedObjects", relations::owned_objects),
    get("/users/{id}/ownedObjects/{cast}", relations::owned_objects)
        .like("/users/{id}/ownedObjects"),
    get("/users/{id}/sponsors", relations::sponsors),
    get("/users/{id}/appRoleAssignments", assignments::of_user),
    post(
        "/users/{id}/appRoleAssignments",
        assignments::assign_to_user,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    delete(
        "/users/{id}/appRoleAssignments/{id}",
        assignments::remove_from_principal,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    post(
        "/users/{id}/checkMemberGroups",
        objects::check_member_groups,
    ),
    get("/invitations", invitations::unreadable).needs(Needs::Any(&[
        "User.Invite.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ])),
    post("/invitations", invitations::create).needs(Needs::Handler),
    get("/groups", groups::list),
    get("/groups/$count", groups::count).like("/groups"),
    get("/groups/{id}", groups::one),
    patch("/groups/{id}", groups::update).needs(Needs::Handler),
    get("/groups/{id}/members", members::list),
    get("/groups/{id}/members/$count", members::count).like("/groups/{id}/members"),
    post("/groups/{id}/members/$ref", members::add).needs(Needs::Any(MEMBER_SCOPES)),
    get(
        "/groups/{id}/members/microsoft.graph.user",
        members::list_users,
    )
    .like("/groups/{id}/members"),
    get(
        "/groups/{id}/members/microsoft.graph.group",
        members::list_groups,
    )
    .like("/groups/{id}/members"),
    delete("/groups/{id}/members/{id}/$ref", members::remove).needs(Needs::Any(MEMBER_SCOPES)),
    delete("/groups/{id}/members/{id}", members::delete_member),
    get("/groups/{id}/transitiveMembers", members::list_transitive),
    get("/groups/{id}/owners", members::owners),
    get("/groups/{id}/memberOf", relations::group_member_of).like("/groups/{id}/members"),
    get("/groups/{id}/appRoleAssignments", assignments::of_group),
    post(
        "/groups/{id}/appRoleAssignments",
        assignments::assign_to_group,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    delete(
        "/groups/{id}/appRoleAssignments/{id}",
        assignments::remove_from_principal,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    get("/groups/{id}/settings", settings::of_group),
    get("/groupSettings", settings::of_tenant),
    get("/groupSettings/{id}", settings::one),
    get("/servicePrincipals", applications::list),
    get("/servicePrincipals/$count", applications::count).like("/servicePrincipals"),
    get("/servicePrincipals/{id}", applications::one),
    get("/servicePrincipals/{id}/owners", applications::owners),
    get(
        "/servicePrincipals/{id}/appRoleAssignedTo",
        assignments::to_application,
    ),
    post(
        "/servicePrincipals/{id}/appRoleAssignedTo",
        assignments::assign,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    delete(
        "/servicePrincipals/{id}/appRoleAssignedTo/{id}",
        assignments::remove,
    )
    .needs(Needs::Each(ASSIGN_SCOPES)),
    get(
        "/servicePrincipals/{id}/appRoleAssignments",
        assignments::of_application,
    ),
    get("/directoryRoles", roles::activated),
    get("/directoryRoles/{id}", roles::one_activated),
    get("/directoryRoles/{id}/members", roles::members),
    get(
        "/roleManagement/directory/roleAssignments",
        roles::assignments,
    ),
    get(
        "/roleManagement/directory/roleAssignments/{id}",
        roles::assignment,
    ),
    get(
        "/roleManagement/directory/roleDefinitions",
        roles::definitions,
    ),
    get(
        "/roleManagement/directory/roleDefinitions/{id}",
        roles::definition,
    ),
    get(
        "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on={parameterValue})",
        roles::eligible,
    ),
    get("/policies/authorizationPolicy", policies::authorization),
    patch(
        "/policies/authorizationPolicy",
        policies::update_authorization,
    ),
    get(
        "/policies/crossTenantAccessPolicy/default",
        policies::cross_tenant_default,
    ),
    get(
        "/policies/crossTenantAccessPolicy/partners",
        policies::cross_tenant_partners,
    ),
    get(
        "/policies/crossTenantAccessPolicy/partners/{id}",
        policies::cross_tenant_partner,
    ),
    get("/policies/b2bManagementPolicies", policies::domain_lists)
        .needs(Needs::Any(DOMAIN_LIST_SCOPES))
        .beta(),
    get(
        "/policies/b2bManagementPolicies/{id}",
        policies::domain_list,
    )
    .needs(Needs::Any(DOMAIN_LIST_SCOPES))
    .beta(),
    get("/organization", organization::list),
    get("/organization/{id}", organization::one).like("/organization"),
    get("/domains", organization::domains),
    get("/domains/{id}", organization::domain),
    get(
        "/tenantRelationships/findTenantInformationByDomainName(domainName={value})",
        tenants::by_domain,
    ),
    get(
        "/tenantRelationships/findTenantInformationByTenantId(tenantId={value})",
        tenants::by_id,
    ),
    get(
        "/directory/deletedItems/microsoft.graph.user",
        deleted::users,
    )
    .needs(Needs::Any(DELETED_SCOPES)),
    get("/directory/deletedItems/{id}", deleted::one).needs(Needs::Any(DELETED_SCOPES)),
    get("/auditLogs/directoryAudits", audits::list).needs(Needs::Any(AUDIT_SCOPES)),
    get("/auditLogs/directoryAudits/{id}", audits::one).needs(Needs::Any(AUDIT_SCOPES)),
    get("/directoryObjects/{id}", objects::one),
    post(
        "/directoryObjects/{id}/checkMemberGroups",
        objects::check_member_groups,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_route_has_scopes() {
        for route in ROUTES {
            let scopes = match &route.needs {
                Needs::Published => permissions::published(route.pattern, route.method.as_str()),
                Needs::As(method, path) => permissions::published(path, method),
                Needs::Any(_) | Needs::Each(_) | Needs::Handler => continue,
            };
            assert!(
                !scopes.is_empty(),
                "{} {} is closed to all",
                route.method,
                route.pattern
            );
        }
    }
}
