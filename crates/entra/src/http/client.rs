//! Connections to the two hosts of one cloud.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ::http::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Certificate, Request, StatusCode, redirect};
use url::Url;

use super::answer::LONGEST;
use super::carrier::{Carrier, Failure, Network, Received, causes};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::signin::error::SignInError;

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For one request, from sending it to the last byte of the answer.
    pub request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(60),
        }
    }
}

/// The HTTP client of one cloud: its certificates, no redirects, no cookies, timeouts.
///
/// It refuses every address that is not on the cloud's login or Graph origin, whoever asks.
#[derive(Debug, Clone)]
pub struct Http {
    carrier: Arc<dyn Carrier>,
    cloud: Cloud,
}

impl Http {
    /// Sets the connections up; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Setup`] when the cloud's certificates cannot be read.
    pub fn new(cloud: &Cloud) -> Result<Self, Error> {
        Self::with_timeouts(cloud, Timeouts::default())
    }

    /// As [`Http::new`], with other timeouts.
    ///
    /// # Errors
    /// [`Error::Setup`] when the cloud's certificates cannot be read.
    pub fn with_timeouts(cloud: &Cloud, timeouts: Timeouts) -> Result<Self, Error> {
        let setup = |error: reqwest::Error| Error::Setup(causes(&error));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Usher/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            // Whether a request may be sent again is decided in `retry`, by what it does.
            .retry(reqwest::retry::never())
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.request);
        if let Some(pem) = cloud.ca_pem() {
            let certificates = Certificate::from_pem_bundle(pem.as_bytes()).map_err(setup)?;
            if certificates.is_empty() {
                return Err(Error::Setup("the CA file holds no certificate".to_owned()));
            }
            builder = builder.tls_certs_only(certificates);
        }
        if cloud.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(setup)?;
        Ok(Self::over(Arc::new(Network(client)), cloud))
    }

    /// Requests go by this carrier instead of the network.
    #[must_use]
    pub fn over(carrier: Arc<dyn Carrier>, cloud: &Cloud) -> Self {
        Self {
            carrier,
            cloud: cloud.clone(),
        }
    }

    /// The cloud that this client speaks to.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// Sends one request to Graph.
    pub(crate) async fn graph(&self, request: Request) -> Result<Received, Failure> {
        self.send(self.cloud.graph(), request).await
    }

    /// Sends one request to the sign-in service. Overload and breakdown become
    /// [`SignInError::Unavailable`] here, so that a refusal is always the service's own.
    pub(crate) async fn login(
        &self,
        request: oauth2::HttpRequest,
    ) -> Result<oauth2::HttpResponse, SignInError> {
        let request =
            Request::try_from(request).map_err(|error| SignInError::UnexpectedAnswer {
                status: 0,
                what: causes(&error),
            })?;
        let received = self.send(self.cloud.login(), request).await?;
        if received.status.is_server_error() || received.status == StatusCode::TOO_MANY_REQUESTS {
            return Err(SignInError::Unavailable {
                status: received.status.as_u16(),
                retry_after: seconds(&received.headers),
            });
        }
        let mut answer = oauth2::HttpResponse::new(received.body.to_vec());
        *answer.status_mut() = received.status;
        *answer.headers_mut() = received.headers;
        Ok(answer)
    }

    async fn send(&self, origin: &Url, request: Request) -> Result<Received, Failure> {
        if request.url().origin() != origin.origin() {
            return Err(Failure::Foreign {
                expected: origin.origin().ascii_serialization(),
                got: request.url().origin().ascii_serialization(),
            });
        }
        self.carrier.carry(request).await
    }
}

/// `Retry-After` in seconds; the sign-in service sends no dates.
fn seconds(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    let seconds = text.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST))
}

impl From<Failure> for SignInError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotSent { host, cause } => Self::Unreachable { host, cause },
            Failure::Lost {
                timed_out: true, ..
            } => Self::TimedOut,
            Failure::Lost { cause, .. } => Self::Unreachable {
                host: "the sign-in service".to_owned(),
                cause,
            },
            Failure::Foreign { expected, got } => Self::UnexpectedAnswer {
                status: 0,
                what: format!("{got} is not {expected}"),
            },
        }
    }
}

impl<'c> oauth2::AsyncHttpClient<'c> for Http {
    type Error = SignInError;
    type Future =
        Pin<Box<dyn Future<Output = Result<oauth2::HttpResponse, SignInError>> + Send + 'c>>;

    fn call(&'c self, request: oauth2::HttpRequest) -> Self::Future {
        Box::pin(self.login(request))
    }
}
