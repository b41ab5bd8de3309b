//! What time it is at the service, as the dates of its answers tell.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::http::header::{DATE, HeaderMap};
use time::OffsetDateTime;

use super::answer::text;
use crate::clock::Clock;

/// The date of the last answer, and when it came on the monotonic clock: the wall clock may be set
/// between two answers.
#[derive(Default)]
pub(super) struct ServiceTime(Mutex<Option<(OffsetDateTime, Duration)>>);

impl ServiceTime {
    pub(super) fn hear(&self, headers: &HeaderMap, clock: &dyn Clock) {
        let date = text(headers, &DATE).and_then(|date| httpdate::parse_http_date(&date).ok());
        if let Some(date) = date {
            let heard = (OffsetDateTime::from(date), clock.monotonic());
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        }
    }

    pub(super) fn heard(&self) -> Option<OffsetDateTime> {
        let heard = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.map(|(date, _)| date)
    }

    pub(super) fn ahead(&self, clock: &dyn Clock) -> Option<time::Duration> {
        let heard = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (date, at) = heard?;
        Some(date + clock.monotonic().saturating_sub(at) - clock.now())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::clock::tests::TestClock;

    #[test]
    fn a_wrong_clock_is_seen_by_the_dates_of_answers_and_when_it_is_set_meanwhile() {
        let (time, clock) = (ServiceTime::default(), TestClock::default());
        assert_eq!(time.ahead(&clock), None);
        // The clock of the test begins at 08:00.
        assert!(clock.now() == datetime!(2026-11-24 08:00 UTC));
        let headers =
            HeaderMap::from_iter([(DATE, "Tue, 24 Nov 2026 08:05:00 GMT".parse().unwrap())]);
        time.hear(&headers, &clock);
        clock.advance(Duration::from_secs(30));
        assert_eq!(time.ahead(&clock), Some(time::Duration::minutes(5)));
        clock.sleep_machine(Duration::from_secs(300));
        assert_eq!(time.ahead(&clock), Some(time::Duration::ZERO));
        time.hear(&HeaderMap::new(), &clock);
        assert_eq!(time.heard(), Some(datetime!(2026-11-24 08:05 UTC)));
        assert_eq!(time.ahead(&clock), Some(time::Duration::ZERO));
    }
}
