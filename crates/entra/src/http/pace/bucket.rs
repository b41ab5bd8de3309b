//! One published limit, as tokens that flow into a bucket.

use std::time::Duration;

/// How much a limit lets through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Published {
    /// At once, after a rest.
    pub(super) capacity: f64,
    /// Per second, in the long run.
    pub(super) per_second: f64,
}

impl Published {
    /// The capacity that is used.
    fn kept(self) -> f64 {
        self.capacity - self.per_second * TRAVEL
    }
}

/// By how much travel times are expected to differ, in seconds. What was sent evenly arrives in
/// clusters: the bucket is smaller than the service's own by what flows in during that time.
const TRAVEL: f64 = 0.2;

/// The share of the published rate that is used, so that the two counts do not drift apart.
const RATE_KEPT: f64 = 0.99;

/// What a bucket without bursts holds at most, in seconds of its rate.
const SMOOTH: f64 = 0.1;

/// For how long a service that refused a burst is not sent another one.
const WITHOUT_BURSTS: Duration = Duration::from_secs(5 * 60);

/// What background work leaves to what a person waits for: a share of the bucket, and no more
/// than flows in during so many seconds.
const RESERVE: f64 = 0.02;
const RESERVE_SECONDS: f64 = 0.5;

/// By how much the rate falls when the service refuses although there were no bursts.
const FALL: f64 = 0.8;
/// The lowest rate, as a share of the published one.
const LEAST_RATE: f64 = 0.05;
/// How fast it rises again, as a share of the published rate per second.
const RISE: f64 = 0.005;

/// What is too little to wait for: time is counted in nanoseconds, tokens are not.
const NEGLIGIBLE: f64 = 1e-6;

/// Tokens that flow in at a rate, up to a capacity.
#[derive(Debug)]
pub(super) struct Bucket {
    published: Published,
    /// May be below zero: a cost above the capacity is taken on credit.
    level: f64,
    /// When the level was that.
    at: Duration,
    /// The share of the published rate that the service is found to allow.
    share: f64,
    held_until: Duration,
    smooth_until: Duration,
    refused_at: Option<Duration>,
    slowed_at: Option<Duration>,
}

impl Bucket {
    pub(super) fn new(published: Published) -> Self {
        Self {
            published,
            level: published.kept(),
            at: Duration::ZERO,
            share: 1.0,
            held_until: Duration::ZERO,
            smooth_until: Duration::ZERO,
            refused_at: None,
            slowed_at: None,
        }
    }

    /// Lets time pass.
    pub(super) fn refill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.at = self.at.max(now);
        let capacity = self.capacity();
        if self.level < capacity {
            self.level = (self.level + passed * self.rate()).min(capacity);
        } else {
            self.level = capacity;
        }
        self.share = (self.share + passed * RISE).min(1.0);
    }

    /// When so many tokens are there, of which background work leaves the reserve. It may be now,
    /// which is the time of the last refill.
    pub(super) fn ready_at(&self, amount: f64, leaves_reserve: bool) -> Duration {
        let reserve = if leaves_reserve { self.reserve() } else { 0.0 };
        let needed = (amount + reserve).min(self.capacity());
        self.moment_of(needed)
    }

    /// When so many tokens will have flowed in altogether, for those who wait in a queue.
    pub(super) fn flowed_at(&self, amount: f64) -> Duration {
        self.moment_of(amount)
    }

    fn moment_of(&self, level: f64) -> Duration {
        let lacking = level - self.level;
        let flowed = if lacking <= NEGLIGIBLE {
            self.at
        } else {
            self.at + Duration::from_secs_f64(lacking / self.rate())
        };
        flowed.max(self.held_until)
    }

    pub(super) fn take(&mut self, amount: f64) {
        self.level -= amount;
    }

    /// Gives back what was taken and not used.
    pub(super) fn give_back(&mut self, amount: f64) {
        self.level = (self.level + amount).min(self.capacity());
    }

    /// The share of the capacity that is used up, by our own count.
    pub(super) fn used(&self) -> f64 {
        1.0 - self.level / self.published.capacity
    }

    /// Whether the service asked for a pause that is not over.
    pub(super) fn is_held(&self, now: Duration) -> bool {
        self.held_until > now
    }

    /// Takes over what the service counts itself, which may know of other callers: the share of
    /// its limit that is used up, not counting what is on its way.
    pub(super) fn agree(&mut self, used: f64, on_its_way: f64, now: Duration) {
        self.refill(now);
        let left = (1.0 - used) * self.published.kept() - on_its_way;
        self.level = self.level.min(left.max(-self.rate()));
        // Many answers tell of the same second.
        let lately = self
            .slowed_at
            .is_some_and(|at| now.saturating_sub(at) < Duration::from_secs(1));
        if used > 1.0 && !lately {
            self.slowed_at = Some(now);
            self.share = (self.share * (1.0 / used).max(FALL)).max(LEAST_RATE);
        }
    }

    /// The service refused a request that was sent at `sent`. Those that were on their way when
    /// the first refusal came are its echo, for which the rate does not fall again.
    pub(super) fn refused(&mut self, sent: Duration, wait: Option<Duration>, now: Duration) {
        self.refill(now);
        if let Some(wait) = wait {
            self.held_until = self.held_until.max(now + wait);
        }
        let news = self.refused_at.is_none_or(|at| sent >= at);
        if news {
            if self.smooth_until > now {
                self.share = (self.share * FALL).max(LEAST_RATE);
            }
            self.refused_at = Some(now);
        }
        self.smooth_until = now + WITHOUT_BURSTS;
        self.level = self.level.min(0.0);
    }

    fn is_smooth(&self) -> bool {
        self.smooth_until > self.at
    }

    fn capacity(&self) -> f64 {
        if self.is_smooth() {
            (self.published.per_second * self.share * SMOOTH).max(1.0)
        } else {
            self.published.kept()
        }
    }

    /// Without bursts the rate is such that no span of the limit's own length sees more than the
    /// capacity, for services that count spans.
    fn rate(&self) -> f64 {
        let full = self.published.per_second * RATE_KEPT * self.share;
        if self.is_smooth() {
            let beside = self.capacity() + full * TRAVEL;
            full * (1.0 - beside / self.published.capacity).max(0.5)
        } else {
            full
        }
    }

    fn reserve(&self) -> f64 {
        let share = self.published.capacity * RESERVE;
        share
            .min(self.published.per_second * RESERVE_SECONDS)
            .min(self.capacity() / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVITATIONS: Published = Published {
        capacity: 150.0,
        per_second: 30.0,
    };

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// How many single tokens can be taken until then.
    fn taken(bucket: &mut Bucket, from: Duration, until: Duration) -> u32 {
        let (mut taken, mut now) = (0, from);
        loop {
            bucket.refill(now);
            now = bucket.ready_at(1.0, false);
            if now > until {
                return taken;
            }
            bucket.refill(now);
            bucket.take(1.0);
            taken += 1;
        }
    }

    #[test]
    fn a_rested_bucket_lets_a_burst_through_and_then_its_rate() {
        let mut bucket = Bucket::new(INVITATIONS);
        assert_eq!(taken(&mut bucket, seconds(0), seconds(0)), 144);
        let later = taken(&mut bucket, seconds(0), seconds(10));
        assert!((295..=297).contains(&later), "{later}");
    }

    #[test]
    fn after_a_refusal_it_rests_and_then_fits_any_span() {
        let mut bucket = Bucket::new(INVITATIONS);
        bucket.refused(seconds(0), Some(seconds(7)), seconds(1));
        assert!(bucket.is_held(seconds(7)) && !bucket.is_held(seconds(8)));
        assert_eq!(taken(&mut bucket, seconds(1), seconds(7)), 0);
        let in_five = taken(&mut bucket, seconds(8), seconds(13));
        assert!((135..=150).contains(&in_five), "{in_five}");
        let in_five = taken(&mut bucket, seconds(13), seconds(18));
        assert!((135..=150).contains(&in_five), "{in_five}");
        // Minutes later there may be bursts again.
        bucket.refill(seconds(400));
        assert_eq!(taken(&mut bucket, seconds(400), seconds(400)), 144);
    }

    #[test]
    fn the_rate_falls_with_each_refusal_but_not_with_its_echoes_and_rises_again() {
        let mut bucket = Bucket::new(INVITATIONS);
        bucket.refused(seconds(0), None, seconds(1));
        let smooth = bucket.rate();
        for _ in 0..20 {
            bucket.refused(seconds(0), None, seconds(1));
        }
        assert!((bucket.rate() - smooth).abs() < 0.1);
        bucket.refused(seconds(1), None, seconds(2));
        assert!(bucket.rate() < smooth * 0.85);
        bucket.refill(seconds(70));
        assert!((bucket.rate() - smooth).abs() < 0.1);
        for second in 71..200 {
            bucket.refused(seconds(second), None, seconds(second));
        }
        assert!(bucket.rate() > 1.0, "it never stands still");
    }

    #[test]
    fn what_the_service_counts_is_believed_when_it_is_more() {
        let mut bucket = Bucket::new(INVITATIONS);
        bucket.agree(0.9, 4.0, seconds(0));
        assert_eq!(taken(&mut bucket, seconds(0), seconds(0)), 10);
        bucket.refill(seconds(60));
        let rate = bucket.rate();
        bucket.take(144.0);
        bucket.agree(0.81, 0.0, seconds(60));
        assert_eq!(
            taken(&mut bucket, seconds(60), seconds(60)),
            0,
            "never upwards"
        );
        assert!((bucket.rate() - rate).abs() < 1e-9);
        for _ in 0..9 {
            bucket.agree(1.25, 0.0, seconds(61));
        }
        assert!(
            (bucket.rate() - rate * 0.8).abs() < 0.2,
            "{}",
            bucket.rate()
        );
    }

    #[test]
    fn background_work_leaves_a_reserve_and_what_is_too_dear_goes_on_credit() {
        let mut bucket = Bucket::new(INVITATIONS);
        bucket.take(142.0);
        assert!(bucket.ready_at(1.0, true) > Duration::ZERO);
        assert_eq!(bucket.ready_at(1.0, false), Duration::ZERO);
        let mut bucket = Bucket::new(INVITATIONS);
        assert_eq!(bucket.ready_at(1_000.0, true), Duration::ZERO);
        bucket.take(1_000.0);
        assert!(bucket.ready_at(1.0, false) > seconds(28));
    }
}
