//! Which users a list has to look at: as few as the filter lets one know, so that a page of a large
//! directory costs no more than a page.

use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use crate::directory::{User, View};
use crate::odata::{Error, Page, Plan, Test};

/// Where the rows of a plan come from.
enum Source {
    /// These alone, in order of id: the filter names ids, names or addresses.
    Exact(Vec<Uuid>),
    /// Those created between two moments, in whole seconds since 1970, in order of moment.
    Created(Option<i64>, Option<i64>),
    /// All, in order of id.
    All,
}

/// The page that a query asks for.
///
/// # Errors
///
/// As [`Plan::page`].
pub(super) fn page<'v>(view: View<'v>, plan: &Plan<User>) -> Result<Page<&'v User>, Error> {
    match source(view, plan) {
        Source::Exact(ids) => plan.page(|after: Option<Uuid>| {
            let later = move |id: &&Uuid| after.is_none_or(|after| **id > after);
            let users = ids.iter().filter(later).filter_map(|id| view.user(*id));
            users.map(|user| (user.id, user.as_ref()))
        }),
        Source::Created(from, to) => plan.page(|after: Option<(i64, Uuid)>| {
            let users = view.users_created(from, to, after);
            users.map(|user| {
                let created = user.created_date_time.unix_timestamp();
                ((created, user.id), user.as_ref())
            })
        }),
        Source::All => {
            plan.page(|after: Option<Uuid>| view.users(after).map(|user| (user.id, user.as_ref())))
        }
    }
}

/// How many users match.
pub(super) fn number(view: View<'_>, plan: &Plan<User>) -> usize {
    match source(view, plan) {
        Source::Exact(ids) => {
            let users = ids.iter().filter_map(|id| view.user(*id));
            plan.number(users.map(Arc::as_ref))
        }
        Source::Created(from, to) => {
            plan.number(view.users_created(from, to, None).map(Arc::as_ref))
        }
        Source::All => plan.number(view.users(None).map(Arc::as_ref)),
    }
}

fn source(view: View<'_>, plan: &Plan<User>) -> Source {
    let Some(test) = &plan.filter else {
        return Source::All;
    };
    if let Some(mut ids) = exact(view, test) {
        ids.sort_unstable();
        ids.dedup();
        return Source::Exact(ids);
    }
    match test.between("createdDateTime") {
        (None, None) => Source::All,
        (from, to) => Source::Created(
            from.map(OffsetDateTime::unix_timestamp),
            to.map(OffsetDateTime::unix_timestamp),
        ),
    }
}

/// The users that can match, if the filter names exact values; those that do not match in the end
/// may be among them.
fn exact(view: View<'_>, test: &Test<User>) -> Option<Vec<Uuid>> {
    if let Some(ids) = test.exactly("id") {
        return Some(
            ids.iter()
                .filter_map(|id| Uuid::try_parse(id).ok())
                .collect(),
        );
    }
    if let Some(names) = test.exactly("userPrincipalName") {
        let users = names.iter().filter_map(|name| view.user_by_upn(name));
        return Some(users.map(|user| user.id).collect());
    }
    for property in ["mail", "otherMails"] {
        if let Some(addresses) = test.exactly(property) {
            return Some(holders(view, &addresses));
        }
    }
    if let Some(proxies) = test.exactly("proxyAddresses") {
        let addresses = proxies.iter().map(|proxy| proxy.strip_prefix("smtp:"));
        return Some(holders(view, &addresses.collect::<Option<Vec<_>>>()?));
    }
    match test {
        Test::And(members) => members.iter().find_map(|member| exact(view, member)),
        Test::Or(members) => {
            let mut all = Vec::new();
            for member in members {
                all.extend(exact(view, member)?);
            }
            Some(all)
        }
        _ => None,
    }
}

fn holders(view: View<'_>, addresses: &[&str]) -> Vec<Uuid> {
    let holders = addresses
        .iter()
        .flat_map(|address| view.holders_of_address(address));
    holders.map(|object| object.id()).collect()
}
