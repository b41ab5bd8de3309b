//! What the pace is, for people.

use std::collections::VecDeque;
use std::time::Duration;

use time::OffsetDateTime;

/// How fast it goes, and what is waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PaceView {
    /// When the next request may go, where a limit holds it back, at the latest if nothing else
    /// happens. At full speed this is the normal state of a long run, for fractions of a second
    /// each time.
    pub waiting_until: Option<OffsetDateTime>,
    /// The network is lost: when it is tried again. None while requests are answered.
    pub network_lost_until: Option<OffsetDateTime>,
    /// When the last of the calls is sent again that pause after a refusal or a failure.
    pub pausing_until: Option<OffsetDateTime>,
    /// Since when the service has asked for a pause; none while it does not.
    pub throttled_since: Option<OffsetDateTime>,
    /// Requests a second, over the last ten seconds.
    pub requests_per_second: f64,
    /// Requests sent in all, those inside a `$batch` each.
    pub requests: u64,
    /// Of these, how many the service refused for being too many.
    pub throttled: u64,
}

/// Over how many seconds the rate is taken.
const SPAN: u64 = 10;

/// Counts requests.
#[derive(Debug, Default)]
pub(super) struct Meter {
    requests: u64,
    throttled: u64,
    /// Requests by second of the monotonic clock, oldest first.
    seconds: VecDeque<(u64, u64)>,
}

impl Meter {
    pub(super) fn sent(&mut self, requests: u32, now: Duration) {
        let requests = u64::from(requests);
        self.requests += requests;
        self.forget(now);
        match self.seconds.back_mut() {
            Some((second, count)) if *second == now.as_secs() => *count += requests,
            _ => self.seconds.push_back((now.as_secs(), requests)),
        }
    }

    pub(super) fn throttled(&mut self) {
        self.throttled += 1;
    }

    /// The counts, as far as they go into the view.
    pub(super) fn read(&mut self, now: Duration) -> PaceView {
        self.forget(now);
        let lately: u64 = self.seconds.iter().map(|(_, count)| count).sum();
        let span = self
            .seconds
            .front()
            .map_or(1, |(first, _)| now.as_secs() + 1 - first);
        #[allow(
            clippy::cast_precision_loss,
            reason = "no rate comes near what a double cannot hold"
        )]
        let requests_per_second = lately as f64 / span.max(1) as f64;
        PaceView {
            requests_per_second,
            requests: self.requests,
            throttled: self.throttled,
            ..PaceView::default()
        }
    }

    fn forget(&mut self, now: Duration) {
        let oldest = (now.as_secs() + 1).saturating_sub(SPAN);
        while self
            .seconds
            .front()
            .is_some_and(|(second, _)| *second < oldest)
        {
            self.seconds.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_ten_seconds() {
        let mut meter = Meter::default();
        for second in 0..30 {
            meter.sent(
                if second < 25 { 100 } else { 20 },
                Duration::from_secs(second),
            );
        }
        meter.throttled();
        let view = meter.read(Duration::from_secs(29));
        assert!((view.requests_per_second - 60.0).abs() < 1e-9);
        assert_eq!((view.requests, view.throttled), (2_600, 1));
        let idle = meter.read(Duration::from_secs(60));
        assert!(idle.requests_per_second.abs() < 1e-9);
        assert_eq!(idle.requests, 2_600);
    }

    #[test]
    fn a_short_time_is_not_stretched() {
        let mut meter = Meter::default();
        meter.sent(30, Duration::from_secs(100));
        meter.sent(30, Duration::from_secs(101));
        let view = meter.read(Duration::from_secs(101));
        assert!((view.requests_per_second - 30.0).abs() < 1e-9);
    }
}
