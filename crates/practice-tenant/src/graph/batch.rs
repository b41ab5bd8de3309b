//! `$batch`: up to twenty calls in one (learn.microsoft.com, JSON batching).

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::answer::{Answer, Content};
use super::dispatch::{self, Dispatched};
use super::request::{Request, header};
use super::{serve, trial};
use crate::faults::{Point, Trouble};
use crate::odata::{Error, Query};
use crate::trouble::{self, Aftermath};

/// Its path without the version.
pub(super) const PATH: &str = "/$batch";
const MOST_REQUESTS: usize = 20;

/// One call of a batch.
struct Item {
    id: String,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Option<Json>,
    depends_on: Vec<String>,
}

/// POST /$batch. A fault that holds back, spreads or cuts the answer of one of the calls does so to
/// the answer as a whole.
pub(super) fn run(request: &Request<'_>, aftermath: &mut Aftermath) -> Result<Answer, Error> {
    if request.method != Method::POST {
        return Err(Error::method());
    }
    let list = request
        .object()?
        .get("requests")
        .and_then(Json::as_array)
        .ok_or_else(|| Error::gateway("Invalid batch payload format."))?;
    if list.is_empty() {
        return Err(Error::gateway("The batch must hold at least one request."));
    }
    if list.len() > MOST_REQUESTS {
        return Err(Error::gateway(format!(
            "Number of batch request steps exceeds the maximum value of {MOST_REQUESTS}."
        )));
    }
    let items: Vec<Item> = list.iter().map(read).collect::<Result<_, _>>()?;
    check_ids(&items)?;

    let mut statuses: BTreeMap<String, StatusCode> = BTreeMap::new();
    let mut responses = Vec::with_capacity(items.len());
    // Dependencies may be named before the call they wait for: what can run, runs first.
    let mut waiting: Vec<&Item> = items.iter().collect();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|item| {
            item.depends_on
                .iter()
                .all(|id| statuses.contains_key(&id.to_lowercase()))
        });
        let Some(ready) = ready else {
            return Err(Error::gateway(
                "The dependencies of the batch requests form a circle.",
            ));
        };
        let item = waiting.remove(ready);
        let failed = item.depends_on.iter().any(|id| {
            statuses
                .get(&id.to_lowercase())
                .is_none_or(|status| !status.is_success())
        });
        let answered = if failed {
            let error = Error::new(
                StatusCode::FAILED_DEPENDENCY,
                "FailedDependency",
                "A request that this one depends on has failed.",
            );
            Dispatched::refused(error)
        } else {
            answer_item(request, item, aftermath)
        };
        let (status, response) = respond(request, item, answered);
        count(request, item, status);
        statuses.insert(item.id.to_lowercase(), status);
        responses.push(response);
    }
    let mut body = Map::new();
    body.insert("responses".to_owned(), Json::Array(responses));
    Ok(Answer {
        status: StatusCode::OK,
        content: Content::Json(Json::Object(body)),
    })
}

fn read(item: &Json) -> Result<Item, Error> {
    let wrong = |what: &str| Error::gateway(format!("Invalid batch payload format: {what}."));
    let item = item
        .as_object()
        .ok_or_else(|| wrong("a request is no object"))?;
    let id = match item.get("id") {
        Some(Json::String(id)) if !id.is_empty() => id.clone(),
        Some(Json::Number(id)) => id.to_string(),
        _ => return Err(wrong("a request has no id")),
    };
    let method = item
        .get("method")
        .and_then(Json::as_str)
        .and_then(|method| Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok())
        .ok_or_else(|| wrong("a request has no method"))?;
    let url = item
        .get("url")
        .and_then(Json::as_str)
        .ok_or_else(|| wrong("a request has no url"))?
        .to_owned();
    let mut headers = HeaderMap::new();
    for (name, value) in item
        .get("headers")
        .and_then(Json::as_object)
        .into_iter()
        .flatten()
    {
        let value = value
            .as_str()
            .and_then(|value| HeaderValue::from_str(value).ok());
        if let (Ok(name), Some(value)) = (HeaderName::from_bytes(name.as_bytes()), value) {
            headers.insert(name, value);
        }
    }
    let body = item.get("body").filter(|body| !body.is_null()).cloned();
    if body.is_some() && !headers.contains_key(http::header::CONTENT_TYPE) {
        return Err(wrong("a request with a body needs a Content-Type header"));
    }
    let depends_on = match item.get("dependsOn") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(ids)) => ids
            .iter()
            .map(|id| match id {
                Json::String(id) => Ok(id.clone()),
                Json::Number(id) => Ok(id.to_string()),
                _ => Err(wrong("dependsOn holds what is no id")),
            })
            .collect::<Result<_, _>>()?,
        Some(_) => return Err(wrong("dependsOn is no list")),
    };
    Ok(Item {
        id,
        method,
        url,
        headers,
        body,
        depends_on,
    })
}

fn check_ids(items: &[Item]) -> Result<(), Error> {
    let same = |left: &str, right: &str| left.to_lowercase() == right.to_lowercase();
    for (index, item) in items.iter().enumerate() {
        if items[..index]
            .iter()
            .any(|earlier| same(&earlier.id, &item.id))
        {
            return Err(Error::gateway(format!(
                "Request Id {} was specified more than once.",
                item.id
            )));
        }
        let unknown = item
            .depends_on
            .iter()
            .find(|id| !items.iter().any(|other| same(&other.id, id)) || same(&item.id, id));
        if let Some(id) = unknown {
            return Err(Error::gateway(format!(
                "The dependency '{id}' is no request of the batch."
            )));
        }
    }
    Ok(())
}

fn answer_item(outer: &Request<'_>, item: &Item, aftermath: &mut Aftermath) -> Dispatched {
    match inner(outer, item) {
        Ok(request) => befall(request, aftermath),
        Err(error) => Dispatched::refused(error),
    }
}

/// Counts a call by what the client hears of it.
fn count(outer: &Request<'_>, item: &Item, status: StatusCode) {
    let path = inner_path(item).ok().map(|(path, _)| path);
    let pattern = path.and_then(|path| dispatch::pattern(outer.version, &item.method, &path));
    outer.tenant.requests.count(
        item.method.as_str(),
        pattern.as_deref().unwrap_or("(unknown)"),
        status.as_u16(),
    );
}

/// Path and query of an item.
fn inner_path(item: &Item) -> Result<(String, &str), Error> {
    // The version belongs to the batch: an address with its own, or with a host, is no path here.
    if let Some((scheme, _)) = item.url.split_once("://") {
        return Err(Error::segment(&format!("{scheme}:")));
    }
    let (path, query) = item.url.split_once('?').unwrap_or((&item.url, ""));
    let path: String = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .flat_map(|segment| ["/", segment])
        .collect();
    if path.eq_ignore_ascii_case(PATH) {
        return Err(Error::gateway("A batch cannot hold another batch."));
    }
    Ok((path, query))
}

/// The call that an item asks for.
fn inner<'r>(outer: &'r Request<'_>, item: &Item) -> Result<Request<'r>, Error> {
    let (path, query) = inner_path(item)?;
    let eventual = header(&item.headers, "consistencylevel")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("eventual"));
    let mut request = Request {
        tenant: outer.tenant,
        asked: outer.asked,
        caller: outer.caller,
        version: outer.version,
        method: item.method.clone(),
        path,
        query: Query::parse(query, eventual)?,
        body: item.body.clone(),
        minimal: serve::prefers_minimal(&item.headers),
        client_request_id: header(&item.headers, "client-request-id")
            .map(str::to_owned)
            .or_else(|| outer.client_request_id.clone()),
        params: Vec::new(),
    };
    request.query.url_length = request.url().len() + query.len() + 1;
    Ok(request)
}

/// Answers a call, or lets the fault that waits for it have it.
fn befall(request: Request<'_>, aftermath: &mut Aftermath) -> Dispatched {
    let lost = || trouble::failure(StatusCode::GATEWAY_TIMEOUT.as_u16(), None);
    let tenant = request.tenant;
    let method = request.method.to_string();
    let befallen = tenant
        .faults
        .take(Point::Wire, &method, &request.full_path());
    match befallen {
        Some(Trouble::Status(status, retry_after) | Trouble::Html(status, retry_after)) => {
            let error = trouble::failure(status, retry_after);
            let app = request.caller.client_id;
            return Dispatched::refused(trouble::loaded(error, app, tenant.id()));
        }
        Some(Trouble::DropBefore) => return Dispatched::refused(lost()),
        Some(Trouble::Delay(length)) => aftermath.delay += length,
        Some(Trouble::Slow(length)) => aftermath.slow += length,
        Some(Trouble::Cut) => aftermath.cut = true,
        _ => {}
    }
    if let Err(error) = trial::stand(&request) {
        return Dispatched::refused(error);
    }
    let mut answered = dispatch::dispatch(request);
    match (befallen, &mut answered.answer) {
        (Some(Trouble::DropAfter), answer) => *answer = Err(lost()),
        (Some(Trouble::ForeignNextLink), Ok(answer)) => {
            if let Content::Json(list) = &mut answer.content {
                trouble::spoil(list);
            }
        }
        _ => {}
    }
    answered
}

fn respond(request: &Request<'_>, item: &Item, answered: Dispatched) -> (StatusCode, Json) {
    let request_id = Uuid::new_v4().to_string();
    let mut headers = Map::new();
    headers.insert("Cache-Control".to_owned(), json!("no-cache"));
    headers.insert("request-id".to_owned(), json!(request_id));
    for (name, value) in answered.headers {
        headers.insert(name.to_owned(), json!(value));
    }
    let mut response = Map::new();
    response.insert("id".to_owned(), json!(item.id));
    let (status, content) = match answered.answer {
        Ok(answer) => {
            let wants_none = header(&item.headers, "accept")
                .is_some_and(|accept| accept.to_lowercase().contains("odata.metadata=none"));
            let answer = if wants_none {
                answer.without_metadata()
            } else {
                answer
            };
            (answer.status, answer.content)
        }
        Err(error) => {
            for (name, value) in &error.headers {
                headers.insert((*name).to_owned(), json!(value));
            }
            let client_id = header(&item.headers, "client-request-id")
                .or(request.client_request_id.as_deref())
                .unwrap_or(&request_id);
            let body = error.body(request.tenant.clock.now(), &request_id, client_id);
            (error.status, Content::Json(body))
        }
    };
    response.insert("status".to_owned(), json!(status.as_u16()));
    let body = match content {
        Content::None => None,
        Content::Json(body) => {
            headers.insert("Content-Type".to_owned(), json!("application/json"));
            Some(body)
        }
        Content::Text(text) => {
            headers.insert("Content-Type".to_owned(), json!("text/plain"));
            Some(Json::String(text))
        }
    };
    response.insert("headers".to_owned(), Json::Object(headers));
    if let Some(body) = body {
        response.insert("body".to_owned(), body);
    }
    (status, Json::Object(response))
}
