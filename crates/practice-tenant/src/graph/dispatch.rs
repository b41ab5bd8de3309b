//! From a path to the route that answers it.

use http::Method;

use super::answer::Answer;
use super::batch;
use super::request::{Request, Version};
use super::routes::{ROUTES, Route};
use crate::odata::Error;
use crate::quota::Cost;

/// A call that was answered.
pub(super) struct Dispatched {
    /// What the answer says of the quotas, in headers.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) answer: Result<Answer, Error>,
}

impl Dispatched {
    /// Nothing was done.
    pub(super) fn refused(error: Error) -> Self {
        Self {
            headers: Vec::new(),
            answer: Err(error),
        }
    }
}

/// Finds the route, draws on the quotas, checks the scopes and answers.
pub(super) fn dispatch(mut request: Request<'_>) -> Dispatched {
    let found = find(&mut request);
    let route = found.as_ref().ok();
    let cost = Cost::of(
        &request.method,
        route.map_or("", |route| route.pattern),
        &request.query,
    );
    let mut headers = vec![("x-ms-resource-unit", cost.resource_units.to_string())];
    let tenant = request.tenant;
    let passed = tenant
        .quotas
        .pass(tenant.clock.elapsed(), request.caller.client_id, cost);
    let answer = passed.and_then(|used| {
        if let Some(used) = used {
            headers.push(("x-ms-throttle-limit-percentage", format!("{used:.2}")));
        }
        let route = found?;
        route.allow(&request)?;
        (route.handler)(&request)
    });
    Dispatched { headers, answer }
}

/// The route of the request, which gets its path parameters.
fn find(request: &mut Request<'_>) -> Result<&'static Route, Error> {
    let (route, mut params) = locate(request.version, &request.method, &request.path)?;
    if route.pattern.split('/').nth(1) == Some("me") {
        params.insert(0, request.caller.user_id.to_string());
    }
    request.params = params;
    Ok(route)
}

/// What the count calls the route of a path without its version; nothing where none answers.
pub(super) fn pattern(version: Version, method: &Method, path: &str) -> Option<String> {
    let pattern = if path.eq_ignore_ascii_case(batch::PATH) {
        batch::PATH
    } else {
        locate(version, method, path).ok()?.0.pattern
    };
    Some(format!("/{}{pattern}", version.as_str()))
}

fn locate(
    version: Version,
    method: &Method,
    path: &str,
) -> Result<(&'static Route, Vec<String>), Error> {
    let segments = normalised(&Request::segments(path)?);
    let mut farthest = 0;
    let mut other_method = false;
    for route in ROUTES.iter().filter(|route| route.version == version) {
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
        if route.method != *method {
            other_method = true;
            continue;
        }
        return Ok((route, params));
    }
    Err(if other_method {
        Error::method()
    } else {
        Error::segment(segments.get(farthest).map_or("", String::as_str))
    })
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
