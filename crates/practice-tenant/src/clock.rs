//! The tenant's clock: the computer's, plus what tests moved it on.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use axum::http::HeaderValue;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

/// A clock that can be moved forward, never back, except by a reset.
#[derive(Debug)]
pub struct Clock {
    advanced_seconds: AtomicI64,
    begun: Instant,
}

impl Clock {
    /// A clock that was moved on by so many seconds before.
    pub(crate) fn advanced_by(seconds: i64) -> Self {
        Self {
            advanced_seconds: AtomicI64::new(seconds),
            begun: Instant::now(),
        }
    }

    /// The tenant's time.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.advanced_seconds())
    }

    /// The tenant's time as answers are dated with it.
    pub(crate) fn http_date(&self) -> Option<HeaderValue> {
        const FORM: &[BorrowedFormatItem<'_>] = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        let date = self.now().format(FORM).ok()?;
        HeaderValue::from_str(&date).ok()
    }

    /// How long this clock has run, by the computer's steady clock, and how far it was moved on:
    /// what quotas count by. Setting the computer's time does not change it.
    pub(crate) fn elapsed(&self) -> std::time::Duration {
        let advanced = u64::try_from(self.advanced_seconds()).unwrap_or(0);
        self.begun.elapsed() + std::time::Duration::from_secs(advanced)
    }

    /// How far the clock is ahead of the computer's, in seconds.
    pub fn advanced_seconds(&self) -> i64 {
        self.advanced_seconds.load(Ordering::SeqCst)
    }

    pub(crate) fn set(&self, seconds: i64) {
        self.advanced_seconds.store(seconds, Ordering::SeqCst);
    }
}
