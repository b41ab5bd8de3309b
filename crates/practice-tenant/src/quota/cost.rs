//! What a call costs, by the published table (learn.microsoft.com, "Microsoft Graph
//! service-specific throttling limits": identity and access, invitation manager, identity and
//! access reports).

use http::Method;

use crate::odata::{Query, QueryOption};

/// What one call takes from the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Of the limit of all identity calls.
    pub(crate) resource_units: u32,
    /// Of the limits of writes.
    pub(crate) writes: u32,
    /// Which service of its own limit it goes to, if to one.
    pub(crate) service: Option<Service>,
}

/// Services that have a limit of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// `/invitations`.
    Invitations,
    /// `/auditLogs`.
    Reports,
}

/// Calls that cost another number of resource units than 1, by the end of their path under an
/// object. The signed-in user's own paths cost what those of any user cost.
const DEARER: &[(&str, u32)] = &[
    ("/groups/{id}/members", 3),
    ("/groups/{id}/transitiveMembers", 5),
    ("/users/{id}/memberOf", 2),
    ("/users/{id}/transitiveMemberOf", 2),
    ("/users/{id}/ownedObjects", 2),
    ("/servicePrincipals/{id}/appRoleAssignments", 2),
];
/// A page below this size is cheaper.
const SMALL_PAGE: usize = 20;

impl Cost {
    /// Of a call to the route of that pattern (without its version); of a path that no route
    /// answers, the pattern is empty.
    pub(crate) fn of(method: &Method, pattern: &str, query: &Query) -> Self {
        let path = match pattern.strip_prefix("/me") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                format!("/users/{{id}}{rest}")
            }
            _ => pattern.to_owned(),
        };
        let reads = *method == Method::GET;
        let (base, writes) = if path.contains("/checkMember") {
            (4, 0)
        } else if reads {
            (base_of_read(&path), 0)
        } else {
            (1, 1)
        };
        let select = u32::from(query.get(QueryOption::Select).is_some());
        let small =
            query.get(QueryOption::Top).is_some() && query.top().is_ok_and(|top| top < SMALL_PAGE);
        let expand = u32::from(query.get(QueryOption::Expand).is_some());
        Self {
            resource_units: (base + expand)
                .saturating_sub(select + u32::from(small))
                .max(1),
            writes,
            service: match path.split('/').nth(1) {
                Some("invitations") => Some(Service::Invitations),
                Some("auditLogs") => Some(Service::Reports),
                _ => None,
            },
        }
    }
}

fn base_of_read(path: &str) -> u32 {
    if path == "/users" {
        return 2;
    }
    let dearer = DEARER.iter().find(|(known, _)| {
        // A cast to a kind of object reads the same collection.
        path.strip_prefix(known).is_some_and(|rest| {
            rest.is_empty() || rest == "/{cast}" || rest.starts_with("/microsoft")
        })
    });
    dearer.map_or(1, |(_, units)| *units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(method: &Method, pattern: &str, query: &str) -> u32 {
        let query = Query::parse(query, false).expect("a query");
        Cost::of(method, pattern, &query).resource_units
    }

    #[test]
    fn reads_cost_what_the_table_says() {
        for (pattern, expected) in [
            ("/users", 2),
            ("/users/{id}", 1),
            ("/users/delta", 1),
            ("/me", 1),
            ("/me/memberOf", 2),
            ("/me/transitiveMemberOf/{cast}", 2),
            ("/users/{id}/ownedObjects", 2),
            ("/groups", 1),
            ("/groups/{id}/members", 3),
            ("/groups/{id}/members/microsoft.graph.user", 3),
            ("/groups/{id}/members/$count", 1),
            ("/groups/{id}/transitiveMembers", 5),
            ("/servicePrincipals/{id}/appRoleAssignments", 2),
            ("/servicePrincipals/{id}/appRoleAssignedTo", 1),
            ("", 1),
        ] {
            assert_eq!(units(&Method::GET, pattern, ""), expected, "{pattern}");
        }
        let check = Cost::of(&Method::POST, "/me/checkMemberGroups", &Query::default());
        assert_eq!((check.resource_units, check.writes), (4, 0));
    }

    #[test]
    fn options_make_it_cheaper_or_dearer_but_never_free() {
        let members = |query: &str| units(&Method::GET, "/groups/{id}/members", query);
        assert_eq!(members("$select=id"), 2);
        assert_eq!(members("$select=id&$top=19"), 1);
        assert_eq!(members("$top=20"), 3);
        assert_eq!(members("$expand=owners"), 4);
        assert_eq!(units(&Method::GET, "/users/{id}", "$select=id&$top=1"), 1);
    }

    #[test]
    fn writes_count_twice_and_invitations_three_times() {
        let invite = Cost::of(&Method::POST, "/invitations", &Query::default());
        assert_eq!(
            invite,
            Cost {
                resource_units: 1,
                writes: 1,
                service: Some(Service::Invitations)
            }
        );
        let patch = Cost::of(&Method::PATCH, "/users/{id}", &Query::default());
        assert_eq!(
            (patch.resource_units, patch.writes, patch.service),
            (1, 1, None)
        );
        let audit = Cost::of(
            &Method::GET,
            "/auditLogs/directoryAudits",
            &Query::default(),
        );
        assert_eq!((audit.writes, audit.service), (0, Some(Service::Reports)));
    }
}
