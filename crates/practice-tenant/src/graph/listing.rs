//! Answers that are lists.

use serde_json::{Map, Value as Json, json};

use super::Request;
use super::answer::Answer;
use crate::odata::{Error, Page, QueryOption};

/// A page as an answer, with its count and the link to the next.
pub(super) fn paged<R>(
    request: &Request<'_>,
    context: String,
    page: &Page<R>,
    show: impl Fn(&R) -> Json,
) -> Answer {
    let mut extra = Vec::new();
    if let Some(count) = page.count {
        extra.push(("@odata.count", json!(count)));
    }
    if let Some(token) = &page.next {
        let link = request
            .query
            .link(&request.url(), QueryOption::SkipToken, token);
        extra.push(("@odata.nextLink", json!(link)));
    }
    Answer::list(context, extra, page.rows.iter().map(show).collect())
}

/// A short list that is never paged and knows `$select` alone.
///
/// # Errors
///
/// Another option; a name that the objects do not have.
pub(super) fn short(
    request: &Request<'_>,
    set: &str,
    kind: &str,
    rows: Vec<Json>,
) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    let context = request.context_of(set, "")?;
    let rows = rows
        .into_iter()
        .map(|row| select(request, kind, row).map(Json::Object))
        .collect::<Result<_, _>>()?;
    Ok(Answer::list(context, Vec::new(), rows))
}

/// One object that knows `$select` alone.
///
/// # Errors
///
/// As [`short`].
pub(super) fn single(
    request: &Request<'_>,
    context: &str,
    kind: &str,
    object: Json,
) -> Result<Answer, Error> {
    request.query.only(&[QueryOption::Select])?;
    let object = select(request, kind, object)?;
    Ok(Answer::object(
        request.context_of(context, "/$entity")?,
        object,
    ))
}

fn select(request: &Request<'_>, kind: &str, object: Json) -> Result<Map<String, Json>, Error> {
    let Json::Object(object) = object else {
        return Ok(Map::new());
    };
    let Some(names) = request.query.select()? else {
        return Ok(object);
    };
    let mut chosen = Map::new();
    for name in names.iter().filter(|name| *name != "*") {
        let found = object
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (known, value) = found.ok_or_else(|| {
            Error::gateway(format!(
                "Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
            ))
        })?;
        chosen.insert(known.clone(), value.clone());
    }
    Ok(if names.iter().any(|name| name == "*") {
        object
    } else {
        chosen
    })
}
