//! What every request passes: the guard, latency, faults, the services, the
//! count.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use thiserror::Error;

use crate::faults::{Point, Trouble};
use crate::guard::Guard;
use crate::record::{Recorder, record};
use crate::requests::Pattern;
use crate::site::{Asked, HostKind};
use crate::tenant::Tenant;
use crate::trouble::Aftermath;
use crate::{control, graph, identity, outbox, trouble};

/// The connection is to be cut without an answer.
#[derive(Debug, Error)]
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
        let method = request.method().as_str().to_owned();
        let path = request.uri().path().to_owned();
        let is_control = path == control::PATH || path.starts_with("/control/");
        let trouble = if is_control {
            None
        } else {
            self.tenant.faults.take(Point::Wire, &method, &path)
        };
        if let Some(latency) = self.tenant.latency() {
            tokio::time::sleep(latency.draw()).await;
        }

        let mut response = match trouble {
            Some(Trouble::DropBefore) => {
                self.tenant.requests.count(&method, &path, 0);
                return Err(Cut);
            }
            Some(Trouble::Status(status, retry_after)) => {
                trouble::status(&path, status, retry_after)
            }
            Some(Trouble::Html(status)) => trouble::html(status),
            _ => {
                request.extensions_mut().insert(asked.clone());
                self.route(&asked, request).await
            }
        };
        let mut aftermath = Aftermath::default();
        match trouble {
            Some(Trouble::ForeignNextLink) => {
                response = trouble::spoil_next_link(response).await;
            }
            Some(Trouble::Delay(length)) => aftermath.delay = length,
            Some(Trouble::Slow(length)) => aftermath.slow = length,
            Some(Trouble::Cut) => aftermath.cut = true,
            _ => {}
        }
        let own = response.extensions().get::<Aftermath>().copied();
        let aftermath = aftermath.and(own.unwrap_or_default());
        let dropped = trouble == Some(Trouble::DropAfter);
        if !is_control {
            let pattern = response
                .extensions()
                .get::<Pattern>()
                .map_or(path, |known| known.0.clone());
            let status = if dropped || aftermath.cut {
                0
            } else {
                response.status().as_u16()
            };
            self.tenant.requests.count(&method, &pattern, status);
        }
        if dropped {
            return Err(Cut);
        }
        finish(response, aftermath).await
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

/// Tells the count which route answered, where no service has said it better.
async fn note_pattern(
    matched: Option<MatchedPath>,
    request: axum::extract::Request,
    next: Next,
) -> Response<Body> {
    let mut response = next.run(request).await;
    if let Some(matched) = matched
        && response.status() != StatusCode::METHOD_NOT_ALLOWED
        && response.extensions().get::<Pattern>().is_none()
    {
        response
            .extensions_mut()
            .insert(Pattern(matched.as_str().to_owned()));
    }
    response
}
