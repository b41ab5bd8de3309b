//! What a call counts for, as the service counts it.

use ::http::Method;
use url::Url;

/// A limit that the service publishes (learn.microsoft.com, "Microsoft Graph service-specific
/// throttling limits").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The directory's resource units, of which each call costs some.
    ResourceUnits,
    /// Changes of the directory.
    Writes,
    /// Invitations, over all applications of the tenant.
    Invitations,
    /// Questions to the audit and sign-in logs.
    Reports,
}

/// Something for each limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PerLimit<T> {
    pub(super) units: T,
    pub(super) writes: T,
    pub(super) invitations: T,
    pub(super) reports: T,
}

/// How much of each limit a call takes.
pub(crate) type Cost = PerLimit<u32>;

impl Limit {
    pub(super) const ALL: [Self; 4] = [
        Self::ResourceUnits,
        Self::Writes,
        Self::Invitations,
        Self::Reports,
    ];
}

impl<T> PerLimit<T> {
    pub(super) fn get(&self, limit: Limit) -> &T {
        match limit {
            Limit::ResourceUnits => &self.units,
            Limit::Writes => &self.writes,
            Limit::Invitations => &self.invitations,
            Limit::Reports => &self.reports,
        }
    }

    pub(super) fn get_mut(&mut self, limit: Limit) -> &mut T {
        match limit {
            Limit::ResourceUnits => &mut self.units,
            Limit::Writes => &mut self.writes,
            Limit::Invitations => &mut self.invitations,
            Limit::Reports => &mut self.reports,
        }
    }
}

impl Cost {
    /// The cost of a call by method and address, which may be a whole link or the path below the
    /// version.
    ///
    /// Resource units are those of the directory's published table: a base by method and path,
    /// one less with `$select`, one less with a `$top` below 20, one more with `$expand`, never
    /// below one. That an invitation counts for a unit and a write besides its own limit is not
    /// documented; it is assumed, being the safe side.
    pub(crate) fn of(method: &Method, address: &str) -> Self {
        let (path, query) = split(address);
        let reads = *method == Method::GET;
        let (base, writes) = base(reads, &path);
        let expands = query.iter().any(|(name, _)| name == "$expand");
        let saved = u32::from(query.iter().any(|(name, _)| name == "$select"))
            + u32::from(query.iter().any(|(name, value)| {
                name == "$top" && value.parse::<u32>().is_ok_and(|top| top < 20)
            }));
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        Self {
            units: (base + u32::from(expands)).saturating_sub(saved).max(1),
            writes,
            invitations: u32::from(!reads && path == ["invitations"]),
            reports: u32::from(path.first() == Some(&"auditlogs")),
        }
    }

    /// The limits that it counts against.
    pub(super) fn limits(self) -> impl Iterator<Item = (Limit, u32)> {
        Limit::ALL
            .into_iter()
            .map(move |limit| (limit, *self.get(limit)))
            .filter(|(_, amount)| *amount > 0)
    }

    /// Which limits it counts against.
    pub(super) fn needs(self) -> PerLimit<bool> {
        PerLimit {
            units: self.units > 0,
            writes: self.writes > 0,
            invitations: self.invitations > 0,
            reports: self.reports > 0,
        }
    }

    /// The cost of both together.
    pub(crate) fn and(self, other: Self) -> Self {
        let mut sum = self;
        for (limit, amount) in other.limits() {
            *sum.get_mut(limit) += amount;
        }
        sum
    }
}

/// Base cost in resource units, and writes.
fn base(reads: bool, path: &[String]) -> (u32, u32) {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (reads, path.as_slice()) {
        (true, ["users"]) => (2, 0),
        (true, ["groups", _, "members", ..]) => (3, 0),
        (true, ["groups", _, "transitivemembers", ..]) => (5, 0),
        (
            true,
            [
                "users",
                _,
                "memberof" | "transitivememberof" | "ownedobjects",
                ..,
            ]
            | ["me", "memberof" | "transitivememberof" | "ownedobjects", ..]
            | ["serviceprincipals", _, "approleassignments"],
        ) => (2, 0),
        (true, ["subscribedskus"]) => (3, 0),
        (true, _) => (1, 0),
        (false, [.., "checkmembergroups" | "checkmemberobjects"]) => (4, 0),
        (false, [.., "getbyids"]) => (3, 0),
        (false, _) => (1, 1),
    }
}

/// The segments of the path below the version, in lower case, and the query.
fn split(address: &str) -> (Vec<String>, Vec<(String, String)>) {
    let (path, query) = match Url::parse(address) {
        Ok(url) => (
            url.path().to_owned(),
            url.query().unwrap_or_default().to_owned(),
        ),
        Err(_) => {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            (path.to_owned(), query.to_owned())
        }
    };
    let mut segments: Vec<String> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if matches!(segments.first().map(String::as_str), Some("v1.0" | "beta")) {
        segments.remove(0);
    }
    let query = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    (segments, query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_cost_what_the_table_says() {
        let get = Method::GET;
        for (method, address, units, writes) in [
            (&get, "/users", 2, 0),
            (&get, "/users?$select=id", 1, 0),
            (&get, "/users?$select=id&$top=5", 1, 0),
            (&get, "/users?$top=20", 2, 0),
            (&get, "/users?$top=19", 1, 0),
            (&get, "/users?%24expand=sponsors", 3, 0),
            (&get, "/users?$expand=sponsors&$select=id", 2, 0),
            (&get, "/users/1", 1, 0),
            (&get, "/users/$count?$filter=x", 1, 0),
            (&get, "/users/1/memberOf?$select=id", 1, 0),
            (&get, "/me/transitiveMemberOf/microsoft.graph.group", 2, 0),
            (&get, "/groups/1/members/microsoft.graph.user", 3, 0),
            (&get, "/groups/1/transitiveMembers", 5, 0),
            (&get, "/servicePrincipals/1/appRoleAssignments", 2, 0),
            (&get, "/servicePrincipals/1/appRoleAssignedTo", 1, 0),
            (
                &get,
                "https://graph.microsoft.com/v1.0/users?$skiptoken=a&$select=id",
                1,
                0,
            ),
            (&get, "/v1.0/users/delta?$deltatoken=a", 1, 0),
            (&Method::POST, "/groups/1/members/$ref", 1, 1),
            (&Method::PATCH, "/groups/1", 1, 1),
            (&Method::DELETE, "/users/1", 1, 1),
            (&Method::POST, "/me/checkMemberGroups", 4, 0),
            (&Method::POST, "/directoryObjects/getByIds", 3, 0),
        ] {
            let cost = Cost::of(method, address);
            assert_eq!((cost.units, cost.writes), (units, writes), "{address}");
            assert_eq!((cost.invitations, cost.reports), (0, 0), "{address}");
        }
    }

    #[test]
    fn invitations_and_reports_have_limits_of_their_own() {
        let invitation = Cost::of(&Method::POST, "/invitations");
        let of_each = (invitation.units, invitation.writes, invitation.invitations);
        assert_eq!(of_each, (1, 1, 1));
        let report = Cost::of(&Method::GET, "/auditLogs/directoryAudits?$top=1");
        assert_eq!((report.units, report.reports), (1, 1));
        let both = invitation.and(report);
        assert_eq!((both.units, both.invitations, both.reports), (2, 1, 1));
    }
}
