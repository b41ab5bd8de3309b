//! Time, passed in.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// A future that owns nothing it borrows longer than `'a`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where the time comes from, so that waiting and expiry can be tested without waiting.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock, for what is shown and for what must outlive a suspended machine.
    fn now(&self) -> OffsetDateTime;

    /// Time since some fixed moment; never goes backwards. Deadlines are computed from it,
    /// because a wrong wall clock makes device codes expire at once.
    fn monotonic(&self) -> Duration;

    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The machine's own clocks.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::{Arc, Mutex};

    use time::macros::datetime;

    use super::*;

    /// A clock that moves only when told to, or when somebody sleeps on it.
    #[derive(Debug, Clone, Default)]
    pub(crate) struct TestClock(Arc<Mutex<(Duration, Duration)>>);

    impl TestClock {
        /// Moves both clocks.
        pub(crate) fn advance(&self, by: Duration) {
            let mut clocks = self.0.lock().unwrap();
            clocks.0 += by;
            clocks.1 += by;
        }

        /// Moves the wall clock only, as a suspended machine does.
        pub(crate) fn sleep_machine(&self, by: Duration) {
            self.0.lock().unwrap().1 += by;
        }
    }

    impl Clock for TestClock {
        fn now(&self) -> OffsetDateTime {
            datetime!(2026-11-24 08:00 UTC) + self.0.lock().unwrap().1
        }

        fn monotonic(&self) -> Duration {
            self.0.lock().unwrap().0
        }

        fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
            self.advance(duration);
            Box::pin(tokio::task::yield_now())
        }
    }

    #[tokio::test]
    async fn the_system_clock_moves_forward() {
        let clock = SystemClock::default();
        let before = (clock.monotonic(), clock.now());
        clock.sleep(Duration::from_millis(2)).await;
        assert!(clock.monotonic() - before.0 >= Duration::from_millis(2));
        assert!(clock.now() > before.1);
    }
}
