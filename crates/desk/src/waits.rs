//! What calls to Microsoft Graph wait for, as they do.

use std::time::Duration;

use entra::http::PaceView;
use time::OffsetDateTime;

use crate::desk::Desk;

/// Something is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How much longer, unless something else happens.
    pub left: Duration,
    /// The service asked for it, or its limits do; else it fails or cannot be reached, and is asked
    /// again.
    pub asked: bool,
}

impl Desk {
    /// What calls to Microsoft Graph wait for now, if they do; cheap enough to ask many times a
    /// second. At full speed a long run often does, for fractions of a second each time.
    pub fn waits(&self) -> Option<Wait> {
        of(&self.inner.graph.pace(), self.inner.clock.now())
    }
}

fn of(pace: &PaceView, now: OffsetDateTime) -> Option<Wait> {
    let until = pace.waiting_until.max(pace.pausing_until)?;
    Some(Wait {
        left: Duration::try_from(until - now).unwrap_or_default(),
        asked: pace.waiting_until.is_some() || pace.throttled_since.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_is_told_and_who_asked_for_it() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let after = |seconds| Some(now + Duration::from_secs(seconds));
        let wait = |pace: PaceView| of(&pace, now).map(|wait| (wait.left.as_secs(), wait.asked));
        assert_eq!(wait(PaceView::default()), None);
        let failing = PaceView {
            pausing_until: after(8),
            ..PaceView::default()
        };
        assert_eq!(wait(failing), Some((8, false)));
        let throttled = PaceView {
            throttled_since: after(0),
            ..failing
        };
        assert_eq!(wait(throttled), Some((8, true)));
        let queued = PaceView {
            waiting_until: after(20),
            ..failing
        };
        assert_eq!(wait(queued), Some((20, true)));
    }
}
