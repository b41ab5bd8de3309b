//! How fast to ask: one governor for all requests of an account.
//!
//! The service publishes limits, of which one or the other binds; the governor counts what each
//! request takes of each ([`cost`]), keeps a little below them ([`bucket`]), and is corrected by
//! what the service says ([`limits`]). What a person waits for goes before what runs in the
//! background ([`queue`]), also where it is about connections ([`places`]).

mod bucket;
mod cost;
mod limits;
#[cfg(test)]
mod model_tests;
mod places;
mod queue;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::Clock;

pub use cost::Limit;
pub use view::PaceView;

pub(crate) use cost::Cost;
pub(crate) use limits::Word;
pub(crate) use queue::Ending;

use queue::{Queue, Sent, Ticket, Wait};
use view::Meter;

/// Whether somebody is waiting for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Priority {
    Interactive,
    Background,
}

/// Lets requests through. Clones are the same governor.
#[derive(Clone)]
pub(crate) struct Governor {
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<State>>,
}

struct State {
    queue: Queue,
    meter: Meter,
    /// How to wake those who wait, and when they look at the clock by themselves.
    wake: HashMap<Ticket, (Arc<Notify>, Option<Duration>)>,
    /// Those who were let through and have not noticed yet.
    sent: HashMap<Ticket, Sent>,
    /// When those go on that pause outside the queue.
    pauses: Vec<Duration>,
}

/// A pause outside the queue, as long as it is held.
pub(crate) struct Pause<'a> {
    governor: &'a Governor,
    until: Duration,
}

/// Leave to send one request. Dropped without a word about how it ended, the request is taken
/// for one that was sent.
pub(crate) struct Permit {
    governor: Governor,
    sent: Sent,
    ending: Ending,
}

/// A place in the queue, left when dropped.
struct Place<'a> {
    governor: &'a Governor,
    ticket: Ticket,
    wake: Arc<Notify>,
}

impl Governor {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State {
            queue: Queue::new(),
            meter: Meter::default(),
            wake: HashMap::new(),
            sent: HashMap::new(),
            pauses: Vec::new(),
        };
        Self {
            clock,
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Waits until the request may be sent. `requests` are those that it is made of.
    pub(crate) async fn enter(&self, priority: Priority, cost: Cost, requests: u32) -> Permit {
        let place = self.join(priority, cost);
        self.admit();
        loop {
            match place.turn() {
                Turn::Now(sent) => {
                    self.with(|state| state.meter.sent(requests, sent.at));
                    return Permit {
                        governor: self.clone(),
                        sent,
                        ending: Ending::Answered(Word::default()),
                    };
                }
                // Everyone looks at the clock for themselves: whoever is not polled for a while
                // keeps nobody waiting.
                Turn::At(moment) => {
                    let wait = moment.saturating_sub(self.clock.monotonic());
                    tokio::select! {
                        biased;
                        () = place.wake.notified() => {}
                        () = self.clock.sleep(wait) => self.admit(),
                    }
                }
                Turn::WhenCalled => {
                    self.admit();
                    if !place.was_called() {
                        place.wake.notified().await;
                    }
                }
            }
        }
    }

    /// Somebody pauses before they ask again; it is told as long as the answer lives.
    pub(crate) fn pausing(&self, duration: Duration) -> Pause<'_> {
        let until = self.clock.monotonic().saturating_add(duration);
        self.with(|state| state.pauses.push(until));
        Pause {
            governor: self,
            until,
        }
    }

    /// A part of an answered request, such as one of a batch, was refused for being too much.
    pub(crate) fn refused_in_part(
        &self,
        cost: Cost,
        word: &Word,
        wait: Option<Duration>,
        sent: Duration,
    ) {
        let now = self.clock.monotonic();
        self.with(|state| {
            state.meter.throttled();
            state.queue.refused(cost, word, sent, wait, now);
        });
    }

    /// What the service says on a part of an answered request.
    pub(crate) fn hear_in_part(&self, cost: Cost, word: &Word) {
        let now = self.clock.monotonic();
        self.with(|state| state.queue.hear(cost, word, now));
    }

    /// How fast it goes, and what is waited for.
    pub(crate) fn view(&self) -> PaceView {
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        self.with(|state| {
            let wait: Option<Wait> = state.queue.waits_for(now);
            PaceView {
                waiting_until: wait.map(|wait| wall + wait.until.saturating_sub(now)),
                pausing_until: state
                    .pauses
                    .iter()
                    .max()
                    .map(|until| wall + until.saturating_sub(now)),
                throttled_since: state
                    .queue
                    .throttled_since(now)
                    .map(|since| wall - now.saturating_sub(since)),
                ..state.meter.read(now)
            }
        })
    }

    fn join(&self, priority: Priority, cost: Cost) -> Place<'_> {
        let wake = Arc::new(Notify::new());
        let ticket = self.with(|state| {
            let ticket = state.queue.join(priority, cost);
            state.wake.insert(ticket, (Arc::clone(&wake), None));
            ticket
        });
        Place {
            governor: self,
            ticket,
            wake,
        }
    }

    /// Lets through whoever can go.
    fn admit(&self) {
        let now = self.clock.monotonic();
        self.with(|state| {
            let admitted = state.queue.admit(now);
            for (ticket, _) in &admitted.sent {
                if let Some((wake, _)) = state.wake.get(ticket) {
                    wake.notify_one();
                }
            }
            for (ticket, moment) in &admitted.first_to_wait {
                if let Some((wake, alarm)) = state.wake.get(ticket)
                    && alarm.is_none_or(|alarm| alarm > *moment)
                {
                    wake.notify_one();
                }
            }
            state.sent.extend(admitted.sent);
        });
    }

    fn end(&self, sent: Sent, ending: &Ending) {
        let now = self.clock.monotonic();
        self.with(|state| {
            if matches!(ending, Ending::Refused(..)) {
                state.meter.throttled();
            }
            state.queue.end(sent, ending, now);
        });
        self.admit();
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Permit {
    /// When the request was let through, on the monotonic clock.
    pub(crate) fn at(&self) -> Duration {
        self.sent.at
    }

    /// Tells how the request ended.
    pub(crate) fn end(mut self, ending: Ending) {
        self.ending = ending;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.governor.end(self.sent, &self.ending);
    }
}

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.governor.with(|state| {
            let place = state.pauses.iter().position(|until| *until == self.until);
            if let Some(place) = place {
                state.pauses.swap_remove(place);
            }
        });
    }
}

/// What somebody in the queue has to do.
enum Turn {
    /// Send.
    Now(Sent),
    /// Look again at this moment.
    At(Duration),
    /// Go as soon as there is a place.
    WhenCalled,
}

impl Place<'_> {
    fn turn(&self) -> Turn {
        let now = self.governor.clock.monotonic();
        self.governor.with(|state| {
            if let Some(sent) = state.sent.remove(&self.ticket) {
                return Turn::Now(sent);
            }
            let moment = state.queue.turn_of(self.ticket, now);
            if let Some((_, alarm)) = state.wake.get_mut(&self.ticket) {
                *alarm = moment;
            }
            moment.map_or(Turn::WhenCalled, Turn::At)
        })
    }

    fn was_called(&self) -> bool {
        self.governor
            .with(|state| state.sent.contains_key(&self.ticket))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let (waited, unused) = self.governor.with(|state| {
            state.wake.remove(&self.ticket);
            let waited = state.queue.leave(self.ticket);
            (waited, state.sent.remove(&self.ticket))
        });
        if let Some(sent) = unused {
            self.governor.end(sent, &Ending::Unsent);
        } else if waited {
            self.governor.admit();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::clock::tests::TestClock;

    const INVITATION: Cost = Cost {
        units: 1,
        writes: 1,
        invitations: 1,
        reports: 0,
    };

    fn governor() -> (Governor, TestClock) {
        let clock = TestClock::default();
        (Governor::new(Arc::new(clock.clone())), clock)
    }

    async fn invite(governor: &Governor) -> Permit {
        governor.enter(Priority::Interactive, INVITATION, 1).await
    }

    #[tokio::test]
    async fn after_a_burst_invitations_keep_to_their_rate() {
        let (governor, clock) = governor();
        for _ in 0..400 {
            drop(invite(&governor).await);
        }
        let seconds = clock.monotonic().as_secs_f64();
        assert!((8.3..9.0).contains(&seconds), "{seconds}");
        let view = governor.view();
        assert_eq!((view.requests, view.throttled), (400, 0));
        assert!(view.requests_per_second > 29.0);
    }

    #[tokio::test]
    async fn a_refusal_holds_back_what_would_be_refused_too_and_is_told() {
        let (governor, clock) = governor();
        let wait = Some(Duration::from_secs(7));
        invite(&governor)
            .await
            .end(Ending::Refused(Word::default(), wait));
        let read = Cost::of(&::http::Method::GET, "/users/1");
        drop(governor.enter(Priority::Background, read, 1).await);
        assert_eq!(clock.monotonic(), Duration::ZERO);
        assert_eq!(governor.view().throttled_since, Some(clock.now()));
        let place = governor.join(Priority::Interactive, INVITATION);
        let view = governor.view();
        assert_eq!(
            view.waiting_until,
            Some(clock.now() + Duration::from_secs(7))
        );
        drop(place);
        drop(invite(&governor).await);
        assert_eq!(clock.monotonic(), Duration::from_secs(7));
        assert_eq!(governor.view().throttled_since, None);
    }

    #[test]
    fn pauses_outside_the_queue_are_told_while_they_last() {
        let (governor, clock) = governor();
        let short = governor.pausing(Duration::from_secs(2));
        let long = governor.pausing(Duration::from_secs(40));
        let told = || {
            governor
                .view()
                .pausing_until
                .map(|until| until - clock.now())
        };
        assert_eq!(told(), Some(time::Duration::seconds(40)));
        drop(long);
        assert_eq!(told(), Some(time::Duration::seconds(2)));
        drop(short);
        assert_eq!(told(), None);
    }

    #[tokio::test]
    async fn who_gives_up_waiting_gives_the_turn_to_the_next() {
        let (governor, _) = governor();
        for _ in 0..144 {
            drop(invite(&governor).await);
        }
        let first = governor.join(Priority::Interactive, INVITATION);
        let second = governor.join(Priority::Interactive, INVITATION);
        let turn = |place: &Place<'_>| match place.turn() {
            Turn::At(moment) => moment,
            Turn::Now(_) | Turn::WhenCalled => panic!("it has to wait"),
        };
        let (sooner, later) = (turn(&first), turn(&second));
        assert!(sooner < later);
        drop(first);
        assert_eq!(turn(&second), sooner);
    }

    #[test]
    fn a_place_that_was_given_to_somebody_who_left_is_free_again() {
        let (governor, _) = governor();
        let read = Cost::of(&::http::Method::GET, "/users/1");
        let mut permits = Vec::new();
        while let Some(permit) = governor
            .enter(Priority::Interactive, read, 1)
            .now_or_never()
        {
            permits.push(permit);
        }
        assert_eq!(permits.len(), 40);
        let mut left = Box::pin(governor.enter(Priority::Interactive, read, 1));
        assert!(left.as_mut().now_or_never().is_none());
        permits.pop();
        drop(left);
        let next = governor
            .enter(Priority::Interactive, read, 1)
            .now_or_never();
        assert!(next.is_some());
    }
}
