//! What brings a request to the service and its answer back.

use std::error::Error as _;
use std::fmt;

use ::http::header::HeaderMap;
use bytes::Bytes;
use reqwest::{Request, StatusCode};

use crate::clock::BoxFuture;

/// The network, or what stands in for it where a service is only modelled.
pub trait Carrier: fmt::Debug + Send + Sync {
    /// Brings one request over, once. When the future is dropped, the request may have arrived
    /// all the same.
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Received, Failure>>;
}

/// An answer that arrived whole.
#[derive(Clone)]
pub struct Received {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// All of the body.
    pub body: Bytes,
}

// By hand, because a body may hold a token or a redeem link.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The connection could not be made: nothing was sent.
    NotSent {
        /// Where to.
        host: String,
        /// Why, in the words of the network layer.
        cause: String,
    },
    /// The request may have arrived; the answer did not, or not whole.
    Lost {
        /// Why, in the words of the network layer.
        cause: String,
        /// It took too long.
        timed_out: bool,
    },
    /// The address is on another origin: nothing was sent.
    Foreign {
        /// The origin of the cloud.
        expected: String,
        /// The other one.
        got: String,
    },
}

/// The network.
#[derive(Debug)]
pub(super) struct Network(pub(super) reqwest::Client);

impl Carrier for Network {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Received, Failure>> {
        Box::pin(self.send(request))
    }
}

impl Network {
    async fn send(&self, request: Request) -> Result<Received, Failure> {
        let host = request.url().origin().ascii_serialization();
        let answer = self
            .0
            .execute(request)
            .await
            .map_err(|error| sort(error, host))?;
        let status = answer.status();
        let headers = answer.headers().clone();
        let body = answer.bytes().await.map_err(|error| Failure::Lost {
            timed_out: error.is_timeout(),
            cause: format!(
                "the answer ({status}) broke off: {}",
                causes(&error.without_url())
            ),
        })?;
        Ok(Received {
            status,
            headers,
            body,
        })
    }
}

/// Connection refused, unknown host and a failed TLS handshake come before the request is
/// written; everything later may have reached the service.
fn sort(error: reqwest::Error, host: String) -> Failure {
    let not_sent = error.is_connect();
    let timed_out = error.is_timeout();
    let cause = causes(&error.without_url());
    if not_sent {
        Failure::NotSent { host, cause }
    } else {
        Failure::Lost { cause, timed_out }
    }
}

/// The innermost words of an error; the outer ones only say that a request failed.
pub(super) fn causes(error: &reqwest::Error) -> String {
    let mut innermost = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        innermost = cause.to_string();
        source = cause.source();
    }
    innermost
}
