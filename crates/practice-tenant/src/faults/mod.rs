//! Trouble on demand.
//!
//! A fault lies in wait for requests: from the n-th that matches, so many in a row, or each with a
//! probability that a seed makes the same every time. `docs/practice-tenant.md` has an example of
//! each kind.

mod chance;
mod matching;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::identity::{SignInError, refusals};
use chance::Chance;
pub use matching::Match;

/// What is to go wrong with the requests that it matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Which requests.
    #[serde(default)]
    pub r#match: Match,
    /// What happens to them.
    pub r#do: Act,
    /// The status of `status` (needed there), `html` (502) and `html500` (500).
    pub status: Option<u16>,
    /// Seconds for a `Retry-After` header of `status`, `html` and `html500`.
    pub retry_after: Option<u64>,
    /// Milliseconds that `delay` holds the answer back (needed there), and over which `slow`
    /// spreads it (2000).
    pub delay_ms: Option<u64>,
    /// The AADSTS number of `refreshRefused` (needed there) and of `deviceCodeBlocked` (53003).
    pub code: Option<u32>,
    /// Another `suberror` for `refreshRefused` than goes with its number.
    pub suberror: Option<String>,
    /// What the token endpoint says after `deviceCodeBlocked`; `pending` unless told.
    pub poll: Option<Poll>,
    /// How many requests in a row it befalls; 1 unless told. With a probability: how many it
    /// befalls at all; no end unless told.
    pub times: Option<u64>,
    /// Befalls a matching request with this probability, above 0 and at most 1.
    pub probability: Option<f64>,
    /// What the probability is drawn with. Without one, the tenant's seed and the number of faults
    /// asked for before this one are.
    pub seed: Option<u64>,
}

/// The kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// The service answers with an error status and does nothing.
    Status,
    /// A gateway answers an error page in HTML and nothing is done.
    Html,
    /// The same with status 500.
    Html500,
    /// The connection is cut before anything is done.
    DropBefore,
    /// The request is carried out, then the connection is cut without answer.
    DropAfter,
    /// The request is carried out, then the connection is cut in the middle of the answer.
    Cut,
    /// The answer comes in small pieces.
    Slow,
    /// The answer's nextLink leads to a foreign host.
    ForeignNextLink,
    /// The answer comes late.
    Delay,
    /// Graph asks for claims (continuous access evaluation): the signed-in person's tokens for
    /// this client are no good until one is asked for with these claims. Befalls tokens only of
    /// clients that declared the capability `CP1`.
    ClaimsChallenge,
    /// Graph takes the access token of the request for void from now on.
    TokenRevoked,
    /// A delta token is no good any more.
    DeltaGone,
    /// The token endpoint refuses a refresh.
    RefreshRefused,
    /// Conditional Access blocks a sign-in by device code, on the sign-in page.
    DeviceCodeBlocked,
}

/// What the polling client hears of a sign-in that Conditional Access blocked on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Poll {
    /// `authorization_pending`, until the code expires.
    #[default]
    Pending,
    /// The refusal.
    Refused,
}

/// The fault makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FaultError {
    /// `status` needs one between 400 and 599.
    #[error("a fault that does \"status\" needs a status from 400 to 599")]
    Status,
    /// `delay` needs a length.
    #[error("a fault that does \"delay\" needs delayMs")]
    Delay,
    /// `nth` and `times` count from 1.
    #[error("nth and times count from 1")]
    Count,
    /// A probability lies between 0 and 1.
    #[error("a probability is above 0 and at most 1")]
    Probability,
    /// The fault would not do what the member says.
    #[error("a fault of this kind has no {0}")]
    Useless(&'static str),
    /// The number is none that the tenant knows words for.
    #[error("a fault that does \"{0}\" needs a code out of {1}")]
    Code(&'static str, String),
}

/// Where a request is looked at for trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    /// On the way, whatever the service.
    Wire,
    /// At Graph's door, with a token that is good.
    Graph,
    /// The same, where the client can be asked for claims.
    Claims,
    /// In a delta query with a token.
    Delta,
    /// At the token endpoint, with a refresh token that is good.
    Refresh,
    /// On the sign-in page, when an account is chosen.
    DeviceCode,
}

/// The trouble that a request is in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Answer this status, with this Retry-After.
    Status(u16, Option<u64>),
    /// Answer an HTML page with this status and Retry-After.
    Html(u16, Option<u64>),
    /// Cut the connection at once.
    DropBefore,
    /// Cut the connection when the work is done.
    DropAfter,
    /// Cut the connection in the middle of the answer.
    Cut,
    /// Spread the answer over this time.
    Slow(Duration),
    /// Spoil the nextLink.
    ForeignNextLink,
    /// Hold the answer back.
    Delay(Duration),
    /// Ask for claims.
    ClaimsChallenge,
    /// The token is void.
    TokenRevoked,
    /// The delta token is.
    DeltaGone,
    /// Refuse to refresh.
    RefreshRefused(SignInError),
    /// Refuse to sign in.
    DeviceCodeBlocked(SignInError, Poll),
}

/// The faults that wait for their requests.
#[derive(Debug)]
pub struct Faults {
    seed: u64,
    /// The part of Graph's calls that goes wrong by chance, from the start and again after a reset.
    part: f64,
    waiting: Mutex<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    rules: Vec<Rule>,
    /// What was not asked for.
    chance: Option<Chance>,
    /// How many were ever asked for.
    added: u64,
}

#[derive(Debug)]
struct Rule {
    fault: Fault,
    trouble: Trouble,
    /// Matching requests so far.
    seen: u64,
    /// Requests that it befell.
    befallen: u64,
    /// Draws for every matching request, where it has a probability.
    chance: Option<ChaCha8Rng>,
}

impl Act {
    fn point(self) -> Point {
        match self {
            Self::Status
            | Self::Html
            | Self::Html500
            | Self::DropBefore
            | Self::DropAfter
            | Self::Cut
            | Self::Slow
            | Self::ForeignNextLink
            | Self::Delay => Point::Wire,
            Self::TokenRevoked => Point::Graph,
            Self::ClaimsChallenge => Point::Claims,
            Self::DeltaGone => Point::Delta,
            Self::RefreshRefused => Point::Refresh,
            Self::DeviceCodeBlocked => Point::DeviceCode,
        }
    }
}

/// Over how long a slow answer is spread.
const SLOW: Duration = Duration::from_secs(2);

impl Fault {
    fn trouble(&self) -> Result<Trouble, FaultError> {
        self.refuse_useless()?;
        if self.times == Some(0) || self.r#match.nth == Some(0) {
            return Err(FaultError::Count);
        }
        if self.probability.is_some_and(|p| !(p > 0.0 && p <= 1.0)) {
            return Err(FaultError::Probability);
        }
        let status = self.status_or(None);
        let delay = self.delay_ms.map(Duration::from_millis);
        Ok(match self.r#do {
            Act::Status => Trouble::Status(status?, self.retry_after),
            Act::Html => Trouble::Html(self.status_or(Some(502))?, self.retry_after),
            Act::Html500 => Trouble::Html(self.status_or(Some(500))?, self.retry_after),
            Act::DropBefore => Trouble::DropBefore,
            Act::DropAfter => Trouble::DropAfter,
            Act::Cut => Trouble::Cut,
            Act::Slow => Trouble::Slow(delay.unwrap_or(SLOW)),
            Act::ForeignNextLink => Trouble::ForeignNextLink,
            Act::Delay => Trouble::Delay(delay.ok_or(FaultError::Delay)?),
            Act::ClaimsChallenge => Trouble::ClaimsChallenge,
            Act::TokenRevoked => Trouble::TokenRevoked,
            Act::DeltaGone => Trouble::DeltaGone,
            Act::RefreshRefused => {
                let refusal = self.code.and_then(refusals::of_refresh).ok_or_else(|| {
                    FaultError::Code("refreshRefused", refusals::numbers_of_refresh())
                })?;
                Trouble::RefreshRefused(match &self.suberror {
                    Some(suberror) => refusal.with_suberror(suberror.clone()),
                    None => refusal,
                })
            }
            Act::DeviceCodeBlocked => {
                let refusal =
                    refusals::of_device_code(self.code.unwrap_or(refusals::POLICY_BLOCKS));
                let refusal = refusal.ok_or_else(|| {
                    FaultError::Code("deviceCodeBlocked", refusals::numbers_of_device_code())
                })?;
                Trouble::DeviceCodeBlocked(refusal, self.poll.unwrap_or_default())
            }
        })
    }

    /// What a fault of this kind does not look at must not be there: whoever wrote it believes in it.
    fn refuse_useless(&self) -> Result<(), FaultError> {
        let heeded: &[&str] = match self.r#do {
            Act::Status | Act::Html | Act::Html500 => &["status", "retryAfter"],
            Act::Slow | Act::Delay => &["delayMs"],
            Act::RefreshRefused => &["code", "suberror"],
            Act::DeviceCodeBlocked => &["code", "poll"],
            Act::DropBefore
            | Act::DropAfter
            | Act::Cut
            | Act::ForeignNextLink
            | Act::ClaimsChallenge
            | Act::TokenRevoked
            | Act::DeltaGone => &[],
        };
        let given = [
            ("status", self.status.is_some()),
            ("retryAfter", self.retry_after.is_some()),
            ("delayMs", self.delay_ms.is_some()),
            ("code", self.code.is_some()),
            ("suberror", self.suberror.is_some()),
            ("poll", self.poll.is_some()),
        ];
        let mut useless = given
            .into_iter()
            .filter(|(name, is_there)| *is_there && !heeded.contains(name));
        match useless.next() {
            Some((name, _)) => Err(FaultError::Useless(name)),
            None if self.seed.is_some() && self.probability.is_none() => {
                Err(FaultError::Useless("seed without a probability"))
            }
            None => Ok(()),
        }
    }

    fn status_or(&self, usual: Option<u16>) -> Result<u16, FaultError> {
        self.status
            .or(usual)
            .filter(|status| (400..600).contains(status))
            .ok_or(FaultError::Status)
    }
}

impl Rule {
    /// Counts a matching request; whether the fault befalls it.
    fn befalls(&mut self) -> bool {
        self.seen += 1;
        let first = self.fault.r#match.nth.unwrap_or(1);
        let (Some(chance), Some(probability)) = (&mut self.chance, self.fault.probability) else {
            let times = self.fault.times.unwrap_or(1);
            return self.seen >= first && self.seen - first < times;
        };
        // Drawn also where it cannot count, so that the n-th request always has the same draw.
        let drawn = chance.random_bool(probability);
        drawn && self.seen >= first && self.fault.times.is_none_or(|times| self.befallen < times)
    }

    /// Whether it can befall no request any more.
    fn is_spent(&self) -> bool {
        match self.fault.probability {
            Some(_) => self.fault.times.is_some_and(|times| self.befallen >= times),
            None => {
                let first = self.fault.r#match.nth.unwrap_or(1);
                self.seen >= first.saturating_add(self.fault.times.unwrap_or(1) - 1)
            }
        }
    }
}

impl Waiting {
    fn new(seed: u64, part: f64) -> Self {
        Self {
            rules: Vec::new(),
            chance: Chance::new(seed, part),
            added: 0,
        }
    }
}

impl Faults {
    /// With this part of Graph's calls going wrong by chance.
    pub(crate) fn new(seed: u64, part: f64) -> Self {
        Self {
            seed,
            part,
            waiting: Mutex::new(Waiting::new(seed, part)),
        }
    }

    /// Lies in wait.
    pub fn add(&self, fault: Fault) -> Result<(), FaultError> {
        let trouble = fault.trouble()?;
        let mut waiting = self.lock();
        let seed = fault
            .seed
            .unwrap_or_else(|| self.seed.wrapping_add(waiting.added));
        waiting.added += 1;
        waiting.rules.push(Rule {
            chance: fault.probability.map(|_| ChaCha8Rng::seed_from_u64(seed)),
            fault,
            trouble,
            seen: 0,
            befallen: 0,
        });
        Ok(())
    }

    /// Takes all faults away, also those of chance.
    pub fn clear(&self) {
        let mut waiting = self.lock();
        waiting.rules.clear();
        waiting.chance = None;
    }

    /// As at the start.
    pub(crate) fn restore(&self) {
        *self.lock() = Waiting::new(self.seed, self.part);
    }

    /// The trouble for this request at this point: the oldest fault that was asked for, else what
    /// chance has for it. Every fault of the point that matches counts the request. Graph asks this
    /// also for each inner call of a batch, with the version put before the inner path.
    pub(crate) fn take(&self, point: Point, method: &str, path: &str) -> Option<Trouble> {
        let mut waiting = self.lock();
        let chance = waiting.chance.as_mut().filter(|_| point == Point::Wire);
        let by_chance = chance.and_then(|chance| chance.draw(path));
        let mut trouble = None;
        for rule in &mut waiting.rules {
            let fault = &rule.fault;
            if fault.r#do.point() != point || !fault.r#match.fits(method, path) {
                continue;
            }
            if rule.befalls() && trouble.is_none() {
                rule.befallen += 1;
                trouble = Some(rule.trouble.clone());
            }
        }
        waiting.rules.retain(|rule| !rule.is_spent());
        trouble.or(by_chance)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
