//! `/users/delta`: what changed since a mark (learn.microsoft.com, delta query overview).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Request;
use super::answer::Answer;
use super::rights::Rights;
use super::tables::USERS;
use crate::directory::{Changed, ObjectKind, User, View};
use crate::faults::Point;
use crate::odata::{
    Column, Error, Query, QueryOption, Test, compile, decode_token, encode_token, parse_filter,
    show,
};

/// How long a mark is good for.
const LIFETIME_SECONDS: i64 = 7 * 24 * 60 * 60;
/// Objects of one page.
const PAGE: usize = 200;
/// Most ids that a filter names.
const MOST_IDS: usize = 50;

/// Where a round of delta stands. What was selected at the first call holds for all that follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Mark {
    select: Option<Vec<String>>,
    ids: Option<Vec<Uuid>>,
    /// When the mark was given out, in seconds since 1970.
    given: i64,
    place: Place,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Place {
    /// Within the first round: after this user; changes since `from` follow.
    Listing { after: Option<Uuid>, from: u64 },
    /// After this change.
    Since(u64),
}

/// GET /users/delta
pub(super) fn users(request: &Request<'_>) -> Result<Answer, Error> {
    request.query.only(&[
        QueryOption::Select,
        QueryOption::Filter,
        QueryOption::DeltaToken,
        QueryOption::SkipToken,
    ])?;
    request.tenant.read(|view| {
        // Delta comes from the source of truth: lag does not hide anything from it.
        let view = view.latest();
        if !Rights::of(request, view)?.lists_users() {
            return Err(Error::denied());
        }
        let now = request.tenant.clock.now().unix_timestamp();
        let token = request.query.get(QueryOption::DeltaToken);
        let mark = match (token, request.query.get(QueryOption::SkipToken)) {
            (Some(token), None) if token.eq_ignore_ascii_case("latest") => {
                return latest(request, view, now);
            }
            (Some(""), None) | (None, None) => first_mark(request, view, now)?,
            (Some(token), None) | (None, Some(token)) => read_mark(request, view, token, now)?,
            (Some(_), Some(_)) => {
                return Err(Error::bad_request(
                    "$deltatoken and $skiptoken exclude each other.",
                ));
            }
        };
        match mark.place {
            Place::Listing { after, from } => listing(request, view, &mark, after, from, now),
            Place::Since(sequence) => since(request, view, &mark, sequence, now),
        }
    })
}

fn first_mark(request: &Request<'_>, view: View<'_>, now: i64) -> Result<Mark, Error> {
    let select = request.query.select()?;
    columns(select.as_deref())?;
    let ids = match request.query.get(QueryOption::Filter) {
        Some(text) => Some(filtered_ids(text)?),
        None => None,
    };
    Ok(Mark {
        select,
        ids,
        given: now,
        place: Place::Listing {
            after: None,
            from: view.sequence(),
        },
    })
}

/// Only `id eq '…'`, joined by `or`.
fn filtered_ids(text: &str) -> Result<Vec<Uuid>, Error> {
    let refused =
        || Error::unsupported("Delta queries support only filters on 'id', joined with 'or'.");
    let expression = parse_filter(text).map_err(|_| refused())?;
    if expression.roots().iter().any(|name| name != "id") {
        return Err(refused());
    }
    // As an advanced query, since the limit of ids here is another than that of other lists.
    let test: Test<User> = compile(&USERS, &expression, true, 0)?;
    let ids = test.exactly("id").ok_or_else(refused)?;
    if ids.len() > MOST_IDS {
        return Err(refused());
    }
    ids.iter()
        .map(|id| Uuid::try_parse(id).map_err(|_| refused()))
        .collect()
}

fn columns(select: Option<&[String]>) -> Result<Vec<Column<User>>, Error> {
    let untracked = ["signInActivity", "sponsors"];
    if let Some(name) = select.and_then(|names| {
        names.iter().find(|name| {
            untracked
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
    }) {
        return Err(Error::bad_request(format!(
            "The property '{name}' is not tracked by delta queries."
        )));
    }
    USERS.columns(select, true)
}

fn read_mark(request: &Request<'_>, view: View<'_>, token: &str, now: i64) -> Result<Mark, Error> {
    let mark: Mark =
        decode_token(token).ok_or_else(|| Error::bad_request("Badly formed token."))?;
    let sequence = match mark.place {
        Place::Listing { from, .. } => from,
        Place::Since(sequence) => sequence,
    };
    let is_old = now - mark.given > LIFETIME_SECONDS || sequence > view.sequence();
    let (method, path) = (request.method.as_str(), request.full_path());
    if request
        .tenant
        .faults
        .take(Point::Delta, method, &path)
        .is_some()
        || is_old
    {
        return Err(gone(request, &mark));
    }
    Ok(mark)
}

/// The mark is no good any more: start afresh where `Location` says.
fn gone(request: &Request<'_>, mark: &Mark) -> Error {
    Error::new(
        http::StatusCode::GONE,
        "syncStateNotFound",
        "The sync state generation is not found; continuation token is expired or no longer \
         valid. Start a full synchronization.",
    )
    .header("Location", restart(request, mark))
}

/// Where a full round begins, with the same selection.
fn restart(request: &Request<'_>, mark: &Mark) -> String {
    let mut url = format!("{}?$deltatoken=", request.url());
    if let Some(select) = &mark.select {
        url.push_str("&$select=");
        url.push_str(&select.join(","));
    }
    url
}

fn latest(request: &Request<'_>, view: View<'_>, now: i64) -> Result<Answer, Error> {
    let mut mark = first_mark(request, view, now)?;
    mark.place = Place::Since(view.sequence());
    Ok(answer(request, &mark, Vec::new(), None))
}

fn listing(
    request: &Request<'_>,
    view: View<'_>,
    mark: &Mark,
    after: Option<Uuid>,
    from: u64,
    now: i64,
) -> Result<Answer, Error> {
    let columns = columns(mark.select.as_deref())?;
    let mut users = view.users(after).filter(|user| mark.concerns(user.id));
    let page: Vec<&User> = users.by_ref().take(PAGE).map(AsRef::as_ref).collect();
    let more = users.next().is_some();
    let rows = page
        .iter()
        .map(|user| Json::Object(show(*user, &columns)))
        .collect();
    let last = page.last().map(|user| user.id);
    let place = if more {
        Place::Listing { after: last, from }
    } else {
        Place::Since(from)
    };
    let next = Mark {
        given: now,
        place,
        ..mark.clone()
    };
    Ok(answer(request, &next, rows, more.then_some(())))
}

/// What happened to one user since the mark.
#[derive(Default)]
struct History {
    created: bool,
    properties: Vec<String>,
}

fn since(
    request: &Request<'_>,
    view: View<'_>,
    mark: &Mark,
    sequence: u64,
    now: i64,
) -> Result<Answer, Error> {
    let columns = columns(mark.select.as_deref())?;
    let mut histories: BTreeMap<Uuid, History> = BTreeMap::new();
    let mut reached = sequence;
    let mut more = false;
    for change in view.changes_since(sequence) {
        if change.object == ObjectKind::User && mark.concerns(change.id) {
            if histories.len() == PAGE && !histories.contains_key(&change.id) {
                more = true;
                break;
            }
            let history = histories.entry(change.id).or_default();
            match &change.what {
                Changed::Created => history.created = true,
                Changed::Updated(names) => history.properties.extend(names.iter().cloned()),
                Changed::Members(_) => {}
                Changed::SoftDeleted | Changed::Purged => history.created = true,
            }
        }
        reached = change.sequence;
    }
    let mut rows = Vec::new();
    for (id, history) in &histories {
        let Some(user) = view.user(*id) else {
            let reason = if view.deleted_user(*id).is_some() {
                "changed"
            } else {
                "deleted"
            };
            rows.push(json!({"id": id, "@removed": {"reason": reason}}));
            continue;
        };
        let is_changed = |name: &str| {
            history.created || history.properties.iter().any(|changed| changed == name)
        };
        if !columns.iter().any(|column| is_changed(column.name())) {
            continue;
        }
        let mut shown: Map<String, Json> = show(user.as_ref(), &columns);
        if request.minimal {
            shown.retain(|name, _| name == "id" || is_changed(name));
        }
        rows.push(Json::Object(shown));
    }
    let next = Mark {
        given: now,
        place: Place::Since(reached),
        ..mark.clone()
    };
    Ok(answer(request, &next, rows, more.then_some(())))
}

impl Mark {
    fn concerns(&self, id: Uuid) -> bool {
        self.ids.as_ref().is_none_or(|ids| ids.contains(&id))
    }
}

/// A page; with `more` it leads on, else it ends in the link of the next round.
fn answer(request: &Request<'_>, next: &Mark, rows: Vec<Json>, more: Option<()>) -> Answer {
    let token = encode_token(next);
    // The token carries selection and filter: the link repeats nothing.
    let bare = Query::default();
    let link = match more {
        Some(()) => (
            "@odata.nextLink",
            json!(bare.link(&request.url(), QueryOption::SkipToken, &token)),
        ),
        None => (
            "@odata.deltaLink",
            json!(bare.link(&request.url(), QueryOption::DeltaToken, &token)),
        ),
    };
    let context = match &next.select {
        Some(names) => request.context(&format!("users({})", names.join(","))),
        None => request.context("users"),
    };
    Answer::list(context, vec![link], rows)
}
