//! What an answer says beside its content: ids, dates, waits, refused tokens.

use std::fmt;
use std::time::Duration;

use ::http::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use bytes::Bytes;
use reqwest::StatusCode;
use time::format_description::well_known::Iso8601;
use time::{OffsetDateTime, PrimitiveDateTime};
use uuid::Uuid;

use super::carrier::Received;
use super::challenge;
use crate::error::ServiceError;
use crate::graph::error::service_error;
use crate::signin::challenge::Claims;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// A success.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    pub(crate) ids: RequestIds,
    /// When the request was sent, on the monotonic clock.
    pub(crate) sent: Duration,
}

// By hand, because the body of an invitation holds a redeem link.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("ids", &self.ids)
            .finish_non_exhaustive()
    }
}

/// The ids of a request that was answered, for the receipt and for support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestIds {
    /// Ours.
    pub client_request_id: Uuid,
    /// The service's.
    pub request_id: Option<String>,
    /// When the service answered, by its clock.
    pub date: Option<OffsetDateTime>,
}

impl RequestIds {
    /// The ids of a refusal that means the work is done already.
    pub(crate) fn of(error: &ServiceError, client_request_id: Uuid) -> Self {
        Self {
            client_request_id,
            request_id: error.request_id.clone(),
            date: error.date.as_deref().and_then(error_date),
        }
    }
}

/// The date of an error, which Graph writes in UTC without saying so.
fn error_date(text: &str) -> Option<OffsetDateTime> {
    PrimitiveDateTime::parse(text.trim_end_matches('Z'), &Iso8601::DEFAULT)
        .ok()
        .map(PrimitiveDateTime::assume_utc)
}

impl Answer {
    pub(crate) fn new(received: Received, id: Uuid, sent: Duration) -> Self {
        let date = text(&received.headers, &DATE)
            .and_then(|date| httpdate::parse_http_date(&date).ok())
            .map(OffsetDateTime::from);
        Self {
            status: received.status,
            ids: RequestIds {
                client_request_id: id,
                request_id: text(&received.headers, &REQUEST_ID),
                date,
            },
            body: received.body,
            sent,
        }
    }
}

/// Whether the token itself was refused: with the claims that a new one has to satisfy, or
/// just as no longer valid.
pub(crate) fn refused_token(received: &Received) -> Option<Option<Claims>> {
    let may_be = matches!(
        received.status,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    );
    if !may_be {
        return None;
    }
    if let Some(claims) = challenge::claims(&received.headers) {
        return Some(Some(claims));
    }
    (read_error(received).code == "InvalidAuthenticationToken").then_some(None)
}

pub(crate) fn read_error(received: &Received) -> ServiceError {
    let mut error = service_error(received.status.as_u16(), &received.body);
    if error.request_id.is_none() {
        error.request_id = text(&received.headers, &REQUEST_ID);
    }
    error
}

/// The longest that anything said by a service is taken to last. What is longer is no help to
/// anybody, and times are added to it.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// `Retry-After`, in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = OffsetDateTime::from(httpdate::parse_http_date(&value).ok()?);
    let wait = Duration::try_from(at - now).unwrap_or(Duration::ZERO);
    Some(wait.min(LONGEST))
}

pub(crate) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn no_answer_shows_its_body() {
        let received = Received {
            status: StatusCode::CREATED,
            headers: HeaderMap::new(),
            body: r#"{"inviteRedeemUrl":"secret"}"#.into(),
        };
        assert!(!format!("{received:?}").contains("secret"));
        let answer = Answer::new(received, Uuid::nil(), Duration::ZERO);
        assert!(!format!("{answer:?}").contains("secret"));
    }

    #[test]
    fn the_date_of_an_error_is_utc() {
        let expected = Some(datetime!(2026-11-24 02:38:13 UTC));
        assert_eq!(error_date("2026-11-24T02:38:13"), expected);
        assert_eq!(error_date("2026-11-24T02:38:13Z"), expected);
        assert_eq!(error_date("yesterday"), None);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = datetime!(2026-11-24 08:00 UTC);
        for (value, expected) in [
            ("17", Some(17)),
            (" 0 ", Some(0)),
            ("Tue, 24 Nov 2026 08:01:30 GMT", Some(90)),
            ("Tue, 24 Nov 2026 07:00:00 GMT", Some(0)),
            ("18446744073709551615", Some(24 * 60 * 60)),
            ("Sun, 24 Nov 2126 08:00:00 GMT", Some(24 * 60 * 60)),
            ("soon", None),
            ("-3", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            let got = retry_after(&headers, now);
            assert_eq!(got, expected.map(Duration::from_secs), "{value}");
        }
    }
}
