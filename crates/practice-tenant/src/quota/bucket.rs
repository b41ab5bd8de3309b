//! One token bucket, in exact arithmetic.

use std::time::Duration;

/// A published limit: so many units within so long a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    /// What may be used up within the window; never 0.
    pub(crate) units: u32,
    /// The time in which an empty bucket fills; never zero.
    pub(crate) window: Duration,
}

/// A request that was refused is charged one part in this many.
const REFUSED_PART: i128 = 10;
/// How deep a bucket can go into debt, in tenths of its limit.
const DEEPEST_TENTHS: i128 = 8;

/// Holds up to the limit's units, and fills evenly: all of it within the window.
///
/// Requests made while throttled still count (learn.microsoft.com, "Microsoft Graph throttling
/// guidance"). By how much is not said; here a refused request takes a tenth of its cost, if need
/// be into debt, so that a client that hammers on waits longer than one that waits. The debt ends
/// at 0.8 of the limit: the use that the service tells never rises above 1.8.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    limit: Limit,
    /// Units, each as many grains as the window has nanoseconds: so a nanosecond brings as many
    /// grains as the limit has units, and nothing is ever rounded.
    grains: i128,
    /// Up to when it was filled.
    filled: Duration,
}

impl Bucket {
    /// A full one.
    pub(crate) fn full(limit: Limit, now: Duration) -> Self {
        Self {
            limit,
            grains: i128::from(limit.units) * grain_count(limit),
            filled: now,
        }
    }

    /// Fills up what has run in since the last time; time never runs back.
    pub(crate) fn fill(&mut self, now: Duration) {
        let passed = nanoseconds(now.saturating_sub(self.filled));
        let most = self.unit() * i128::from(self.limit.units);
        let risen = self.grains + passed * i128::from(self.limit.units);
        self.grains = risen.min(most);
        self.filled = self.filled.max(now);
    }

    /// Whether there is enough in it.
    pub(crate) fn holds(&self, cost: u32) -> bool {
        self.grains >= i128::from(cost) * self.unit()
    }

    /// Pays for a request that goes through.
    pub(crate) fn take(&mut self, cost: u32) {
        self.grains -= i128::from(cost) * self.unit();
    }

    /// Charges a request that was refused.
    pub(crate) fn refuse(&mut self, cost: u32) {
        let part = i128::from(cost) * self.unit() / REFUSED_PART;
        let deepest = -(i128::from(self.limit.units) * self.unit() * DEEPEST_TENTHS / 10);
        self.grains = (self.grains - part).max(deepest.min(self.grains));
    }

    /// Takes out all but what is left where this part of the limit is used up; above 1 it is in debt.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "what is asked for is rough, and so is what is taken"
    )]
    pub(crate) fn drain(&mut self, used: f64) {
        let most = (self.unit() * i128::from(self.limit.units)) as f64;
        let left = (most * (1.0 - used)) as i128;
        self.grains = self.grains.min(left);
    }

    /// How long until there is enough in it.
    pub(crate) fn wait(&self, cost: u32) -> Duration {
        let missing = i128::from(cost) * self.unit() - self.grains;
        let units = i128::from(self.limit.units);
        let rounded_up = (missing.max(0) + units - 1) / units;
        Duration::from_nanos(u64::try_from(rounded_up).unwrap_or(u64::MAX))
    }

    /// The part of the limit that is used up: 0 for a full bucket, above 1 for one in debt.
    pub(crate) fn used(&self) -> f64 {
        1.0 - self.available() / f64::from(self.limit.units)
    }

    /// Units that are left; below 0 in debt.
    #[expect(
        clippy::cast_precision_loss,
        reason = "only shown; decisions are made in whole grains"
    )]
    pub(crate) fn available(&self) -> f64 {
        self.grains as f64 / self.unit() as f64
    }

    pub(crate) fn limit(&self) -> Limit {
        self.limit
    }

    fn unit(&self) -> i128 {
        grain_count(self.limit)
    }
}

fn grain_count(limit: Limit) -> i128 {
    nanoseconds(limit.window)
}

fn nanoseconds(length: Duration) -> i128 {
    i128::try_from(length.as_nanos()).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: Limit = Limit {
        units: 150,
        window: Duration::from_secs(5),
    };

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_full_bucket_gives_its_limit_at_once_and_then_at_its_rate() {
        let mut bucket = Bucket::full(LIMIT, at(0));
        for _ in 0..150 {
            assert!(bucket.holds(1));
            bucket.take(1);
        }
        assert!(!bucket.holds(1));
        // 30 a second: one every 33.3 ms, to the nanosecond.
        assert_eq!(bucket.wait(1), Duration::from_nanos(33_333_334));
        bucket.fill(at(33));
        assert!(!bucket.holds(1));
        bucket.fill(at(34));
        assert!(bucket.holds(1));
        bucket.fill(at(60_000));
        assert_eq!((bucket.available(), bucket.used()), (150.0, 0.0));
    }

    #[test]
    fn refusals_cost_a_tenth_and_the_debt_has_an_end() {
        let mut bucket = Bucket::full(LIMIT, at(0));
        bucket.take(150);
        bucket.refuse(1);
        assert!((bucket.available() + 0.1).abs() < 1e-9);
        for _ in 0..10_000 {
            bucket.refuse(1);
        }
        assert!((bucket.used() - 1.8).abs() < 1e-9);
        assert_eq!(bucket.wait(1), Duration::from_nanos(4_033_333_334));
    }

    #[test]
    fn draining_uses_up_what_is_asked_for_and_fills_nothing() {
        let mut bucket = Bucket::full(LIMIT, at(0));
        bucket.drain(1.0);
        assert!(!bucket.holds(1) && bucket.available().abs() < 1e-6);
        bucket.drain(1.2);
        assert!((bucket.available() + 30.0).abs() < 1e-6);
        bucket.drain(0.5);
        assert!((bucket.used() - 1.2).abs() < 1e-9);
    }

    #[test]
    fn time_does_not_run_back() {
        let mut bucket = Bucket::full(LIMIT, at(1_000));
        bucket.take(100);
        bucket.fill(at(500));
        assert!((bucket.available() - 50.0).abs() < 1e-9);
        bucket.fill(at(1_500));
        assert!((bucket.available() - 65.0).abs() < 1e-9);
    }

    /// The same bucket, dripping millisecond by millisecond.
    struct Dripping {
        units: i128,
        window: i128,
        level: i128,
    }

    impl Dripping {
        fn tick(&mut self) {
            // `window` parts a unit: `units` parts a millisecond.
            self.level = (self.level + self.units * 10).min(self.units * self.window * 10);
        }

        fn asks(&mut self, cost: i128) -> bool {
            let price = cost * self.window * 10;
            if self.level >= price {
                self.level -= price;
                return true;
            }
            let deepest = -(self.units * self.window * 8);
            self.level = (self.level - cost * self.window).max(deepest.min(self.level));
            false
        }
    }

    proptest! {
        /// Whatever is asked whenever: the bucket says what the dripping one says, and who waits
        /// as long as told is let through.
        #[test]
        fn agrees_with_a_dripping_bucket(
            units in 1_u32..200,
            window in 1_u64..10_000,
            asked in prop::collection::vec((0_u64..400, 1_u32..6), 1..200),
        ) {
            let limit = Limit { units, window: at(window) };
            let mut bucket = Bucket::full(limit, at(0));
            let (units, window) = (i128::from(units), i128::from(window));
            let mut model = Dripping { units, window, level: units * window * 10 };
            let mut now = 0;
            for (pause, cost) in asked {
                for _ in 0..pause {
                    model.tick();
                }
                now += pause;
                bucket.fill(at(now));
                let through = bucket.holds(cost);
                prop_assert_eq!(through, model.asks(i128::from(cost)));
                if through {
                    bucket.take(cost);
                    continue;
                }
                bucket.refuse(cost);
                if i128::from(cost) <= units {
                    let mut patient = bucket.clone();
                    let wait = patient.wait(cost);
                    patient.fill(at(now) + wait);
                    prop_assert!(patient.holds(cost));
                    let mut hasty = bucket.clone();
                    hasty.fill(at(now) + wait.saturating_sub(Duration::from_nanos(1)));
                    prop_assert!(!hasty.holds(cost));
                }
            }
        }
    }
}
