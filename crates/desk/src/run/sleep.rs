//! Notices that the computer slept in the middle of a run.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use entra::clock::Clock;
use time::OffsetDateTime;

use super::control::{Control, Rest};
use super::words;

/// How often the clocks are compared.
const EVERY: Duration = Duration::from_secs(5);
/// How far the wall clock may be ahead of a monotonic clock that stands still in sleep.
const NOTICEABLE: Duration = Duration::from_secs(45);
/// How long a pause may be in all where the monotonic clock goes on in sleep, as on Windows: no
/// machine is busy for so long.
const TOO_LONG: Duration = Duration::from_secs(5 * 60);

/// Lets the run rest when the computer wakes up: connections are gone, the sign-in may be, and
/// nobody may be looking. Never ends by itself.
pub(super) async fn watch(clock: &Arc<dyn Clock>, control: &Control) -> Infallible {
    let mut before = (clock.now(), clock.monotonic());
    loop {
        clock.sleep(EVERY).await;
        let after = (clock.now(), clock.monotonic());
        if slept(before, after) {
            control.rest(Rest::Paused(Some(words::slept().into())));
        }
        before = after;
    }
}

fn slept(before: (OffsetDateTime, Duration), after: (OffsetDateTime, Duration)) -> bool {
    let wall = Duration::try_from(after.0 - before.0).unwrap_or_default();
    let awake = after.1.saturating_sub(before.1);
    wall > awake + NOTICEABLE || wall > TOO_LONG
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn sleep_is_told_from_a_busy_machine_and_a_clock_that_is_set() {
        let start = (datetime!(2026-11-24 10:00 UTC), Duration::from_secs(100));
        let later = |wall: i64, monotonic: u64| {
            let wall = start.0 + time::Duration::seconds(wall);
            slept(start, (wall, start.1 + Duration::from_secs(monotonic)))
        };
        assert!(!later(5, 5));
        assert!(!later(100, 100), "a busy machine");
        assert!(!later(-3_600, 5), "a clock set back");
        assert!(later(3_600, 5), "the monotonic clock stood still");
        assert!(later(3_600, 3_600), "the monotonic clock went on");
    }
}
