//! Sending operations to Graph for one signed-in account.

use std::sync::Arc;
use std::time::Duration;

use ::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use reqwest::Request;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::announce::{Announce, Announced, Before};
use super::answer::{Answer, read_error, refused_token, retry_after, text};
use super::carrier::{Failure, Received};
use super::client::Http;
use super::operation::{Operation, Replay};
use super::outage::Outage;
use super::pace::{Cost, Ending, Governor, PaceView, Priority, Word};
use super::retry::{self, Budget, Decision, Effect, Outcome};
use super::service_time::ServiceTime;
use super::{challenge, redact};
use crate::clock::Clock;
use crate::error::{Error, ServiceError};
use crate::secret::Secret;
use crate::signin::challenge::Claims;
use crate::signin::error::SignInError;
use crate::signin::token_source::TokenSource;

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

/// Carries requests to the Graph origin of one cloud for one account: bearer token, timeouts,
/// retries, pace, claims challenges.
///
/// Clones share the pace.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    priority: Priority,
    cancel: CancellationToken,
    announced: Announced,
}

struct Shared {
    http: Http,
    tokens: Arc<dyn TokenSource>,
    clock: Arc<dyn Clock>,
    governor: Governor,
    budget: Budget,
    service_time: ServiceTime,
    outage: Outage,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport")
            .field("cloud", self.shared.http.cloud())
            .finish_non_exhaustive()
    }
}

impl Transport {
    /// A transport for the account whose tokens these are.
    #[must_use]
    pub fn new(http: Http, tokens: Arc<dyn TokenSource>, clock: Arc<dyn Clock>) -> Self {
        Self {
            shared: Arc::new(Shared {
                http,
                tokens,
                governor: Governor::new(Arc::clone(&clock)),
                clock,
                budget: Budget::default(),
                service_time: ServiceTime::default(),
                outage: Outage::default(),
            }),
            priority: Priority::Interactive,
            cancel: CancellationToken::new(),
            announced: None,
        }
    }

    /// The same transport for work that nobody waits for: it leaves room for what somebody
    /// does wait for.
    #[must_use]
    pub fn background(&self) -> Self {
        Self {
            priority: Priority::Background,
            ..self.clone()
        }
    }

    /// The same transport, whose waiting ends with [`Error::Cancelled`] when `cancel` is
    /// cancelled. A change that was already sent is not abandoned: its answer is awaited.
    #[must_use]
    pub fn cancelled_by(&self, cancel: CancellationToken) -> Self {
        Self {
            cancel,
            ..self.clone()
        }
    }

    /// The same transport, which announces each attempt just before it leaves.
    #[must_use]
    pub fn announced_to(&self, to: Arc<dyn Announce>) -> Self {
        Self {
            announced: Some(to),
            ..self.clone()
        }
    }

    /// How fast it goes, and what is waited for; cheap enough to ask many times a second.
    #[must_use]
    pub fn pace(&self) -> PaceView {
        PaceView {
            network_lost_until: self.shared.outage.until(),
            ..self.shared.governor.view()
        }
    }

    /// The date of the service's last answer: it is at least as late there.
    #[must_use]
    pub fn service_heard(&self) -> Option<OffsetDateTime> {
        self.shared.service_time.heard()
    }

    /// How far the service's clock is ahead of this computer's, by the date of its last answer;
    /// none before there was one. It is right to a second, and rather too small than too large.
    #[must_use]
    pub fn service_ahead(&self) -> Option<time::Duration> {
        self.shared.service_time.ahead(&*self.shared.clock)
    }

    /// The Graph origin, to which alone everything goes.
    pub(crate) fn graph(&self) -> &Url {
        self.shared.http.cloud().graph()
    }

    /// Sends an operation, again where that is harmless, until it succeeds, is refused, or the
    /// budget is spent.
    pub(crate) async fn send(&self, operation: &Operation) -> Result<Answer, Error> {
        let id = operation.id.unwrap_or_else(Uuid::new_v4);
        let mut before = Before::First;
        let answer = self.send_as(operation, id, &mut before).await;
        answer.map_err(|error| match error {
            Error::Service(_) | Error::OutcomeUnknown { .. } => error,
            // The last attempt did nothing, but an earlier one may have.
            error if before == Before::Unknown => Error::OutcomeUnknown {
                client_request_id: id,
                cause: error.to_string(),
                service: None,
            },
            error => error,
        })
    }

    /// Sends it under this id. `before` tells what is known of the attempts when it ends.
    async fn send_as(
        &self,
        operation: &Operation,
        id: Uuid,
        before: &mut Before,
    ) -> Result<Answer, Error> {
        let url = operation
            .url(self.graph())
            .ok_or_else(|| Error::ForeignOrigin {
                expected: self.graph().origin().ascii_serialization(),
                got: "an address that cannot be read".to_owned(),
            })?;
        let mut claims: Option<Claims> = None;
        let mut renewed = false;
        let mut waited = Duration::ZERO;
        let mut attempt = 1;
        loop {
            // On the heap: a whole HTTP exchange would otherwise lie in the frame of every caller.
            let attempted = Box::pin(self.attempt(operation, &url, id, claims.as_ref(), *before));
            let Attempt {
                token,
                sent,
                result,
            } = attempted.await?;
            let result = match result {
                Ok(received) if received.status.is_success() => {
                    return Ok(Answer::new(received, id, sent));
                }
                other => other,
            };
            let outcome = match &result {
                Ok(received) => {
                    // At most one renewal, or a service that never is content would be asked
                    // for ever.
                    if let Some(challenge) = refused_token(received)
                        && !renewed
                    {
                        renewed = true;
                        *before = before.and(Before::NothingHappened);
                        claims = challenge;
                        self.shared.tokens.refused(&token);
                        continue;
                    }
                    Outcome::Status {
                        status: received.status.as_u16(),
                        retry_after: retry_after(&received.headers, self.shared.clock.now()),
                    }
                }
                Err(Failure::NotSent { .. }) => Outcome::NotSent,
                Err(Failure::Lost { .. }) => Outcome::Lost,
                Err(Failure::Foreign { .. }) => return Err(self.give_up(operation, id, result)),
            };
            *before = before.and(match retry::effect(operation.replay, outcome) {
                Effect::None => Before::NothingHappened,
                Effect::Unknown => Before::Unknown,
            });
            let jitter = rand::random();
            match retry::decide(
                attempt,
                operation.replay,
                outcome,
                waited,
                self.shared.budget,
                jitter,
            ) {
                Decision::GiveUp => return Err(self.give_up(operation, id, result)),
                Decision::Again { after } => {
                    tracing::debug!(%id, attempt, ?outcome, ?after, "sent again");
                    if matches!(outcome, Outcome::NotSent | Outcome::Lost) {
                        let moment = self.shared.clock.now() + after;
                        self.shared.outage.tried_again_at(moment);
                    }
                    self.pause(after).await?;
                    waited += after;
                    attempt += 1;
                }
            }
        }
    }

    /// Waits, unless cancelled.
    pub(crate) async fn pause(&self, duration: Duration) -> Result<(), Error> {
        let _told = self.shared.governor.pausing(duration);
        self.unless_cancelled(self.shared.clock.sleep(duration))
            .await
    }

    /// One attempt. The outer result is for what happens before anything is sent.
    async fn attempt(
        &self,
        operation: &Operation,
        url: &Url,
        id: Uuid,
        claims: Option<&Claims>,
        before: Before,
    ) -> Result<Attempt, Error> {
        let Shared {
            http,
            tokens,
            clock,
            governor,
            ..
        } = &*self.shared;
        if url.origin() != self.graph().origin() {
            return Err(foreign(self.graph(), url));
        }
        let token = self
            .unless_cancelled(tokens.token(&operation.scopes, claims))
            .await??;
        let request = request(operation, url, id, &token)?;
        let (cost, requests) = (operation.cost(), operation.requests());
        let permit = self
            .unless_cancelled(governor.enter(self.priority, cost, requests))
            .await?;
        if let Some(announced) = &self.announced
            && !announced.leaving(before).await
        {
            permit.end(Ending::Unsent);
            return Err(Error::NotAnnounced);
        }
        let sent = permit.at();
        let result = if operation.replay == Replay::Safe {
            self.unless_cancelled(http.graph(request)).await?
        } else {
            http.graph(request).await
        };
        if let Ok(received) = &result {
            self.shared.service_time.hear(&received.headers, &**clock);
            self.shared.outage.answered();
        }
        permit.end(ending(&result, clock.now()));
        tracing::debug!(
            %id,
            method = %operation.method,
            address = redact::address(url),
            status = result.as_ref().map_or(0, |received| received.status.as_u16()),
            millis = (clock.monotonic() - sent).as_millis(),
            "graph"
        );
        Ok(Attempt {
            token,
            sent,
            result,
        })
    }

    /// Tells the pace what the service said on one call of a batch that was sent at `sent`.
    pub(crate) fn hear_in_part(&self, cost: Cost, word: &Word, outcome: Outcome, sent: Duration) {
        let governor = &self.shared.governor;
        match outcome {
            Outcome::Status {
                status: 429,
                retry_after,
            } => governor.refused_in_part(cost, word, retry_after, sent),
            _ => governor.hear_in_part(cost, word),
        }
    }

    async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Error::Cancelled),
            result = work => Ok(result),
        }
    }

    /// The error for what came last.
    fn give_up(&self, operation: &Operation, id: Uuid, last: Result<Received, Failure>) -> Error {
        let received = match last {
            Err(Failure::NotSent { host, cause }) => return Error::Unreachable { host, cause },
            Err(Failure::Foreign { expected, got }) => {
                return Error::ForeignOrigin { expected, got };
            }
            Err(Failure::Lost { cause, timed_out }) => {
                return match retry::effect(operation.replay, Outcome::Lost) {
                    Effect::Unknown => Error::OutcomeUnknown {
                        client_request_id: id,
                        cause,
                        service: None,
                    },
                    Effect::None if timed_out => Error::TimedOut {
                        client_request_id: id,
                    },
                    Effect::None => Error::ConnectionLost {
                        client_request_id: id,
                        cause,
                    },
                };
            }
            Ok(received) => received,
        };
        if received.status.is_redirection() {
            return self.redirected(&received, id);
        }
        if let Some(claims) = challenge::claims(&received.headers) {
            return Error::SignIn(SignInError::InteractionRequired {
                claims: Some(claims),
                refusal: None,
            });
        }
        let retry_after = retry_after(&received.headers, self.shared.clock.now());
        let status = received.status.as_u16();
        let service = ServiceError {
            retry_after,
            ..read_error(&received)
        };
        let outcome = Outcome::Status {
            status,
            retry_after,
        };
        match retry::effect(operation.replay, outcome) {
            Effect::Unknown => Error::OutcomeUnknown {
                client_request_id: id,
                cause: format!("the service answered {status}"),
                service: Some(Box::new(service)),
            },
            Effect::None => Error::Service(Box::new(service)),
        }
    }

    /// Redirects are never followed: a bearer token would travel with them.
    fn redirected(&self, received: &Received, id: Uuid) -> Error {
        let target = text(&received.headers, &LOCATION)
            .and_then(|location| self.graph().join(&location).ok());
        match target {
            Some(target) if target.origin() != self.graph().origin() => {
                foreign(self.graph(), &target)
            }
            _ => Error::UnexpectedAnswer {
                status: received.status.as_u16(),
                what: "a redirect".to_owned(),
                client_request_id: id,
            },
        }
    }
}

/// What came of one attempt.
struct Attempt {
    /// The token that it went with.
    token: Secret,
    /// When it was sent, on the monotonic clock.
    sent: Duration,
    result: Result<Received, Failure>,
}

/// How a request ended, for the pace.
fn ending(result: &Result<Received, Failure>, now: OffsetDateTime) -> Ending {
    match result {
        Err(Failure::Foreign { .. }) => Ending::Unsent,
        Err(Failure::NotSent { .. } | Failure::Lost { .. }) => Ending::Trouble,
        Ok(received) => match received.status.as_u16() {
            429 => Ending::Refused(
                Word::of(&received.headers),
                retry_after(&received.headers, now),
            ),
            502..=504 => Ending::Trouble,
            _ => Ending::Answered(Word::of(&received.headers)),
        },
    }
}

fn request(operation: &Operation, url: &Url, id: Uuid, token: &Secret) -> Result<Request, Error> {
    let mut request = Request::new(operation.method.clone(), url.clone());
    let bearer = Zeroizing::new(format!("Bearer {}", token.expose()));
    let mut bearer = HeaderValue::from_str(&bearer)
        .map_err(|_| Error::Setup("the token cannot be sent in a header".to_owned()))?;
    bearer.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, bearer);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let id = HeaderValue::from_str(&id.to_string())
        .map_err(|_| Error::Setup("the request id cannot be sent in a header".to_owned()))?;
    headers.insert(CLIENT_REQUEST_ID, id);
    if operation.eventual {
        headers.insert(CONSISTENCY_LEVEL, HeaderValue::from_static("eventual"));
    }
    if let Some(body) = &operation.body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body.to_string().into());
    }
    Ok(request)
}

fn foreign(expected: &Url, got: &Url) -> Error {
    Error::ForeignOrigin {
        expected: expected.origin().ascii_serialization(),
        got: got.origin().ascii_serialization(),
    }
}
