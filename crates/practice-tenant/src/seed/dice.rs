//! Chance that falls the same way for the same seed.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use time::{Date, Duration, Month, OffsetDateTime, Time};
use uuid::Uuid;

/// Nothing in the seed happened after this moment.
pub(super) const ANCHOR: OffsetDateTime = match Date::from_calendar_date(2026, Month::November, 20)
{
    Ok(date) => match Time::from_hms(8, 0, 0) {
        Ok(time) => OffsetDateTime::new_utc(date, time),
        Err(_) => OffsetDateTime::UNIX_EPOCH,
    },
    Err(_) => OffsetDateTime::UNIX_EPOCH,
};

/// The parts of the seed. Each has chance of its own, so that more guests do
/// not change the groups.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Organization,
    Accounts,
    Members,
    SpecialGuests,
    Guests,
    Groups,
    Applications,
    Access,
}

/// Chance for one part of the seed.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64, part: Part) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part as u64 + 1);
        Self(rng)
    }

    /// A new id.
    pub(super) fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// One of several; the list must not be empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.0.random_range(0..list.len())]
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0.random_range(0..end)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// A moment between `most` and `least` days before the anchor.
    pub(super) fn days_ago(&mut self, least: u32, most: u32) -> OffsetDateTime {
        let day = i64::from(self.0.random_range(least..=most));
        let second = i64::from(self.below(86_400));
        ANCHOR - Duration::days(day) - Duration::seconds(second)
    }

    /// A moment after `begin` and not after the anchor.
    pub(super) fn after(&mut self, begin: OffsetDateTime, most_days: u32) -> OffsetDateTime {
        let later =
            begin + Duration::seconds(i64::from(self.below(most_days.max(1) * 86_400)) + 60);
        later.min(ANCHOR)
    }
}
