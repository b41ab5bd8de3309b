//! Whether a token's scopes suffice for a call that succeeded.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::exchange::Exchange;
use crate::filter::Filter;

/// Which scopes each path and method needs.
#[derive(Debug, Deserialize)]
pub struct Permissions {
    paths: HashMap<String, HashMap<String, Needs>>,
}

#[derive(Debug, Deserialize)]
struct Needs {
    least: Vec<String>,
    also: Vec<String>,
}

/// Why the permissions could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the permissions file cannot be read: {0}")]
pub struct PermissionsError(#[from] serde_json::Error);

/// Calls on which the published file is silent or means "and": each inner list needs one hit.
///
/// Sources: Microsoft Graph, group-post-members, serviceprincipal-post-approleassignedto,
/// user-post-approleassignments, directory-deleteditems-list, list users.
const ALSO: &[(&str, &str, &[&[&str]])] = &[
    ("POST", "/groups/{id}/members/$ref", &[MEMBER_WRITERS]),
    (
        "POST",
        "/serviceprincipals/{id}/approleassignedto",
        &[ASSIGNERS, APPLICATION_READERS],
    ),
    (
        "DELETE",
        "/serviceprincipals/{id}/approleassignedto/{id}",
        &[ASSIGNERS, APPLICATION_READERS],
    ),
    (
        "POST",
        "/users/{id}/approleassignments",
        &[ASSIGNERS, APPLICATION_READERS],
    ),
    (
        "DELETE",
        "/users/{id}/approleassignments/{id}",
        &[ASSIGNERS, APPLICATION_READERS],
    ),
    (
        "GET",
        "/directory/deleteditems/microsoft.graph.user",
        &[USER_READERS],
    ),
    ("GET", "/directory/deleteditems/graph.user", &[USER_READERS]),
    ("GET", "/directory/deleteditems/{id}", &[USER_READERS]),
    (
        "GET",
        "/policies/b2bmanagementpolicies",
        &[DOMAIN_LIST_READERS],
    ),
];

/// That Policy.Read.All opens the list too is not documented.
const DOMAIN_LIST_READERS: &[&str] = &[
    "Policy.Read.B2BManagementPolicy",
    "Policy.ReadWrite.B2BManagementPolicy",
    "Policy.Read.All",
];

const MEMBER_WRITERS: &[&str] = &[
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
];
const ASSIGNERS: &[&str] = &["AppRoleAssignment.ReadWrite.All"];
const APPLICATION_READERS: &[&str] = &[
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const USER_READERS: &[&str] = &[
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// What `User.ReadBasic.All` reaches, in lower case.
const BASIC: &[&str] = &[
    "id",
    "displayname",
    "givenname",
    "surname",
    "mail",
    "photo",
    "userprincipalname",
];

impl Permissions {
    /// Reads the published file.
    ///
    /// # Errors
    /// It is not of the expected form.
    pub fn parse(json: &str) -> Result<Self, PermissionsError> {
        let read: Self = serde_json::from_str(json)?;
        let paths = read
            .paths
            .into_iter()
            .map(|(path, needs)| (path.to_lowercase(), needs))
            .collect();
        Ok(Self { paths })
    }

    /// Says which scope was missing though the call succeeded; none: all is well, or nothing is known.
    pub(crate) fn missing(&self, exchange: &Exchange) -> Option<String> {
        let held = |scope: &str| exchange.scopes.iter().any(|held| held == scope);
        let candidates = templates(exchange);
        let is_at = |path: &str| candidates.iter().any(|candidate| candidate == path);
        let lacks = |needs: &[&[&str]]| {
            let missing = needs
                .iter()
                .find(|any| !any.iter().any(|scope| held(scope)));
            missing.map(|any| format!("none of {any:?} in the token"))
        };
        for (method, path, needs) in ALSO {
            if *method == exchange.method && is_at(path) {
                return lacks(needs);
            }
        }
        let of_many = is_at("/users") || is_at("/users/delta");
        if exchange.method == "GET"
            && (of_many || is_at("/users/{id}") || is_at("/me"))
            && let Some(missing) = lacks(&needs_of_names(exchange, of_many))
        {
            return Some(missing);
        }
        if exchange.method == "PATCH" && is_at("/groups/{id}") && binds(exchange) {
            let alone = exchange
                .request
                .as_ref()
                .and_then(Value::as_object)
                .is_some_and(|body| body.keys().all(|name| name.contains("@odata.")));
            let missing = lacks(&[MEMBER_WRITERS]);
            if alone || missing.is_some() {
                return missing;
            }
        }
        let needs = candidates
            .iter()
            .find_map(|candidate| self.paths.get(candidate))
            .and_then(|methods| methods.get(&exchange.method))?;
        let any = needs
            .least
            .iter()
            .chain(&needs.also)
            .any(|scope| held(scope));
        (!any).then(|| format!("none of {:?} or {:?} in the token", needs.least, needs.also))
    }
}

fn binds(exchange: &Exchange) -> bool {
    let body = exchange.request.as_ref();
    body.is_some_and(|body| body.get("members@odata.bind").is_some())
}

/// What a read of users needs beside the scopes of its path, by the properties that it names. One
/// user may be oneself, whom `User.Read` reaches (Microsoft Graph, "User permissions" and "List users").
fn needs_of_names(exchange: &Exchange, of_many: bool) -> Vec<&'static [&'static str]> {
    let mut names = Vec::new();
    for (option, value) in exchange.options() {
        match option.as_str() {
            "select" => names.extend(value.split(',').map(|name| name.trim().to_lowercase())),
            "filter" => names.extend(
                Filter::read(&value)
                    .names()
                    .iter()
                    .map(|name| name.to_lowercase()),
            ),
            _ => {}
        }
    }
    let mut needs = Vec::new();
    if of_many && names.iter().any(|name| !BASIC.contains(&name.as_str())) {
        needs.push(USER_READERS);
    }
    if names.iter().any(|name| name.starts_with("signinactivity")) {
        needs.push(&["AuditLog.Read.All"][..]);
    }
    needs
}

/// The ways in which the permissions file may spell this path, most exact first.
fn templates(exchange: &Exchange) -> Vec<String> {
    let (_, segments) = exchange.segments();
    let mut plain = String::new();
    let mut without_casts = String::new();
    for (index, segment) in segments.iter().enumerate() {
        let lower = segment.to_lowercase();
        let cast = lower.starts_with("microsoft.graph.") || lower.starts_with("graph.");
        let part = if let Some((name, arguments)) = lower.split_once('(') {
            if arguments.contains('=') && !arguments.starts_with("appid") {
                let arguments: Vec<String> = arguments
                    .trim_end_matches(')')
                    .split(',')
                    .filter_map(|argument| argument.split_once('='))
                    .map(|(name, _)| format!("{name}={{value}}"))
                    .collect();
                format!("/{name}({})", arguments.join(","))
            } else {
                format!("/{name}/{{id}}")
            }
        } else if index > 0 && is_key(&segments[index - 1], segment) {
            "/{id}".to_owned()
        } else {
            format!("/{lower}")
        };
        plain.push_str(&part);
        if !cast && lower != "$count" {
            without_casts.push_str(&part);
        }
    }
    vec![plain, without_casts]
}

/// True where `segment` is a key: it follows a collection and is an id or a sign-in name.
fn is_key(before: &str, segment: &str) -> bool {
    const SINGLE: &[&str] = &[
        "me",
        "policies",
        "directory",
        "rolemanagement",
        "tenantrelationships",
    ];
    let lower = before.to_lowercase();
    if SINGLE.contains(&lower.as_str()) || segment.starts_with('$') {
        return false;
    }
    segment.contains('@')
        || uuid::Uuid::parse_str(segment).is_ok()
        || matches!(
            lower.as_str(),
            "approleassignedto" | "approleassignments" | "partners"
        )
}
