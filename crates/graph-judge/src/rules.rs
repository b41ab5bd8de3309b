//! What Graph's documentation says of queries on directory objects beyond the metadata.
//!
//! Sources: Microsoft Graph, "Advanced query capabilities on Microsoft Entra ID objects" (which
//! operators need `ConsistencyLevel: eventual` and `$count=true`), "List users" (page sizes,
//! default properties, signInActivity), "Use the $search query parameter".

use serde_json::Value;

use crate::exchange::Exchange;
use crate::filter::Filter;
use crate::model::{Model, TypeRef};
use crate::path::Target;

/// Most values of an `in`, and clauses of a chain of `or`, in a plain query.
const MOST_VALUES: usize = 15;
const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 999;
const LARGEST_PAGE_WITH_SIGN_INS: usize = 500;

/// What a user has in an answer to a list that selects nothing.
const USER_DEFAULTS: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "id",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

/// The operators that work on a user's property in a plain query; others need an advanced one.
const PLAIN_ON_USERS: &[(&str, &[&str])] = &[
    ("userType", &["eq", "in"]),
    ("accountEnabled", &["eq", "in"]),
    ("creationType", &["eq", "in"]),
    ("createdDateTime", &["eq", "ge", "le"]),
    ("mail", &["eq", "in", "ge", "le", "startswith"]),
    ("otherMails", &["eq", "in", "ge", "le", "startswith"]),
    ("proxyAddresses", &["eq", "ge", "le", "startswith"]),
    ("userPrincipalName", &["eq", "in", "le", "startswith"]),
    ("displayName", &["eq", "in", "startswith"]),
    ("companyName", &[]),
    // Not in the published table of operators: the strict side.
    ("externalUserState", &[]),
    ("externalUserStateChangeDateTime", &[]),
    ("onPremisesSyncEnabled", &["eq", "in"]),
];

/// What a successful read broke of these rules.
pub(crate) fn problems(model: &Model, target: &Target, exchange: &Exchange) -> Vec<String> {
    let query = Query::of(exchange);
    if exchange.method != "GET" || query.follows_up || query.is_delta {
        return Vec::new();
    }
    if matches!(target, Target::Count) {
        return (!exchange.eventual)
            .then(|| "/$count without ConsistencyLevel: eventual".to_owned())
            .into_iter()
            .collect();
    }
    let Target::Value(kind) = target else {
        return Vec::new();
    };
    let mut found = query.unselected(kind, exchange);
    if kind.collection && model.derives(&kind.name, "directoryObject") && query.is_v1 {
        found.extend(query.not_advanced(kind, exchange));
        found.extend(query.page_problems(kind, exchange));
    }
    found
}

/// The parts of a query that the rules speak of.
struct Query {
    is_v1: bool,
    is_delta: bool,
    follows_up: bool,
    transitive_cast: bool,
    count: bool,
    search: bool,
    expands: bool,
    sign_ins: bool,
    order: Option<String>,
    filter: Option<Filter>,
    select: Option<Vec<String>>,
    top: Option<usize>,
}

impl Query {
    fn of(exchange: &Exchange) -> Self {
        let (version, segments) = exchange.segments();
        let options = exchange.options();
        let option = |wanted: &str| {
            let mut all = options.iter();
            all.find(|(name, _)| name == wanted)
                .map(|(_, value)| value.clone())
        };
        let last = segments.last().map(|last| last.to_lowercase());
        let last = last.unwrap_or_default();
        let select: Option<Vec<String>> = option("select")
            .map(|text| text.split(',').map(|name| name.trim().to_owned()).collect());
        let filter = option("filter").map(|text| Filter::read(&text));
        let about_sign_ins = |name: &str| name.to_lowercase().starts_with("signinactivity");
        let names = select.iter().flatten().cloned();
        let sign_ins = names
            .chain(filter.iter().flat_map(Filter::names))
            .any(|name| about_sign_ins(&name));
        Self {
            is_v1: version == "v1.0",
            is_delta: last == "delta",
            follows_up: option("skiptoken").is_some(),
            transitive_cast: last.starts_with("microsoft.graph.")
                && segments
                    .iter()
                    .any(|segment| segment.to_lowercase().starts_with("transitive")),
            count: option("count").is_some_and(|value| value.eq_ignore_ascii_case("true")),
            search: option("search").is_some(),
            expands: option("expand").is_some(),
            order: option("orderby"),
            top: option("top").and_then(|top| top.parse().ok()),
            sign_ins,
            filter,
            select,
        }
    }

    /// Properties that were not asked for.
    fn unselected(&self, kind: &TypeRef, exchange: &Exchange) -> Vec<String> {
        let lists_users = exchange.segments().1.len() == 1 && kind.collection;
        let wanted: Vec<&str> = match &self.select {
            Some(names) => names.iter().map(String::as_str).collect(),
            None if lists_users && kind.name == "user" => USER_DEFAULTS.to_vec(),
            None => return Vec::new(),
        };
        if self.expands || wanted.contains(&"*") {
            return Vec::new();
        }
        let mut extra: Vec<String> = rows(kind, exchange)
            .filter_map(Value::as_object)
            .flat_map(|row| row.keys())
            .filter(|name| !name.contains('@') && *name != "id")
            .filter(|name| !wanted.iter().any(|one| one.eq_ignore_ascii_case(name)))
            .map(|name| format!("{name:?} was not selected"))
            .collect();
        extra.sort_unstable();
        extra.dedup();
        extra
    }

    /// What needed an advanced query and was none.
    fn not_advanced(&self, kind: &TypeRef, exchange: &Exchange) -> Vec<String> {
        let needs = self.advanced_needs(kind);
        let mut found = Vec::new();
        if self.search && !exchange.eventual {
            found.push("$search without ConsistencyLevel: eventual".to_owned());
        }
        if !(exchange.eventual && (self.count || self.search)) {
            found.extend(
                needs.iter().map(|what| {
                    format!("{what} without ConsistencyLevel: eventual and $count=true")
                }),
            );
        }
        if self.expands && (self.search || !needs.is_empty()) {
            found.push("$expand in an advanced query".to_owned());
        }
        let counted = exchange
            .answer
            .as_ref()
            .is_some_and(|body| body.get("@odata.count").is_some());
        if counted && !(exchange.eventual && self.count) {
            found.push("a count that was not asked for, or not by an advanced query".to_owned());
        }
        found
    }

    fn advanced_needs(&self, kind: &TypeRef) -> Vec<String> {
        let mut needs = Vec::new();
        if let Some(filter) = &self.filter {
            for operator in ["ne", "endswith"] {
                if filter.has(operator) {
                    needs.push(operator.to_owned());
                }
            }
            if filter.negates {
                needs.push("not".to_owned());
            }
            if self.order.is_some() {
                needs.push("$filter with $orderby".to_owned());
            }
            if filter.most_values > MOST_VALUES {
                needs.push(format!(
                    "in or a chain of or with {} values",
                    filter.most_values
                ));
            }
            for one in filter.uses.iter().filter(|_| kind.name == "user") {
                let known = PLAIN_ON_USERS
                    .iter()
                    .find(|(name, _)| one.path.eq_ignore_ascii_case(name));
                if known.is_some_and(|(_, plain)| !plain.contains(&one.operator.as_str())) {
                    needs.push(format!("{} {}", one.path, one.operator));
                }
            }
        }
        if let Some(order) = &self.order {
            let name = order.split_whitespace().next().unwrap_or_default();
            let plain = match kind.name.as_str() {
                "user" => ["displayName", "userPrincipalName"].contains(&name),
                "group" => name == "displayName",
                _ => false,
            };
            if !plain {
                needs.push(format!("$orderby={order}"));
            }
        }
        if self.transitive_cast {
            needs.push("a cast on a transitive list".to_owned());
        }
        needs
    }

    fn page_problems(&self, kind: &TypeRef, exchange: &Exchange) -> Vec<String> {
        if !["user", "group", "servicePrincipal"].contains(&kind.name.as_str()) {
            return Vec::new();
        }
        let largest = if self.sign_ins {
            LARGEST_PAGE_WITH_SIGN_INS
        } else {
            LARGEST_PAGE
        };
        let most = self.top.unwrap_or(DEFAULT_PAGE).min(largest);
        let rows = rows(kind, exchange).count();
        let mut found = Vec::new();
        if rows > most {
            found.push(format!("a page of {rows}, where {most} was the limit"));
        }
        if let (true, Some(filter)) = (self.sign_ins, &self.filter) {
            let (stamps, others): (Vec<_>, Vec<_>) = filter
                .uses
                .iter()
                .partition(|one| one.path.to_lowercase().starts_with("signinactivity"));
            if !stamps.is_empty() && !others.is_empty() {
                found.push("signInActivity filtered together with other properties".to_owned());
            }
        }
        found
    }
}

/// The objects of an answer: those of a list, or the one.
fn rows<'a>(kind: &TypeRef, exchange: &'a Exchange) -> impl Iterator<Item = &'a Value> {
    let list = exchange
        .answer
        .as_ref()
        .and_then(|body| body.get("value"))
        .and_then(Value::as_array)
        .filter(|_| kind.collection);
    let one = exchange.answer.as_ref().filter(|_| !kind.collection);
    list.into_iter().flatten().chain(one)
}
