//! Signing in with a device code.
//!
//! Facts from learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 device
//! authorization grant flow", and RFC 8628.

use std::sync::Arc;
use std::time::Duration;

use ::http::{Method, header};
use oauth2::{DeviceAuthorizationResponse, ExtraDeviceAuthorizationFields};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use url::{Url, form_urlencoded};

use super::account::AppRegistration;
use super::challenge::Claims;
use super::error::{Refusal, SignInError};
use super::exchange::{self, TokenAnswer};
use super::grant::Grant;
use crate::clock::Clock;
use crate::http::answer::LONGEST;
use crate::http::client::Http;
use crate::permissions::Scope;
use crate::secret::Secret;

/// What a person needs to see to sign in.
#[derive(Debug, Clone)]
pub struct DevicePrompt {
    /// The code to type in. It is of use only together with the device code, which stays here.
    pub user_code: String,
    /// The page to type it in on. Named by the service: show its host, and open it only if it
    /// is one of the sign-in pages.
    pub verification_uri: Url,
    /// How long the code is good for.
    pub expires_in: Duration,
    /// The pause between two questions.
    pub interval: Duration,
    /// The service's own instructions, in its language.
    pub message: String,
}

/// A sign-in that waits for the person to type the code in.
pub struct DeviceSignIn {
    http: Http,
    clock: Arc<dyn Clock>,
    token_endpoint: Url,
    client_id: String,
    device_code: Secret,
    claims: String,
    interval: Duration,
    /// On the monotonic clock: a wrong wall clock must not make a code expire.
    deadline: Duration,
    on_connection: Box<dyn Fn(bool) + Send + Sync>,
}

impl std::fmt::Debug for DeviceSignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceSignIn").finish_non_exhaustive()
    }
}

/// `message` comes beside the standard fields.
#[derive(Debug, Serialize, Deserialize)]
struct MicrosoftFields {
    #[serde(default)]
    message: String,
}

impl ExtraDeviceAuthorizationFields for MicrosoftFields {}

/// Asks the sign-in service for a code. Its fifteen minutes run from this call, so ask only
/// when the person is ready.
///
/// # Errors
/// [`SignInError::Refused`] when tenant, app registration or scopes are not accepted, and the
/// errors of the connection.
pub async fn start(
    http: &Http,
    clock: Arc<dyn Clock>,
    app: &AppRegistration,
    wanted: &[Scope],
    claims: Option<&Claims>,
) -> Result<(DevicePrompt, DeviceSignIn), SignInError> {
    let asked_at = clock.monotonic();
    let claims = Claims::with_capabilities(claims);
    let client = exchange::client(http.cloud(), &app.tenant, &app.client_id);
    let answer: DeviceAuthorizationResponse<MicrosoftFields> = client
        .exchange_device_code()
        .add_scopes(exchange::scopes(wanted))
        .add_extra_param("claims", claims.as_str())
        .request_async(http)
        .await
        .map_err(|error| {
            exchange::sort(error, |refusal| SignInError::Refused(Box::new(refusal)))
        })?;
    let verification_uri =
        Url::parse(answer.verification_uri()).map_err(|error| SignInError::UnexpectedAnswer {
            status: 200,
            what: format!("the sign-in page has no valid address: {error}"),
        })?;
    let prompt = DevicePrompt {
        user_code: answer.user_code().secret().clone(),
        verification_uri,
        expires_in: answer.expires_in().min(LONGEST),
        interval: answer.interval().min(LONGEST),
        message: answer.extra_fields().message.clone(),
    };
    let waiting = DeviceSignIn {
        http: http.clone(),
        token_endpoint: exchange::token_endpoint(http.cloud(), &app.tenant),
        client_id: app.client_id.clone(),
        device_code: Secret::new(answer.device_code().secret()),
        claims,
        interval: prompt.interval,
        deadline: asked_at + prompt.expires_in,
        clock,
        on_connection: Box::new(|_| {}),
    };
    Ok((prompt, waiting))
}

impl DeviceSignIn {
    /// Has `told` called with false when the connection is lost while waiting, and with true when
    /// it is back.
    #[must_use]
    pub fn on_connection(mut self, told: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.on_connection = Box::new(told);
        self
    }

    /// Waits until the person has signed in, declined, or let the code expire.
    ///
    /// # Errors
    /// [`SignInError::Declined`], [`SignInError::CodeExpired`], [`SignInError::Refused`], or
    /// [`SignInError::Cancelled`] as soon as `cancel` is. A lost connection is no error: it is
    /// asked again until the code expires.
    pub async fn wait(self, cancel: &CancellationToken) -> Result<Grant, SignInError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(SignInError::Cancelled),
            result = self.poll() => result,
        }
    }

    // The loop of the `oauth2` crate reads the wall clock and drops the AADSTS numbers; this
    // one has the polling step as a function of its own.
    async fn poll(self) -> Result<Grant, SignInError> {
        let mut state = PollState::new(self.interval);
        let mut connected = true;
        loop {
            let left = self.deadline.saturating_sub(self.clock.monotonic());
            if left.is_zero() {
                return Err(SignInError::CodeExpired(None));
            }
            self.clock.sleep(state.pause.min(left)).await;
            let answer = self.ask().await;
            if connected == answer.as_ref().is_err_and(is_lost) {
                connected = !connected;
                (self.on_connection)(connected);
            }
            match next(answer, state) {
                Step::Done(answer) => return Grant::from_answer(&answer),
                Step::Wait(next) => state = next,
                Step::Failed(error) => return Err(error),
            }
        }
    }

    async fn ask(&self) -> Result<oauth2::HttpResponse, SignInError> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
            .append_pair("client_id", &self.client_id)
            .append_pair("device_code", self.device_code.expose())
            .append_pair("claims", &self.claims)
            .append_pair("client_info", "1")
            .finish();
        let mut request = oauth2::HttpRequest::new(body.into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.token_endpoint.as_str().parse().map_err(|error| {
            SignInError::UnexpectedAnswer {
                status: 0,
                what: format!("the token endpoint has no valid address: {error}"),
            }
        })?;
        let form = header::HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(header::CONTENT_TYPE, form);
        self.http.login(request).await
    }
}

/// Added to the pause, for good, each time the service says `slow_down` (RFC 8628, 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// The longest pause after lost connections, so that a sign-in goes on soon after the network
/// is back.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// How fast to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PollState {
    /// What the service demands between two questions.
    interval: Duration,
    /// What is waited before the next one: longer after a lost connection.
    pause: Duration,
}

impl PollState {
    fn new(interval: Duration) -> Self {
        Self {
            interval,
            pause: interval,
        }
    }
}

/// Whether the service could not be asked; the code is still good.
fn is_lost(error: &SignInError) -> bool {
    matches!(
        error,
        SignInError::Unreachable { .. } | SignInError::TimedOut | SignInError::Unavailable { .. }
    )
}

/// What to do after an answer, or after none.
#[derive(Debug)]
enum Step {
    Done(Box<TokenAnswer>),
    Wait(PollState),
    Failed(SignInError),
}

/// One step of polling, without time and network.
fn next(answer: Result<oauth2::HttpResponse, SignInError>, state: PollState) -> Step {
    let answer = match answer {
        Ok(answer) => answer,
        // The code must not be lost because the network blinked.
        Err(
            SignInError::Unreachable { .. }
            | SignInError::TimedOut
            | SignInError::Unavailable {
                retry_after: None, ..
            },
        ) => {
            let longer = (state.pause * 2).min(LONGEST_PAUSE.max(state.interval));
            return Step::Wait(PollState {
                pause: longer,
                ..state
            });
        }
        Err(SignInError::Unavailable {
            retry_after: Some(wait),
            ..
        }) => {
            return Step::Wait(PollState {
                pause: wait.max(state.interval),
                ..state
            });
        }
        Err(error) => return Step::Failed(error),
    };
    let status = answer.status().as_u16();
    if answer.status().is_success() {
        return match serde_json::from_slice(answer.body()) {
            Ok(tokens) => Step::Done(Box::new(tokens)),
            // The error's own words may repeat a value, which may be a token.
            Err(_) => Step::Failed(SignInError::UnexpectedAnswer {
                status,
                what: "the tokens cannot be read".to_owned(),
            }),
        };
    }
    let Ok(refusal) = serde_json::from_slice::<Refusal>(answer.body()) else {
        return Step::Failed(SignInError::UnexpectedAnswer {
            status,
            what: "not an answer of the sign-in service".to_owned(),
        });
    };
    let refusal = Box::new(refusal);
    match refusal.error.as_str() {
        "authorization_pending" => Step::Wait(PollState::new(state.interval)),
        "slow_down" => Step::Wait(PollState::new(state.interval + SLOWER)),
        // Entra's name and the RFC's.
        "authorization_declined" | "access_denied" => Step::Failed(SignInError::Declined(refusal)),
        "expired_token" | "code_expired" => Step::Failed(SignInError::CodeExpired(Some(refusal))),
        _ => Step::Failed(SignInError::Refused(refusal)),
    }
}

#[cfg(test)]
#[path = "device_code_tests.rs"]
mod tests;
