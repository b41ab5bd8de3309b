//! What every request passes: the guard, latency, faults, the services, the
//! count.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::faults::{Point, Trouble};
use crate::guard::Guard;
use crate::odata::Error;
use crate::record::{Recorder, record};
use crate::requests::Pattern;
use crate::site::{Asked, HostKind};
use crate::tenant::Tenant;
use crate::trouble::Aftermath;
use crate::{control, graph, identity, outbox, trouble};

/// The connection is to be cut without an answer.
#[derive(Debug, thiserror::Error)]
#[error("a fault cut the connection")]
pub(crate) struct Cut;

/// The services of the tenant, by the name that a request asked for.
#[derive(Debug, Clone)]
pub(crate) struct Front {
    tenant: Arc<Tenant>,
    guard: Guard,
    everything: TowerToHyperService<Router>,
    login: TowerToHyperService<Router>,
    graph: TowerToHyperService<Router>,
}

impl Front {
    pub(crate) fn new(tenant: Arc<Tenant>, guard: Guard, recorder: Option<Recorder>) -> Self {
        let finish = |router: Router<Arc<Tenant>>| {
            let router = router
                .layer(middleware::from_fn(note_pattern))
                .with_state(Arc::clone(&tenant));
            TowerToHyperService::new(router)
        };
        let login = || identity::router().merge(outbox::redemption_router());
        let graph = || match recorder.clone() {
            Some(recorder) => {
                graph::router().layer(middleware::from_fn_with_state(recorder, record))
            }
            None => graph::router(),
        };
        let everything = login()
            .merge(graph())
            .merge(outbox::router())
            .merge(control::router(&tenant));
        Self {
            guard,
            everything: finish(everything),
            login: finish(login()),
            graph: finish(graph()),
            tenant,
        }
    }

    /// Answers one request, or has its connection cut.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, Cut> {
        let mut request = request.map(Body::new);
        let asked = match self.guard.admit(request.uri(), request.headers()) {
            Ok(asked) => asked,
            Err(status) => return Ok(status.into_response()),
        };
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let is_control = path == control::PATH || path.starts_with("/control/");
        let trouble = if is_control {
            None
        } else {
            self.tenant.faults.take(Point::Wire, method.as_str(), &path)
        };
        if let Some(latency) = self.tenant.latency() {
            tokio::time::sleep(latency.draw()).await;
        }

        request.extensions_mut().insert(asked.clone());
        let mut answered = self.befall(&asked, request, trouble.as_ref()).await;
        if let (Ok(response), Some(date)) = (&mut answered, self.tenant.clock.http_date()) {
            response.headers_mut().insert(header::DATE, date);
        }
        let mut aftermath = Aftermath::default();
        match trouble {
            Some(Trouble::Delay(length)) => aftermath.delay = length,
            Some(Trouble::Slow(length)) => aftermath.slow = length,
            Some(Trouble::Cut) => aftermath.cut = true,
            _ => {}
        }
        let extensions = answered.as_ref().map(Response::extensions).ok();
        let own = extensions.and_then(|all| all.get::<Aftermath>()).copied();
        let aftermath = aftermath.and(own.unwrap_or_default());
        if !is_control {
            let status = match &answered {
                Ok(response) if !aftermath.cut => response.status().as_u16(),
                _ => 0,
            };
            let found = extensions.and_then(|all| all.get::<Pattern>()).cloned();
            let pattern = self.pattern(&asked, &method, &path, found).await;
            self.tenant
                .requests
                .count(method.as_str(), &pattern, status);
        }
        finish(answered?, aftermath).await
    }

    /// Lets the services answer, or the trouble that the request is in for.
    async fn befall(
        &self,
        asked: &Asked,
        request: Request<Body>,
        trouble: Option<&Trouble>,
    ) -> Result<Response<Body>, Cut> {
        match trouble {
            Some(Trouble::DropBefore) => Err(Cut),
            Some(Trouble::Status(status, retry_after)) => Ok(
                if graph::pattern(request.method(), request.uri().path()).is_some() {
                    let error = self.failure(request.headers(), *status, *retry_after);
                    graph::refuse(&self.tenant, request.headers(), error)
                } else {
                    trouble::status(*status, *retry_after)
                },
            ),
            Some(Trouble::Html(status, retry_after)) => Ok(trouble::html(*status, *retry_after)),
            Some(Trouble::DropAfter) => {
                self.route(asked, request).await;
                Err(Cut)
            }
            Some(Trouble::ForeignNextLink) => {
                Ok(trouble::spoil_next_link(self.route(asked, request).await).await)
            }
            _ => Ok(self.route(asked, request).await),
        }
    }

    /// The error that a failing Graph answers this caller.
    fn failure(&self, headers: &HeaderMap, status: u16, retry_after: Option<u64>) -> Error {
        let error = trouble::failure(status, retry_after);
        match identity::authenticate(&self.tenant, headers) {
            Ok(caller) => trouble::loaded(error, caller.client_id, self.tenant.id()),
            Err(_) => error,
        }
    }

    /// What the count calls the route of a request, whether or not it came so far.
    async fn pattern(
        &self,
        asked: &Asked,
        method: &Method,
        path: &str,
        found: Option<Pattern>,
    ) -> String {
        if let Some(graphs) = graph::pattern(method, path) {
            return graphs.unwrap_or_else(|| "(unknown)".to_owned());
        }
        if let Some(found) = found {
            return found.0;
        }
        let mut probe = Request::new(Body::empty());
        *probe.method_mut() = method.clone();
        if let Ok(uri) = path.parse() {
            *probe.uri_mut() = uri;
        }
        probe.extensions_mut().insert(Probe);
        let answer = self.route(asked, probe).await;
        let found = answer.extensions().get::<Pattern>().cloned();
        found.map_or_else(|| path.to_owned(), |found| found.0)
    }

    async fn route(&self, asked: &Asked, request: Request<Body>) -> Response<Body> {
        let service = match asked.host {
            HostKind::Loopback => &self.everything,
            HostKind::Login => &self.login,
            HostKind::Graph => &self.graph,
        };
        match service.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// Sends the answer on as it is to fare.
async fn finish(response: Response<Body>, aftermath: Aftermath) -> Result<Response<Body>, Cut> {
    if !aftermath.delay.is_zero() {
        tokio::time::sleep(aftermath.delay).await;
    }
    if aftermath.cut {
        return trouble::cut(response).await.ok_or(Cut);
    }
    if aftermath.slow.is_zero() {
        return Ok(response);
    }
    Ok(trouble::dribble(response, aftermath.slow).await)
}

/// Among the extensions of a request: it only asks which route it would find.
#[derive(Debug, Clone, Copy)]
struct Probe;

/// Tells the count which route answers.
async fn note_pattern(
    matched: Option<MatchedPath>,
    request: axum::extract::Request,
    next: Next,
) -> Response<Body> {
    let mut response = if request.extensions().get::<Probe>().is_some() {
        Response::new(Body::empty())
    } else {
        next.run(request).await
    };
    if let Some(matched) = matched
        && response.status() != StatusCode::METHOD_NOT_ALLOWED
    {
        let pattern = Pattern(matched.as_str().to_owned());
        response.extensions_mut().insert(pattern);
    }
    response
}
