//! How fast to ask: one governor for all requests of an account.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::operation::{Lane, Replay};
use crate::clock::Clock;

/// Requests on their way at the same time.
const IN_FLIGHT: usize = 16;

/// Of these, how many may be background work: what a person waits for always finds a place.
const IN_FLIGHT_BACKGROUND: usize = 12;

/// 150 requests per 5 seconds and tenant to the invitation manager, and 3,000 writes per 150
/// seconds, app and tenant (learn.microsoft.com, "Microsoft Graph service-specific throttling
/// limits"). The spans are a little longer, since requests do not travel equally fast.
const INVITATIONS: (usize, Duration) = (150, Duration::from_millis(5_150));
const WRITES: (usize, Duration) = (3_000, Duration::from_millis(151_000));

/// Whether somebody is waiting for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Priority {
    Interactive,
    Background,
}

/// Lets requests through.
pub(crate) struct Governor {
    all: Arc<Semaphore>,
    background: Arc<Semaphore>,
    limits: Mutex<Limits>,
}

/// Leave to send one request; given back when dropped.
pub(crate) struct Permit {
    _all: OwnedSemaphorePermit,
    _background: Option<OwnedSemaphorePermit>,
}

/// What is known of the service's limits, on the monotonic clock.
#[derive(Debug)]
struct Limits {
    invitations: Window,
    writes: Window,
    held_directory: Duration,
    held_invitations: Duration,
}

/// At most so many in any span of time.
#[derive(Debug)]
struct Window {
    most: usize,
    span: Duration,
    /// When the latest ones were, or will be, sent.
    sent: VecDeque<Duration>,
}

impl Governor {
    pub(crate) fn new() -> Self {
        Self {
            all: Arc::new(Semaphore::new(IN_FLIGHT)),
            background: Arc::new(Semaphore::new(IN_FLIGHT_BACKGROUND)),
            limits: Mutex::new(Limits {
                invitations: Window::new(INVITATIONS),
                writes: Window::new(WRITES),
                held_directory: Duration::ZERO,
                held_invitations: Duration::ZERO,
            }),
        }
    }

    /// Waits until the request may be sent.
    pub(crate) async fn enter(
        &self,
        priority: Priority,
        lane: Lane,
        replay: Replay,
        clock: &dyn Clock,
    ) -> Permit {
        let background = match priority {
            Priority::Background => acquire(&self.background).await,
            Priority::Interactive => None,
        };
        let until = self.with(|limits| limits.reserve(lane, replay, clock.monotonic()));
        sleep_until(until, clock).await;
        let all = loop {
            let permit = acquire(&self.all).await;
            // A 429 may have arrived while this one waited.
            let held = self.with(|limits| limits.held(lane));
            match permit {
                Some(permit) if held <= clock.monotonic() => break permit,
                _ => sleep_until(held, clock).await,
            }
        };
        Permit {
            _all: all,
            _background: background,
        }
    }

    /// Holds everything of this lane back: requests sent while throttled count as well.
    pub(crate) fn hold(&self, lane: Lane, until: Duration) {
        self.with(|limits| {
            let held = match lane {
                Lane::Directory => &mut limits.held_directory,
                Lane::Invitations => &mut limits.held_invitations,
            };
            *held = until.max(*held);
        });
    }

    fn with<T>(&self, read: impl FnOnce(&mut Limits) -> T) -> T {
        read(&mut self.limits.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A place, or none if the semaphore were closed, which it never is.
async fn acquire(semaphore: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_owned().await.ok()
}

async fn sleep_until(moment: Duration, clock: &dyn Clock) {
    let wait = moment.saturating_sub(clock.monotonic());
    if !wait.is_zero() {
        clock.sleep(wait).await;
    }
}

impl Limits {
    /// The moment from which the request may be sent; it counts from then on.
    fn reserve(&mut self, lane: Lane, replay: Replay, now: Duration) -> Duration {
        let mut at = now.max(self.held(lane));
        if lane == Lane::Invitations {
            at = at.max(self.invitations.free_from());
        }
        if replay != Replay::Safe {
            at = at.max(self.writes.free_from());
            self.writes.take(at);
        }
        if lane == Lane::Invitations {
            self.invitations.take(at);
        }
        at
    }

    fn held(&self, lane: Lane) -> Duration {
        match lane {
            Lane::Directory => self.held_directory,
            Lane::Invitations => self.held_invitations,
        }
    }
}

impl Window {
    fn new((most, span): (usize, Duration)) -> Self {
        Self {
            most,
            span,
            sent: VecDeque::new(),
        }
    }

    /// The first moment at which one more fits.
    fn free_from(&self) -> Duration {
        if self.sent.len() < self.most {
            Duration::ZERO
        } else {
            self.sent
                .front()
                .map_or(Duration::ZERO, |first| *first + self.span)
        }
    }

    fn take(&mut self, at: Duration) {
        if self.sent.len() == self.most {
            self.sent.pop_front();
        }
        self.sent.push_back(at);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::clock::tests::TestClock;

    fn enter(governor: &Governor, priority: Priority, clock: &TestClock) -> Option<Permit> {
        governor
            .enter(priority, Lane::Directory, Replay::Safe, clock)
            .now_or_never()
    }

    #[test]
    fn a_person_finds_a_place_while_the_background_is_busy() {
        let (governor, clock) = (Governor::new(), TestClock::default());
        let mut busy = Vec::new();
        while let Some(permit) = enter(&governor, Priority::Background, &clock) {
            busy.push(permit);
        }
        assert_eq!(busy.len(), IN_FLIGHT_BACKGROUND);
        let mut persons = Vec::new();
        while let Some(permit) = enter(&governor, Priority::Interactive, &clock) {
            persons.push(permit);
        }
        assert_eq!(busy.len() + persons.len(), IN_FLIGHT);
        drop(persons);
        busy.pop();
        assert!(enter(&governor, Priority::Background, &clock).is_some());
    }

    #[tokio::test]
    async fn invitations_keep_to_their_limit_in_any_span() {
        let (governor, clock) = (Governor::new(), TestClock::default());
        let mut sent = Vec::new();
        for _ in 0..400 {
            governor
                .enter(
                    Priority::Interactive,
                    Lane::Invitations,
                    Replay::Once,
                    &clock,
                )
                .await;
            sent.push(clock.monotonic());
        }
        for (first, after_150) in sent.iter().zip(sent.iter().skip(150)) {
            assert!(*after_150 - *first >= Duration::from_secs(5));
        }
        // 400 invitations take two spans and a bit, not more.
        assert!(clock.monotonic() < Duration::from_secs(11));
    }

    #[tokio::test]
    async fn a_throttled_lane_waits_as_long_as_the_service_asked() {
        let (governor, clock) = (Governor::new(), TestClock::default());
        governor.hold(Lane::Directory, Duration::from_secs(7));
        governor.hold(Lane::Directory, Duration::from_secs(3));
        governor
            .enter(
                Priority::Interactive,
                Lane::Invitations,
                Replay::Once,
                &clock,
            )
            .await;
        assert_eq!(clock.monotonic(), Duration::ZERO);
        governor
            .enter(Priority::Interactive, Lane::Directory, Replay::Safe, &clock)
            .await;
        assert_eq!(clock.monotonic(), Duration::from_secs(7));
    }

    #[test]
    fn writes_have_a_window_of_their_own() {
        let mut limits = Governor::new().limits.into_inner().unwrap();
        for _ in 0..3_000 {
            let at = limits.reserve(Lane::Directory, Replay::Repeatable, Duration::ZERO);
            assert_eq!(at, Duration::ZERO);
        }
        let next = limits.reserve(Lane::Directory, Replay::Repeatable, Duration::ZERO);
        assert_eq!(next, WRITES.1);
        let read = limits.reserve(Lane::Directory, Replay::Safe, Duration::ZERO);
        assert_eq!(read, Duration::ZERO);
    }
}
