//! `/auditLogs/directoryAudits`: what was done to the directory, and by whom.

use http::StatusCode;
use serde_json::Value as Json;
use time::{Duration, OffsetDateTime};

use super::Request;
use super::answer::Answer;
use super::listing::paged;
use super::rights::Rights;
use super::tables::AUDITS;
use crate::audit::AuditEntry;
use crate::directory::View;
use crate::odata::{Error, Plan, QueryOption, show};

const SET: &str = "auditLogs/directoryAudits";
/// How long entries are kept without and with a premium licence (learn.microsoft.com, "Microsoft
/// Entra data retention").
const KEPT: Duration = Duration::days(7);
const KEPT_PREMIUM: Duration = Duration::days(30);

/// GET /auditLogs/directoryAudits: newest first unless told.
pub(super) fn list(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[
        QueryOption::Select,
        QueryOption::Filter,
        QueryOption::OrderBy,
        QueryOption::Top,
        QueryOption::SkipToken,
    ])?;
    let rising = is_rising(request)?;
    request.tenant.read(|view| {
        reader(request, view)?;
        // Unlike the directory, this service sorts what it filters.
        let plan = Plan::new(&AUDITS, &request.query.without(QueryOption::OrderBy))?;
        let (from, to) = plan
            .filter
            .as_ref()
            .map_or((None, None), |test| test.between("activityDateTime"));
        let from = from.max(Some(oldest(request, view)));
        let page = plan.page(|after: Option<u64>| {
            rows(view, rising, from, to, after).map(|entry| (entry.n, entry))
        })?;
        let context = request.context_of(SET, "")?;
        Ok(paged(request, context, &page, |entry| {
            Json::Object(plan.show(entry))
        }))
    })
}

/// GET /auditLogs/directoryAudits/{id}
pub(super) fn one(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    request.tenant.read(|view| {
        reader(request, view)?;
        let columns = AUDITS.columns(request.query.select()?.as_deref(), false)?;
        let wanted = request.param(0);
        let found = view
            .audits(Some(oldest(request, view)), None)
            .iter()
            .rev()
            .find(|entry| entry.id == wanted && view.shows(entry))
            .ok_or_else(|| Error::missing(wanted))?;
        let context = request.context_of(SET, "/$entity")?;
        Ok(Answer::object(context, show(found, &columns)))
    })
}

/// The entries from one moment to another that come after the one with this number.
fn rows<'v>(
    view: View<'v>,
    rising: bool,
    from: Option<OffsetDateTime>,
    to: Option<OffsetDateTime>,
    after: Option<u64>,
) -> Box<dyn Iterator<Item = &'v AuditEntry> + 'v> {
    let all = view.audits(from, to);
    let shown = move |entry: &&AuditEntry| view.shows(entry);
    if rising {
        let start = after.map_or(0, |after| all.partition_point(|entry| entry.n <= after));
        Box::new(all[start..].iter().filter(shown))
    } else {
        let end = after.map_or(all.len(), |after| {
            all.partition_point(|entry| entry.n < after)
        });
        Box::new(all[..end].iter().rev().filter(shown))
    }
}

/// Who reads the log, whatever the token allows.
fn reader(request: &Request<'_>, view: View<'_>) -> Result<(), Error> {
    if Rights::of(request, view)?.reads_audits() {
        return Ok(());
    }
    Err(Error::new(
        StatusCode::FORBIDDEN,
        "Authentication_RequestFromUnsupportedUserRole",
        "User is not in the allowed roles",
    ))
}

fn oldest(request: &Request<'_>, view: View<'_>) -> OffsetDateTime {
    let kept = if view.organization().has_premium {
        KEPT_PREMIUM
    } else {
        KEPT
    };
    request.tenant.clock.now() - kept
}

/// `$orderby` knows the moment alone.
fn is_rising(request: &Request<'_>) -> Result<bool, Error> {
    let Some(order) = request.query.get(QueryOption::OrderBy) else {
        return Ok(false);
    };
    let words: Vec<String> = order
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["activitydatetime"] | ["activitydatetime", "asc"] => Ok(true),
        ["activitydatetime", "desc"] => Ok(false),
        _ => Err(Error::gateway(format!(
            "Sorting by '{order}' is not supported for audit logs."
        ))),
    }
}
