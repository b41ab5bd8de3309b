//! Trouble on demand.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is to go wrong with the requests that it matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Which requests.
    #[serde(default)]
    pub r#match: Match,
    /// What happens to them.
    pub r#do: Act,
    /// The status of `status` (needed there) and of `html500` (500).
    pub status: Option<u16>,
    /// Seconds for a `Retry-After` header of `status`.
    pub retry_after: Option<u64>,
    /// Milliseconds that `delay` holds the answer back (needed there).
    pub delay_ms: Option<u64>,
    /// How many requests in a row it befalls; 1 unless told.
    pub times: Option<u64>,
}

/// Which requests a fault befalls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Match {
    /// The HTTP method, any letter case; every method if left out.
    pub method: Option<String>,
    /// The path with or without its version, any letter case; `*` stands for
    /// anything, `{name}` for one segment; every path if left out.
    pub path: Option<String>,
    /// Counting from 1, the matching request that it begins with; 1 unless told.
    pub nth: Option<u64>,
}

/// The kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// The service answers with an error status and does nothing.
    Status,
    /// The service answers an error page in HTML and does nothing.
    Html500,
    /// The connection is cut before anything is done.
    DropBefore,
    /// The request is carried out, then the connection is cut without answer.
    DropAfter,
    /// The answer's nextLink leads to a foreign host.
    ForeignNextLink,
    /// The answer comes late.
    Delay,
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
}

/// The trouble that a request is in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Answer this status, with this Retry-After.
    Status(u16, Option<u64>),
    /// Answer an HTML page with this status.
    Html(u16),
    /// Cut the connection at once.
    DropBefore,
    /// Cut the connection when the work is done.
    DropAfter,
    /// Spoil the nextLink.
    ForeignNextLink,
    /// Hold the answer back.
    Delay(Duration),
}

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<Vec<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    fault: Fault,
    /// Matching requests so far.
    seen: u64,
}

impl Fault {
    fn check(&self) -> Result<(), FaultError> {
        match self.r#do {
            Act::Status
                if !self
                    .status
                    .is_some_and(|status| (400..600).contains(&status)) =>
            {
                Err(FaultError::Status)
            }
            Act::Html500
                if self
                    .status
                    .is_some_and(|status| !(400..600).contains(&status)) =>
            {
                Err(FaultError::Status)
            }
            Act::Delay if self.delay_ms.is_none() => Err(FaultError::Delay),
            _ if self.times == Some(0) || self.r#match.nth == Some(0) => Err(FaultError::Count),
            _ => Ok(()),
        }
    }

    fn trouble(&self) -> Trouble {
        match self.r#do {
            Act::Status => Trouble::Status(self.status.unwrap_or(500), self.retry_after),
            Act::Html500 => Trouble::Html(self.status.unwrap_or(500)),
            Act::DropBefore => Trouble::DropBefore,
            Act::DropAfter => Trouble::DropAfter,
            Act::ForeignNextLink => Trouble::ForeignNextLink,
            Act::Delay => Trouble::Delay(Duration::from_millis(self.delay_ms.unwrap_or(0))),
        }
    }
}

impl Faults {
    /// Lies in wait.
    pub fn add(&self, fault: Fault) -> Result<(), FaultError> {
        fault.check()?;
        self.lock().push(Waiting { fault, seen: 0 });
        Ok(())
    }

    /// Takes all faults away.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The trouble for this request, the oldest fault first. Every fault that
    /// matches counts the request. Graph asks this also for each inner call of
    /// a batch, with the version put before the inner path.
    pub fn take(&self, method: &str, path: &str) -> Option<Trouble> {
        let mut waiting = self.lock();
        let mut trouble = None;
        for waiting in waiting.iter_mut() {
            if !waiting.fault.r#match.fits(method, path) {
                continue;
            }
            waiting.seen += 1;
            let first = waiting.fault.r#match.nth.unwrap_or(1);
            let times = waiting.fault.times.unwrap_or(1);
            if waiting.seen >= first && waiting.seen - first < times && trouble.is_none() {
                trouble = Some(waiting.fault.trouble());
            }
        }
        trouble
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Match {
    fn fits(&self, method: &str, path: &str) -> bool {
        let method_fits = self
            .method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        method_fits
            && self
                .path
                .as_deref()
                .is_none_or(|wanted| path_fits(wanted, path))
    }
}

fn path_fits(wanted: &str, path: &str) -> bool {
    let wanted = wanted.to_lowercase();
    let path = path.to_lowercase();
    let bare = ["/v1.0/", "/beta/"]
        .iter()
        .find_map(|version| path.strip_prefix(version));
    like(wanted.as_bytes(), path.as_bytes())
        || bare.is_some_and(|bare| like(wanted.as_bytes(), format!("/{bare}").as_bytes()))
}

/// Whether `text` is like `wanted`: `*` is any run of characters, `{…}` a run
/// of at least one without a slash.
fn like(wanted: &[u8], text: &[u8]) -> bool {
    match wanted {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|skipped| like(rest, &text[skipped..])),
        [b'{', inner @ ..] => {
            let Some(end) = inner.iter().position(|byte| *byte == b'}') else {
                return false;
            };
            let segment = text
                .iter()
                .position(|byte| *byte == b'/')
                .unwrap_or(text.len());
            (1..=segment).any(|taken| like(&inner[end + 1..], &text[taken..]))
        }
        [first, rest @ ..] => text
            .split_first()
            .is_some_and(|(byte, left)| byte == first && like(rest, left)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: serde_json::Value) -> Fault {
        serde_json::from_value(json).expect("a fault")
    }

    #[test]
    fn begins_with_the_nth_and_lasts_its_times() {
        let faults = Faults::default();
        let wanted = serde_json::json!({
            "match": {"method": "post", "path": "/invitations", "nth": 2},
            "do": "status", "status": 503, "retryAfter": 1, "times": 2,
        });
        faults.add(fault(wanted)).expect("accepted");
        let post = || faults.take("POST", "/v1.0/invitations");
        assert_eq!(post(), None);
        assert_eq!(faults.take("GET", "/v1.0/invitations"), None);
        assert_eq!(post(), Some(Trouble::Status(503, Some(1))));
        assert_eq!(post(), Some(Trouble::Status(503, Some(1))));
        assert_eq!(post(), None);
    }

    #[test]
    fn paths_take_stars_and_names() {
        assert!(path_fits(
            "/v1.0/groups/{id}/members/$ref",
            "/v1.0/groups/abc/members/$ref"
        ));
        assert!(path_fits(
            "/groups/*/members/$ref",
            "/v1.0/groups/abc/members/$ref"
        ));
        assert!(path_fits("*", "/anything/at/all"));
        assert!(!path_fits("/groups/{id}", "/v1.0/groups/abc/members"));
        assert!(!path_fits("/users", "/v1.0/users/abc"));
        assert!(path_fits("/V1.0/Users", "/v1.0/users"));
    }

    #[test]
    fn refuses_what_makes_no_sense() {
        let faults = Faults::default();
        for wrong in [
            serde_json::json!({"do": "status"}),
            serde_json::json!({"do": "status", "status": 200}),
            serde_json::json!({"do": "delay"}),
            serde_json::json!({"do": "dropAfter", "times": 0}),
        ] {
            assert!(
                faults.add(fault(wrong.clone())).is_err(),
                "{wrong} was taken"
            );
        }
        let unknown = serde_json::from_value::<Fault>(serde_json::json!({"do": "explode"}));
        assert!(unknown.is_err());
    }
}
