//! How many requests may be on their way at the same time.

use std::time::Duration;

use super::Priority;

/// Enough that thirty invitations a second, each with a few reads and an assignment, fit at
/// 150 ms a call.
const MOST: f64 = 40.0;
const LEAST: f64 = 4.0;
/// The share that background work may fill: what a person waits for always finds a place.
const BACKGROUND: f64 = 0.8;
/// What is left of them after trouble.
const FALL: f64 = 0.7;

/// Places that grow by one for every round of answers, and shrink at trouble.
#[derive(Debug)]
pub(super) struct Places {
    limit: f64,
    taken: [u32; 2],
    shrunk_at: Option<Duration>,
}

impl Places {
    pub(super) fn new() -> Self {
        Self {
            limit: MOST,
            taken: [0; 2],
            shrunk_at: None,
        }
    }

    pub(super) fn is_free(&self, priority: Priority) -> bool {
        let [persons, background] = self.taken;
        let all = f64::from(persons + background) + 1.0 <= self.limit;
        match priority {
            Priority::Interactive => all,
            Priority::Background => all && f64::from(background) + 1.0 <= self.limit * BACKGROUND,
        }
    }

    pub(super) fn take(&mut self, priority: Priority) {
        *self.of(priority) += 1;
    }

    pub(super) fn give_back(&mut self, priority: Priority) {
        let taken = self.of(priority);
        *taken = taken.saturating_sub(1);
    }

    /// An answer came.
    pub(super) fn grow(&mut self) {
        self.limit = (self.limit + 1.0 / self.limit).min(MOST);
    }

    /// A request that was sent at `sent` came to grief. Those that were on their way together
    /// count once.
    pub(super) fn shrink(&mut self, sent: Duration, now: Duration) {
        if self.shrunk_at.is_none_or(|at| sent >= at) {
            self.shrunk_at = Some(now);
            self.limit = (self.limit * FALL).max(LEAST);
        }
    }

    fn of(&mut self, priority: Priority) -> &mut u32 {
        let [persons, background] = &mut self.taken;
        match priority {
            Priority::Interactive => persons,
            Priority::Background => background,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(places: &mut Places, priority: Priority) -> u32 {
        let mut taken = 0;
        while places.is_free(priority) {
            places.take(priority);
            taken += 1;
        }
        taken
    }

    #[test]
    fn a_person_finds_a_place_while_the_background_is_busy() {
        let mut places = Places::new();
        assert_eq!(fill(&mut places, Priority::Background), 32);
        assert_eq!(fill(&mut places, Priority::Interactive), 8);
        places.give_back(Priority::Interactive);
        assert!(!places.is_free(Priority::Background));
        places.give_back(Priority::Background);
        assert!(places.is_free(Priority::Background));
    }

    #[test]
    fn trouble_shrinks_them_once_and_answers_let_them_grow_again() {
        let mut places = Places::new();
        let at = Duration::from_secs;
        for _ in 0..40 {
            places.shrink(at(0), at(1));
        }
        assert_eq!(fill(&mut places, Priority::Interactive), 28);
        for second in 1..60 {
            places.shrink(at(second), at(second));
        }
        let mut fewest = Places {
            taken: [0; 2],
            ..places
        };
        assert_eq!(fill(&mut fewest, Priority::Background), 3);
        assert_eq!(fill(&mut fewest, Priority::Interactive), 1);
        for _ in 0..1_000 {
            fewest.grow();
        }
        assert_eq!(fill(&mut fewest, Priority::Interactive), 36);
    }
}
