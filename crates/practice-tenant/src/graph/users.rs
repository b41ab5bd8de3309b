//! `/me` and `/users`: reading.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::listing::paged;
use super::rights::Rights;
use super::tables::{BASIC, Object, Shower, USERS};
use super::user_rows::{number, page};
use crate::directory::{User, View};
use crate::odata::{Error, Expand, MOST_EXPANDED, Plan, QueryOption, parse_filter, show};

/// Scopes that reach every property of every user.
const FULL: &[&str] = &[
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// Scopes that reach every property of oneself.
const OWN: &[&str] = &["User.Read", "User.ReadWrite"];
/// Largest page when sign-in stamps are selected.
const SIGN_IN_PAGE: usize = 500;

/// GET /users
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.lists_users() {
            return Err(Error::denied());
        }
        let reach = Reach::of(request, None);
        reach.check(request)?;
        let stamps = selects_stamps(request, view)?;
        let mut plan = Plan::new(&USERS, &request.query)?;
        if stamps {
            plan.limit(SIGN_IN_PAGE);
        }
        check_expand(&plan.expand)?;
        let page = page(view, &plan)?;
        let context = request.context_of("users", "")?;
        Ok(paged(request, context, &page, |user| {
            let mut shown = plan.show(user);
            present(&mut shown, user, reach, stamps);
            expand_sponsors(view, user, &plan.expand, &mut shown);
            Json::Object(shown)
        }))
    })
}

/// GET /users/$count
pub(super) fn count(request: &Request<'_>) -> Result<Answer, Error> {
    let query = counting(request)?;
    request.tenant.read(|view| {
        if !Rights::of(request, view)?.lists_users() {
            return Err(Error::denied());
        }
        Reach::of(request, None).check(request)?;
        let plan = Plan::new(&USERS, &query)?;
        Ok(Answer::number(number(view, &plan)))
    })
}

/// The query of a path that ends in `$count`.
///
/// # Errors
///
/// The header is missing; options other than `$filter` and `$search`.
pub(super) fn counting(request: &Request<'_>) -> Result<crate::odata::Query, Error> {
    if !request.query.eventual {
        return Err(Error::bad_request("$count is not currently supported."));
    }
    request
        .query
        .only(&[QueryOption::Filter, QueryOption::Search])?;
    let mut query = request.query.clone();
    query.counts_by_path = true;
    Ok(query)
}

/// GET /me, GET /users/{id or user principal name}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request
        .query
        .only(&[QueryOption::Select, QueryOption::Expand])?;
    request.tenant.read(|view| {
        let rights = Rights::of(request, view)?;
        let user = find(view, request.param(0))?;
        let own = user.id == request.caller.user_id;
        if !own && !rights.reads_others() {
            return Err(Error::denied());
        }
        let reach = Reach::of(request, Some(user.id));
        if reach == Reach::Nothing {
            return Err(Error::denied());
        }
        reach.check(request)?;
        let stamps = selects_stamps(request, view)?;
        let select = request.query.select()?;
        let columns = USERS.columns(select.as_deref(), false)?;
        let expand = request.query.expand()?;
        check_expand(&expand)?;
        let mut shown = show(user.as_ref(), &columns);
        present(&mut shown, user, reach, stamps);
        expand_sponsors(view, user, &expand, &mut shown);
        Ok(Answer::object(
            request.context_of("users", "/$entity")?,
            shown,
        ))
    })
}

/// The user of a path.
///
/// # Errors
///
/// 404 where there is none, or lag still hides it.
pub(super) fn find<'v>(view: View<'v>, key: &str) -> Result<&'v Arc<User>, Error> {
    view.user_by_key(key).ok_or_else(|| Error::missing(key))
}

/// How much of users the token's scopes reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Nothing,
    Basic,
    Full,
}

impl Reach {
    /// Of the user with that id; of users at large without.
    pub(super) fn of(request: &Request<'_>, user: Option<Uuid>) -> Self {
        let own = user == Some(request.caller.user_id);
        if request.has_any(FULL) || (own && request.has_any(OWN)) {
            Self::Full
        } else if request.has_any(&["User.ReadBasic.All"]) {
            Self::Basic
        } else {
            Self::Nothing
        }
    }

    /// Refuses selecting or filtering by what the scopes do not reach.
    pub(super) fn check(self, request: &Request<'_>) -> Result<(), Error> {
        let beyond =
            |name: &str| !BASIC.iter().any(|basic| basic.eq_ignore_ascii_case(name)) && name != "*";
        if self == Self::Full {
            return Ok(());
        }
        let selected = request.query.select()?.unwrap_or_default();
        let filtered = request
            .query
            .get(QueryOption::Filter)
            .and_then(|text| parse_filter(text).ok())
            .map(|expression| expression.roots())
            .unwrap_or_default();
        if self == Self::Nothing || selected.iter().chain(&filtered).any(|name| beyond(name)) {
            return Err(Error::denied());
        }
        Ok(())
    }
}

/// Selecting or filtering by sign-in stamps needs a scope of its own and a premium tenant.
fn selects_stamps(request: &Request<'_>, view: View<'_>) -> Result<bool, Error> {
    let named = |text: &str| text.to_ascii_lowercase().contains("signinactivity");
    let selected = request.query.select()?.unwrap_or_default();
    let asked = selected.iter().any(|name| named(name))
        || request.query.get(QueryOption::Filter).is_some_and(named);
    if !asked {
        return Ok(false);
    }
    if !request.has_any(&["AuditLog.Read.All"]) {
        return Err(Error::denied());
    }
    if !view.organization().has_premium {
        return Err(Error::new(
            http::StatusCode::FORBIDDEN,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        ));
    }
    Ok(true)
}

/// What is not within reach is null; stamps that were never made are absent.
fn present(shown: &mut Map<String, Json>, user: &User, reach: Reach, stamps: bool) {
    if reach == Reach::Basic {
        for (name, value) in shown.iter_mut() {
            if !BASIC.contains(&name.as_str()) {
                *value = if value.is_array() {
                    json!([])
                } else {
                    Json::Null
                };
            }
        }
    }
    if stamps && user.sign_in_activity.is_none() {
        shown.remove("signInActivity");
    }
}

/// `sponsors` is the one relation of users that can be expanded here.
fn check_expand(expand: &[Expand]) -> Result<(), Error> {
    for clause in expand {
        if !clause.relation.eq_ignore_ascii_case("sponsors") {
            return Err(Error::gateway(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{}' on \
                 type 'microsoft.graph.user'.",
                clause.relation
            )));
        }
        Shower::new(clause.select.as_deref(), None)?;
    }
    Ok(())
}

fn expand_sponsors(view: View<'_>, user: &User, expand: &[Expand], shown: &mut Map<String, Json>) {
    for clause in expand {
        let Ok(shower) = Shower::new(clause.select.as_deref(), None) else {
            continue;
        };
        let sponsors = user
            .sponsors
            .iter()
            .take(MOST_EXPANDED)
            .filter_map(|id| view.object(*id));
        let sponsors = sponsors
            .map(|object| shower.show(&Object::from(object)))
            .collect();
        shown.insert("sponsors".to_owned(), sponsors);
    }
}
