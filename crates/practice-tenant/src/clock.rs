//! The tenant's clock: the computer's, plus what tests moved it on.

use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

/// A clock that can be moved forward, never back, except by a reset.
#[derive(Debug, Default)]
pub struct Clock {
    advanced_seconds: AtomicI64,
}

impl Clock {
    /// A clock that was moved on by so many seconds before.
    pub(crate) fn advanced_by(seconds: i64) -> Self {
        Self {
            advanced_seconds: AtomicI64::new(seconds),
        }
    }

    /// The tenant's time.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.advanced_seconds())
    }

    /// How far the clock is ahead of the computer's, in seconds.
    pub fn advanced_seconds(&self) -> i64 {
        self.advanced_seconds.load(Ordering::SeqCst)
    }

    pub(crate) fn set(&self, seconds: i64) {
        self.advanced_seconds.store(seconds, Ordering::SeqCst);
    }
}
