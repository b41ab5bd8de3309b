//! Every call that the tenant answers: path, scopes, handler. What is not here is refused.

use http::Method;

use super::answer::Answer;
use super::request::{Request, Version};
use super::{
    applications, assignments, deleted, delta, groups, invitations, members, objects, organization,
    permissions, policies, relations, roles, settings, tenants, user_changes, users,
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

struct Route {
    version: Version,
    method: Method,
    /// `{id}` stands for one segment.
    pattern: &'static str,
    needs: Needs,
    handler: Handler,
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

    const fn as_get(self, path: &'static str) -> Self {
        self.needs(Needs::As("GET", path))
    }

    const fn beta(mut self) -> Self {
        self.version = Version::Beta;
        self
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
/// The domain list is in beta only; that Policy.Read.All opens it too is not documented.
const DOMAIN_LIST_SCOPES: &[&str] = &[
    "Policy.Read.B2BManagementPolicy",
    "Policy.ReadWrite.B2BManagementPolicy",
    "Policy.Read.All",
];

/// Literal segments stand before `{id}`: the first fit counts.
static ROUTES: &[Route] = &[
    get("/me", users::one),
    patch("/me", user_changes::update).needs(Needs::As("PATCH", "/users/{id}")),
    get("/me/memberOf", relations::member_of),
    get("/me/memberOf/{cast}", relations::member_of).as_get("/me/memberOf"),
    get("/me/transitiveMemberOf", relations::transitive_member_of),
    get(
        "/me/transitiveMemberOf/{cast}",
        relations::transitive_member_of,
    )
    .as_get("/me/transitiveMemberOf"),
    get("/me/ownedObjects", relations::owned_objects),
    get("/me/ownedObjects/{cast}", relations::owned_objects).as_get("/me/ownedObjects"),
    get("/me/sponsors", relations::sponsors),
    get("/me/appRoleAssignments", assignments::of_user).as_get("/users/{id}/appRoleAssignments"),
    post("/me/checkMemberGroups", objects::check_member_groups),
    get("/users", users::list),
    get("/users/$count", users::count).as_get("/users"),
    get("/users/delta", delta::users),
    get("/users/{id}", users::one),
    patch("/users/{id}", user_changes::update),
    delete("/users/{id}", user_changes::delete),
    get("/users/{id}/memberOf", relations::member_of),
    get("/users/{id}/memberOf/{cast}", relations::member_of).as_get("/users/{id}/memberOf"),
    get(
        "/users/{id}/transitiveMemberOf",
        relations::transitive_member_of,
    ),
    get(
        "/users/{id}/transitiveMemberOf/{cast}",
        relations::transitive_member_of,
    )
    .as_get("/users/{id}/transitiveMemberOf"),
    get("/users/{id}/ownedObjects", relations::owned_objects),
    get("/users/{id}/ownedObjects/{cast}", relations::owned_objects)
        .as_get("/users/{id}/ownedObjects"),
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
    get("/groups/$count", groups::count).as_get("/groups"),
    get("/groups/{id}", groups::one),
    patch("/groups/{id}", groups::update).needs(Needs::Handler),
    get("/groups/{id}/members", members::list),
    get("/groups/{id}/members/$count", members::count).as_get("/groups/{id}/members"),
    post("/groups/{id}/members/$ref", members::add).needs(Needs::Any(MEMBER_SCOPES)),
    get(
        "/groups/{id}/members/microsoft.graph.user",
        members::list_users,
    )
    .as_get("/groups/{id}/members"),
    get(
        "/groups/{id}/members/microsoft.graph.group",
        members::list_groups,
    )
    .as_get("/groups/{id}/members"),
    delete("/groups/{id}/members/{id}/$ref", members::remove).needs(Needs::Any(MEMBER_SCOPES)),
    delete("/groups/{id}/members/{id}", members::delete_member),
    get("/groups/{id}/transitiveMembers", members::list_transitive),
    get("/groups/{id}/owners", members::owners),
    get("/groups/{id}/memberOf", relations::group_member_of).as_get("/groups/{id}/members"),
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
    get("/servicePrincipals/$count", applications::count).as_get("/servicePrincipals"),
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
    get("/organization/{id}", organization::one).as_get("/organization"),
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
    get("/directoryObjects/{id}", objects::one),
    post(
        "/directoryObjects/{id}/checkMemberGroups",
        objects::check_member_groups,
    ),
];

/// Finds the route, checks its scopes and answers; also says which route it was.
pub(super) fn dispatch(mut request: Request<'_>) -> (Option<String>, Result<Answer, Error>) {
    let segments = match Request::segments(&request.path) {
        Ok(segments) => normalised(&segments),
        Err(error) => return (None, Err(error)),
    };
    let mut farthest = 0;
    let mut other_method = false;
    for route in ROUTES
        .iter()
        .filter(|route| route.version == request.version)
    {
        let wanted: Vec<&str> = route.pattern.split('/').skip(1).collect();
        let mut params = Vec::new();
        let agreeing = wanted
            .iter()
            .zip(&segments)
            .take_while(|(wanted, found)| fits(wanted, found, &mut params))
            .count();
        farthest = farthest.max(agreeing);
        if agreeing != wanted.len() || agreeing != segments.len() {
            continue;
        }
        if route.method != request.method {
            other_method = true;
            continue;
        }
        if wanted.first() == Some(&"me") {
            params.insert(0, request.caller.user_id.to_string());
        }
        request.params = params;
        let answer = route
            .allow(&request)
            .and_then(|()| (route.handler)(&request));
        return (
            Some(format!("/{}{}", route.version.as_str(), route.pattern)),
            answer,
        );
    }
    let error = if other_method {
        Error::method()
    } else {
        Error::segment(segments.get(farthest).map_or("", String::as_str))
    };
    (None, Err(error))
}

impl Route {
    fn allow(&self, request: &Request<'_>) -> Result<(), Error> {
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

/// `users('x')` is `users/x`; `servicePrincipals(appId='x')` is one object by another key.
fn normalised(segments: &[String]) -> Vec<String> {
    let mut normal = Vec::with_capacity(segments.len() + 1);
    for segment in segments {
        match segment.split_once('(') {
            Some((name, rest)) if rest.ends_with(')') && !is_function(name) => {
                normal.push(name.to_owned());
                normal.push(rest[..rest.len() - 1].trim_matches('\'').to_owned());
            }
            _ => normal.push(segment.clone()),
        }
    }
    normal
}

fn is_function(name: &str) -> bool {
    ROUTES.iter().any(|route| {
        route
            .pattern
            .split('/')
            .filter_map(|segment| segment.split_once('('))
            .any(|(function, _)| function.eq_ignore_ascii_case(name))
    })
}

/// Whether a segment fits its place in a pattern; collects what stands for `{…}`.
fn fits(wanted: &str, found: &str, params: &mut Vec<String>) -> bool {
    if wanted == "{cast}" {
        let cast = found.to_ascii_lowercase().starts_with("microsoft.graph.");
        if cast {
            params.push(found.to_owned());
        }
        return cast;
    }
    if wanted.starts_with('{') {
        params.push(found.to_owned());
        return true;
    }
    if let Some((call, _)) = wanted.split_once("={") {
        // `function(name={value})`: the value is a string literal.
        let Some((found_call, value)) = found.split_once('=') else {
            return false;
        };
        let value = value
            .trim()
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix("')"));
        return match value {
            Some(value) if found_call.trim().eq_ignore_ascii_case(call) => {
                params.push(value.replace("''", "'"));
                true
            }
            _ => false,
        };
    }
    wanted.eq_ignore_ascii_case(found)
}

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

    #[test]
    fn keys_in_parentheses_are_segments() {
        let normal = |path: &str| normalised(&Request::segments(path).unwrap()).join("/");
        assert_eq!(normal("/users('a@b')/memberOf"), "users/a@b/memberOf");
        assert_eq!(
            normal("/servicePrincipals(appId='x')"),
            "servicePrincipals/appId='x"
        );
        let function = "/tenantRelationships/findTenantInformationByDomainName(domainName='a.b')";
        assert_eq!(normal(function), function[1..]);
    }

    #[test]
    fn functions_take_a_string_literal() {
        let wanted = "findTenantInformationByDomainName(domainName={value})";
        let mut params = Vec::new();
        assert!(fits(
            wanted,
            "findtenantinformationbydomainname(domainName='a.b')",
            &mut params
        ));
        assert_eq!(params, ["a.b"]);
        assert!(!fits(
            wanted,
            "findTenantInformationByDomainName(domainName=a.b)",
            &mut params
        ));
    }
}
