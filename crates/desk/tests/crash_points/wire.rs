//! The wire between the desk and the tenant: counts requests, and holds one of them, or its answer.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, mpsc};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What happens to the request that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// It is held before anything is done.
    Hold,
    /// It is carried out, and its answer kept back.
    KeepAnswer,
}

/// A way to the tenant that can be watched and disturbed. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Wire {
    address: SocketAddr,
    tenant: String,
    http: reqwest::Client,
    state: Arc<Mutex<Traffic>>,
    /// How many requests the tenant works on.
    busy: Arc<watch::Sender<usize>>,
}

#[derive(Default)]
struct Traffic {
    /// Requests since the last trap was set.
    count: u64,
    trap: Option<Trap>,
    held: Option<Held>,
    /// The `client-request-id` of every request that arrived.
    arrived: BTreeSet<String>,
    /// Who was invited without a clear answer, as often as that was.
    unanswered: Vec<String>,
}

struct Trap {
    nth: u64,
    act: Act,
    sprung: mpsc::Sender<()>,
}

struct Held {
    parts: Parts,
    body: Bytes,
}

/// What became of a request.
enum Fate {
    /// Carried out, or not: the answer goes back.
    Answered(Response<Body>),
    /// Nothing goes back any more.
    Silence,
}

impl Wire {
    /// Lays a wire to the tenant at this origin.
    pub(crate) async fn lay(tenant: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            address: listener.local_addr().unwrap(),
            tenant: tenant.to_owned(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            state: Arc::default(),
            busy: Arc::new(watch::channel(0).0),
        };
        let router = Router::new().fallback(pass).with_state(wire.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        wire
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Counts from 1 again and does this to the n-th request. What comes back is told when that
    /// has happened.
    pub(crate) fn set_trap(&self, nth: u64, act: Act) -> mpsc::Receiver<()> {
        let (sprung, told) = mpsc::channel();
        let mut traffic = self.traffic();
        traffic.count = 0;
        traffic.trap = Some(Trap { nth, act, sprung });
        told
    }

    /// Requests since the last trap was set.
    pub(crate) fn count(&self) -> u64 {
        self.traffic().count
    }

    /// Whether a request of this id has arrived.
    pub(crate) fn has_seen(&self, client_request_id: &str) -> bool {
        self.traffic().arrived.contains(client_request_id)
    }

    /// How often somebody was invited without a clear answer: none came, or one that does not
    /// tell whether anything was done.
    pub(crate) fn unanswered(&self, address: &str) -> usize {
        let traffic = self.traffic();
        let same = |lost: &&String| lost.eq_ignore_ascii_case(address);
        traffic.unanswered.iter().filter(same).count()
    }

    /// A request that is held is never carried out.
    pub(crate) fn drop_held(&self) {
        self.traffic().held = None;
    }

    /// Waits until the tenant works on nothing.
    pub(crate) async fn quiet(&self) {
        let mut busy = self.busy.subscribe();
        busy.wait_for(|requests| *requests == 0).await.unwrap();
    }

    async fn carry(self, parts: Parts, body: Bytes) -> Fate {
        let (late, act) = {
            let mut traffic = self.traffic();
            traffic.count += 1;
            if let Some(id) = text(&parts, "client-request-id") {
                traffic.arrived.insert(id);
            }
            let nth = traffic.count;
            let trap = traffic.trap.take_if(|trap| trap.nth == nth);
            if let Some(trap) = &trap
                && trap.act == Act::Hold
            {
                traffic.held = Some(Held { parts, body });
                // Nobody listens where the desk came to its end first.
                let _ = trap.sprung.send(());
                return Fate::Silence;
            }
            (traffic.held.take(), trap)
        };
        if let Some(held) = late {
            self.forward(held.parts, held.body).await;
        }
        let answer = self.forward(parts, body).await;
        match act {
            Some(trap) => {
                let _ = trap.sprung.send(());
                Fate::Silence
            }
            None => Fate::Answered(answer),
        }
    }

    /// Sends the request on. A connection that breaks is shown as one that breaks.
    async fn forward(&self, parts: Parts, body: Bytes) -> Response<Body> {
        self.busy.send_modify(|requests| *requests += 1);
        let invited = invited(&parts, &body);
        let target = format!("{}{}", self.tenant, parts.uri);
        let request = self
            .http
            .request(parts.method, target)
            .headers(parts.headers)
            .body(body);
        let answer = async {
            let answer = request.send().await?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, answer.bytes().await?))
        };
        let answer = answer.await;
        let is_clear = answer
            .as_ref()
            .is_ok_and(|(status, ..)| !status.is_server_error());
        if let Some(address) = invited
            && !is_clear
        {
            self.traffic().unanswered.push(address);
        }
        self.busy.send_modify(|requests| *requests -= 1);
        match answer {
            Ok((status, headers, bytes)) => {
                let mut response = Response::new(Body::from(bytes));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                response.headers_mut().remove(header::TRANSFER_ENCODING);
                response
            }
            Err(_) => broken(),
        }
    }

    fn traffic(&self) -> MutexGuard<'_, Traffic> {
        self.state.lock().unwrap()
    }
}

async fn pass(State(wire): State<Wire>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return broken();
    };
    // In a task of its own: what has arrived is carried out, whether or not the desk still lives.
    match tokio::spawn(wire.carry(parts, body)).await {
        Ok(Fate::Answered(response)) => response,
        _ => std::future::pending().await,
    }
}

/// An answer that breaks off before its end.
fn broken() -> Response<Body> {
    let nothing = futures_util::stream::once(async {
        Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    });
    let mut response = Response::new(Body::from_stream(nothing));
    *response.status_mut() = StatusCode::OK;
    response
}

fn text(parts: &Parts, name: &str) -> Option<String> {
    Some(parts.headers.get(name)?.to_str().ok()?.to_owned())
}

/// Whom the request invites.
fn invited(parts: &Parts, body: &Bytes) -> Option<String> {
    if !parts.uri.path().ends_with("/invitations") {
        return None;
    }
    let body: Value = serde_json::from_slice(body).ok()?;
    Some(body["invitedUserEmailAddress"].as_str()?.to_owned())
}
