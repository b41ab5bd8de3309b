//! All published limits together, corrected by what the service says.

use std::time::Duration;

use ::http::header::{HeaderMap, HeaderName};

use super::bucket::{Bucket, Published};
use super::cost::{Cost, Limit, PerLimit};
use crate::http::answer::text;

/// Per application and tenant in 10 seconds, of a tenant with more than 500 users. Smaller tenants
/// are allowed 5,000 or 3,500; that a tenant is smaller shows by what it says.
const RESOURCE_UNITS: Published = Published {
    capacity: 8_000.0,
    per_second: 800.0,
};
/// Per application and tenant in 150 seconds.
const WRITES: Published = Published {
    capacity: 3_000.0,
    per_second: 20.0,
};
/// Per tenant in 5 seconds.
const INVITATIONS: Published = Published {
    capacity: 150.0,
    per_second: 30.0,
};
/// Per application and tenant in 10 seconds.
const REPORTS: Published = Published {
    capacity: 5.0,
    per_second: 0.5,
};

const USED: HeaderName = HeaderName::from_static("x-ms-throttle-limit-percentage");
const WHICH: HeaderName = HeaderName::from_static("x-ms-throttle-information");
const UNITS: HeaderName = HeaderName::from_static("x-ms-resource-unit");

/// What an answer says about the limits (learn.microsoft.com, "Microsoft Graph service-specific
/// throttling limits", the headers of identity and access).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Word {
    /// The share of a limit that is used up; said above 0.8 only.
    pub(crate) used: Option<f64>,
    /// What the call did cost.
    pub(crate) units: Option<u32>,
    /// Which limit was exceeded.
    pub(crate) exceeded: Option<Limit>,
}

impl Word {
    /// What is said by headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self::read(|name| text(headers, name))
    }

    /// What is said by headers that are had in another way, such as those of a batch's items.
    pub(crate) fn read(header: impl Fn(&HeaderName) -> Option<String>) -> Self {
        let used = header(&USED).and_then(|text| text.trim().parse::<f64>().ok());
        let exceeded = match header(&WHICH).as_deref() {
            Some("WriteLimitExceeded") => Some(Limit::Writes),
            Some("ResourceUnitLimitExceeded" | "CPULimitExceeded") => Some(Limit::ResourceUnits),
            _ => None,
        };
        Self {
            used: used.filter(|used| used.is_finite() && *used > 0.0),
            units: header(&UNITS).and_then(|text| text.trim().parse().ok()),
            exceeded,
        }
    }
}

/// A bucket for each limit, and what is on its way.
#[derive(Debug)]
pub(super) struct Limits {
    buckets: PerLimit<Bucket>,
    on_its_way: PerLimit<f64>,
    throttled_since: Option<Duration>,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self {
            buckets: PerLimit {
                units: Bucket::new(RESOURCE_UNITS),
                writes: Bucket::new(WRITES),
                invitations: Bucket::new(INVITATIONS),
                reports: Bucket::new(REPORTS),
            },
            on_its_way: PerLimit::default(),
            throttled_since: None,
        }
    }

    pub(super) fn refill(&mut self, now: Duration) {
        for limit in Limit::ALL {
            self.buckets.get_mut(limit).refill(now);
        }
        self.throttled_since = self.throttled_since(now);
    }

    pub(super) fn bucket(&self, limit: Limit) -> &Bucket {
        self.buckets.get(limit)
    }

    pub(super) fn take(&mut self, cost: Cost) {
        for (limit, amount) in cost.limits() {
            self.buckets.get_mut(limit).take(f64::from(amount));
            *self.on_its_way.get_mut(limit) += f64::from(amount);
        }
    }

    /// The request is no longer on its way; `unsent` if it never was.
    pub(super) fn end(&mut self, cost: Cost, unsent: bool) {
        for (limit, amount) in cost.limits() {
            *self.on_its_way.get_mut(limit) -= f64::from(amount);
            if unsent {
                self.buckets.get_mut(limit).give_back(f64::from(amount));
            }
        }
    }

    /// Believes what an answer says. It is said of the application's own limits, those of identity
    /// and access, and not which of them is nearly used up: the one that is nearest by our own
    /// count is meant. Invitations have a limit of their tenant, which a run at full speed is
    /// always at the end of.
    pub(super) fn hear(&mut self, cost: Cost, word: &Word, now: Duration) {
        if let Some(units) = word.units
            && units > cost.units
        {
            self.buckets.units.take(f64::from(units - cost.units));
        }
        let Some(used) = word.used else { return };
        let by_use = |(a, _): &(Limit, u32), (b, _): &(Limit, u32)| {
            self.bucket(*a).used().total_cmp(&self.bucket(*b).used())
        };
        let of_application =
            |(limit, _): &(Limit, u32)| matches!(limit, Limit::ResourceUnits | Limit::Writes);
        if let Some((limit, _)) = cost.limits().filter(of_application).max_by(by_use) {
            let on_its_way = *self.on_its_way.get(limit);
            self.buckets.get_mut(limit).agree(used, on_its_way, now);
        }
    }

    /// A request that was sent at `sent` was refused for being too much.
    pub(super) fn refused(
        &mut self,
        cost: Cost,
        word: &Word,
        sent: Duration,
        wait: Option<Duration>,
        now: Duration,
    ) {
        let own = if cost.invitations > 0 {
            Limit::Invitations
        } else if cost.reports > 0 {
            Limit::Reports
        } else {
            Limit::ResourceUnits
        };
        let bucket = self.buckets.get_mut(word.exceeded.unwrap_or(own));
        bucket.refused(sent, wait, now);
        self.throttled_since.get_or_insert(now);
    }

    /// Since when the service asks for a pause, while it does.
    pub(super) fn throttled_since(&self, now: Duration) -> Option<Duration> {
        let mut limits = Limit::ALL.into_iter();
        let held = limits.any(|limit| self.bucket(limit).is_held(now));
        self.throttled_since.filter(|_| held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: Cost = Cost {
        units: 1,
        writes: 1,
        invitations: 0,
        reports: 0,
    };
    const READ: Cost = Cost { writes: 0, ..WRITE };
    const INVITATION: Cost = Cost {
        invitations: 1,
        ..WRITE
    };

    fn word(headers: &[(&'static str, &str)]) -> Word {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        Word::of(&headers)
    }

    #[test]
    fn the_headers_are_read() {
        let said = word(&[
            ("x-ms-throttle-limit-percentage", "1.25"),
            ("x-ms-throttle-information", "WriteLimitExceeded"),
            ("x-ms-resource-unit", "3"),
        ]);
        assert_eq!(said.used, Some(1.25));
        assert_eq!((said.units, said.exceeded), (Some(3), Some(Limit::Writes)));
        for nonsense in ["much", "NaN", "-1", ""] {
            let said = word(&[("x-ms-throttle-limit-percentage", nonsense)]);
            assert_eq!(said, Word::default(), "{nonsense}");
        }
    }

    fn free(limits: &Limits, limit: Limit, amount: f64) -> bool {
        limits.bucket(limit).ready_at(amount, false) == Duration::ZERO
    }

    #[test]
    fn a_refusal_holds_the_limit_that_it_names() {
        let wait = Some(Duration::from_secs(9));
        for (cost, said, held) in [
            (WRITE, word(&[]), Limit::ResourceUnits),
            (
                WRITE,
                word(&[("x-ms-throttle-information", "WriteLimitExceeded")]),
                Limit::Writes,
            ),
            (
                INVITATION,
                word(&[("x-ms-throttle-information", "CPULimitExceeded")]),
                Limit::ResourceUnits,
            ),
            (INVITATION, word(&[]), Limit::Invitations),
            (Cost { reports: 1, ..READ }, word(&[]), Limit::Reports),
        ] {
            let mut limits = Limits::new();
            limits.refused(cost, &said, Duration::ZERO, wait, Duration::ZERO);
            for limit in Limit::ALL {
                assert_eq!(
                    free(&limits, limit, 1.0),
                    limit != held,
                    "{limit:?} {said:?}"
                );
            }
            let since =
                |limits: &Limits, second| limits.throttled_since(Duration::from_secs(second));
            assert_eq!(since(&limits, 8), Some(Duration::ZERO));
            assert_eq!(since(&limits, 9), None);
        }
    }

    #[test]
    fn what_is_nearly_used_up_is_the_nearest_by_our_own_count() {
        let mut limits = Limits::new();
        for _ in 0..2_000 {
            limits.take(WRITE);
            limits.end(WRITE, false);
        }
        limits.hear(
            WRITE,
            &Word {
                used: Some(0.99),
                ..Word::default()
            },
            Duration::ZERO,
        );
        assert!(!free(&limits, Limit::Writes, 100.0));
        assert!(free(&limits, Limit::ResourceUnits, 1_000.0));
    }

    #[test]
    fn what_is_said_of_the_application_is_not_taken_for_the_limit_of_invitations() {
        let mut limits = Limits::new();
        for _ in 0..130 {
            limits.take(INVITATION);
            limits.end(INVITATION, false);
        }
        let said = Word {
            used: Some(1.2),
            ..Word::default()
        };
        limits.hear(INVITATION, &said, Duration::ZERO);
        assert!(free(&limits, Limit::Invitations, 10.0));
        assert!(!free(&limits, Limit::Writes, 1.0));
    }

    #[test]
    fn a_call_that_cost_more_than_was_thought_is_counted_so() {
        let mut limits = Limits::new();
        limits.take(READ);
        limits.hear(
            READ,
            &Word {
                units: Some(7_000),
                ..Word::default()
            },
            Duration::ZERO,
        );
        assert!(!free(&limits, Limit::ResourceUnits, 1_000.0));
        limits.hear(
            READ,
            &Word {
                units: Some(0),
                ..Word::default()
            },
            Duration::ZERO,
        );
        assert!(free(&limits, Limit::ResourceUnits, 600.0));
    }

    #[test]
    fn what_was_not_sent_is_given_back() {
        let mut limits = Limits::new();
        for _ in 0..144 {
            limits.take(INVITATION);
        }
        assert!(!free(&limits, Limit::Invitations, 1.0));
        limits.end(INVITATION, true);
        assert!(free(&limits, Limit::Invitations, 1.0));
    }
}
