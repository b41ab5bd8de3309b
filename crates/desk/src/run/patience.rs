//! How long a request waits for others that could go with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The longest wait: with this many people there soon are others.
const LONGEST: Duration = Duration::from_millis(200);
const MANY: u32 = 96;

/// The wait of a run: the fewer of its people are left, the shorter, since fewer come along. So a
/// long run sends few requests, and neither a short one nor the end of a long one is held up.
#[derive(Clone)]
pub(super) struct Patience {
    left: Arc<AtomicUsize>,
}

impl Patience {
    /// Of a run with so many people that something can be done about.
    pub(super) fn of(people: usize) -> Self {
        Self {
            left: Arc::new(AtomicUsize::new(people)),
        }
    }

    /// One of them is over.
    pub(super) fn one_less(&self) {
        // Only a running total: nothing else is ordered by it.
        self.left.fetch_sub(1, Ordering::Relaxed);
    }

    /// How long to wait now.
    pub(super) fn now(&self) -> Duration {
        let left = u32::try_from(self.left.load(Ordering::Relaxed)).unwrap_or(MANY);
        LONGEST * left.min(MANY) / MANY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_wears_thin_towards_the_end() {
        let patience = Patience::of(500);
        let mut before = patience.now();
        assert_eq!(before, LONGEST);
        for _ in 0..500 {
            patience.one_less();
            assert!(patience.now() <= before);
            before = patience.now();
        }
        assert_eq!(before, Duration::ZERO);
        assert!(Patience::of(2).now() < Duration::from_millis(5));
    }
}
