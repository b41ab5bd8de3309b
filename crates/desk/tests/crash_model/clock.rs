//! Virtual time: it moves on when everything waits, and at once.

use std::cell::Cell;
use std::time::Duration;

use entra::clock::{BoxFuture, Clock};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::{datetime, format_description};
use tokio::time::Instant;

/// When every case begins.
pub(crate) const BEGIN: OffsetDateTime = datetime!(2026-11-24 08:00 UTC);

thread_local! {
    /// That moment on the clock of this thread's runtime.
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
    /// How many seconds the desk's wall clock is ahead of the service's.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

/// Begins a case in this runtime.
pub(crate) fn begin() {
    BEGUN.set(Some(Instant::now()));
    AHEAD.set(0);
}

/// Sets the desk's wall clock.
pub(crate) fn set_ahead(seconds: i64) {
    AHEAD.set(seconds);
}

/// This moment as the service dates its answers.
pub(crate) fn http_date() -> String {
    let form = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    (BEGIN + BEGUN.get().unwrap().elapsed())
        .format(form)
        .unwrap()
}

/// A moment as the service writes it.
pub(crate) fn date(moment: Instant) -> String {
    let begun = BEGUN.get().unwrap();
    (BEGIN + moment.duration_since(begun))
        .format(&Rfc3339)
        .unwrap()
}

/// The clock of the runtime that is paused.
pub(crate) struct Virtual;

impl Clock for Virtual {
    fn now(&self) -> OffsetDateTime {
        BEGIN + self.monotonic() + time::Duration::seconds(AHEAD.get())
    }

    fn monotonic(&self) -> Duration {
        BEGUN.get().unwrap().elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
