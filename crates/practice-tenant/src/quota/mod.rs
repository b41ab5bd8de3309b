//! The published quotas, and the 429s that come of them.
//!
//! All limits hold at once: a call has to find enough in every bucket that it draws on, else it is
//! refused and draws on none. Source of the numbers: learn.microsoft.com, "Microsoft Graph
//! service-specific throttling limits". The limits of an application over all tenants are not
//! imitated: with one tenant, those of the application in the tenant are reached long before.

mod bucket;
mod cost;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use uuid::Uuid;

use bucket::{Bucket, Limit};
pub(crate) use cost::Cost;
use cost::Service;

use crate::odata::Error;

/// Above this part of a limit the service tells how much is used.
const TOLD_ABOVE: f64 = 0.8;

/// The buckets of one tenant.
#[derive(Debug)]
pub struct Quotas {
    tenant_id: Uuid,
    size: TenantSize,
    /// Nothing where quotas are off.
    book: Option<Mutex<Book>>,
}

/// How large a tenant is, for the limit of resource units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum TenantSize {
    S,
    M,
    L,
}

#[derive(Debug, Default)]
struct Book {
    buckets: BTreeMap<Kind, Watched>,
    refused: u64,
}

#[derive(Debug)]
struct Watched {
    bucket: Bucket,
    /// How many 429s it caused.
    refused: u64,
}

/// Every bucket there can be; those with an application's id are there once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    ResourceUnits(Uuid),
    Writes(Uuid),
    TenantWrites,
    Invitations,
    Reports(Uuid),
}

/// How full the buckets are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Throttle {
    /// Whether quotas are on at all.
    on: bool,
    /// The size of the tenant: `S`, `M` or `L`.
    tenant_size: TenantSize,
    /// How many calls were answered 429 for a quota, since the start or the last reset.
    refused: u64,
    /// Every bucket that was drawn on, and those of the whole tenant.
    buckets: Vec<Gauge>,
}

/// How full one bucket is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gauge {
    name: &'static str,
    /// Whose calls draw on it; null where every application's do.
    app_id: Option<Uuid>,
    /// What it holds when it is full.
    limit: u32,
    /// The time in which it fills.
    window_seconds: u64,
    /// What is left; below 0 after calls while throttled.
    available: f64,
    /// The part of the limit that is used up.
    used: f64,
    /// How many 429s it caused.
    refused: u64,
}

impl Quotas {
    /// Full buckets for a tenant with so many users, or none.
    pub(crate) fn new(on: bool, tenant_id: Uuid, users: usize) -> Self {
        Self {
            tenant_id,
            size: TenantSize::of(users),
            book: on.then(Mutex::default),
        }
    }

    /// Lets a call of this application through, or refuses it. What comes back are the headers
    /// that the answer has for it.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After`: in so many seconds every bucket has enough for this call again.
    pub(crate) fn pass(&self, now: Duration, app: Uuid, cost: Cost) -> Result<Option<f64>, Error> {
        let Some(mut book) = self.book() else {
            return Ok(None);
        };
        let draws = draws(app, cost);
        let mut scarcest: Option<(Kind, u32, Duration)> = None;
        for (kind, units) in &draws {
            let bucket = &mut book.watched(*kind, self.size, now).bucket;
            bucket.fill(now);
            let wait = bucket.wait(*units);
            if !bucket.holds(*units) && scarcest.is_none_or(|(_, _, longest)| wait > longest) {
                scarcest = Some((*kind, *units, wait));
            }
        }
        if let Some((kind, units, _)) = scarcest {
            book.refused += 1;
            let watched = book.watched(kind, self.size, now);
            watched.refused += 1;
            watched.bucket.refuse(units);
            let wait = watched.bucket.wait(units);
            return Err(self.refusal(kind, app, wait));
        }
        let mut most: f64 = 0.0;
        for (kind, units) in draws {
            let bucket = &mut book.watched(kind, self.size, now).bucket;
            bucket.take(units);
            most = most.max(bucket.used());
        }
        Ok((most > TOLD_ABOVE).then_some(most))
    }

    /// How full everything is at this moment.
    pub(crate) fn throttle(&self, now: Duration) -> Throttle {
        let mut throttle = Throttle {
            on: self.book.is_some(),
            tenant_size: self.size,
            refused: 0,
            buckets: Vec::new(),
        };
        let Some(mut book) = self.book() else {
            return throttle;
        };
        for kind in [Kind::TenantWrites, Kind::Invitations] {
            book.watched(kind, self.size, now);
        }
        throttle.refused = book.refused;
        throttle.buckets = book
            .buckets
            .iter_mut()
            .map(|(kind, watched)| {
                watched.bucket.fill(now);
                let limit = watched.bucket.limit();
                Gauge {
                    name: kind.name(),
                    app_id: kind.app(),
                    limit: limit.units,
                    window_seconds: limit.window.as_secs(),
                    available: watched.bucket.available(),
                    used: watched.bucket.used(),
                    refused: watched.refused,
                }
            })
            .collect();
        throttle
    }

    /// Fills every bucket and forgets every count.
    pub(crate) fn reset(&self) {
        if let Some(mut book) = self.book() {
            *book = Book::default();
        }
    }

    fn refusal(&self, kind: Kind, app: Uuid, wait: Duration) -> Error {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let error = Error::new(
            http::StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            "Too many requests.",
        )
        .header("Retry-After", seconds.max(1))
        .header(
            "x-ms-throttle-scope",
            format!("{}/{app}/{}", kind.scope(), self.tenant_id),
        );
        match kind.information() {
            Some(information) => error.header("x-ms-throttle-information", information),
            None => error,
        }
    }

    fn book(&self) -> Option<MutexGuard<'_, Book>> {
        let book = self.book.as_ref()?;
        Some(book.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Book {
    fn watched(&mut self, kind: Kind, size: TenantSize, now: Duration) -> &mut Watched {
        self.buckets.entry(kind).or_insert_with(|| Watched {
            bucket: Bucket::full(kind.limit(size), now),
            refused: 0,
        })
    }
}

/// The buckets that a call draws on, and how much.
fn draws(app: Uuid, cost: Cost) -> Vec<(Kind, u32)> {
    let mut draws = vec![(Kind::ResourceUnits(app), cost.resource_units)];
    if cost.writes > 0 {
        draws.push((Kind::Writes(app), cost.writes));
        draws.push((Kind::TenantWrites, cost.writes));
    }
    match cost.service {
        Some(Service::Invitations) => draws.push((Kind::Invitations, 1)),
        Some(Service::Reports) => draws.push((Kind::Reports(app), 1)),
        None => {}
    }
    draws
}

impl TenantSize {
    fn of(users: usize) -> Self {
        match users {
            0..50 => Self::S,
            50..=500 => Self::M,
            _ => Self::L,
        }
    }

    fn resource_units(self) -> u32 {
        match self {
            Self::S => 3_500,
            Self::M => 5_000,
            Self::L => 8_000,
        }
    }
}

impl Kind {
    fn limit(self, size: TenantSize) -> Limit {
        let (units, seconds) = match self {
            Self::ResourceUnits(_) => (size.resource_units(), 10),
            Self::Writes(_) => (3_000, 150),
            Self::TenantWrites => (18_000, 300),
            Self::Invitations => (150, 5),
            Self::Reports(_) => (5, 10),
        };
        Limit {
            units,
            window: Duration::from_secs(seconds),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::ResourceUnits(_) => "resourceUnits",
            Self::Writes(_) => "writes",
            Self::TenantWrites => "tenantWrites",
            Self::Invitations => "invitations",
            Self::Reports(_) => "reports",
        }
    }

    fn app(self) -> Option<Uuid> {
        match self {
            Self::ResourceUnits(app) | Self::Writes(app) | Self::Reports(app) => Some(app),
            Self::TenantWrites | Self::Invitations => None,
        }
    }

    /// The first two parts of `x-ms-throttle-scope`.
    fn scope(self) -> &'static str {
        match self {
            Self::ResourceUnits(_) => "Tenant_Application/ReadWrite",
            Self::Writes(_) => "Tenant_Application/Write",
            Self::TenantWrites | Self::Invitations => "Tenant/Write",
            Self::Reports(_) => "Tenant_Application/Read",
        }
    }

    /// `x-ms-throttle-information`; the documented words cover the identity limits alone.
    fn information(self) -> Option<&'static str> {
        match self {
            Self::ResourceUnits(_) => Some("ResourceUnitLimitExceeded"),
            Self::Writes(_) | Self::TenantWrites => Some("WriteLimitExceeded"),
            Self::Invitations | Self::Reports(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: Uuid = Uuid::from_u128(1);
    const OTHER_APP: Uuid = Uuid::from_u128(2);
    const READ: Cost = Cost {
        resource_units: 1,
        writes: 0,
        service: None,
    };
    const INVITE: Cost = Cost {
        resource_units: 1,
        writes: 1,
        service: Some(Service::Invitations),
    };

    fn header<'e>(error: &'e Error, name: &str) -> Option<&'e str> {
        let found = error.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    #[test]
    fn sizes_are_counted_in_users() {
        for (users, limit) in [(49, 3_500), (50, 5_000), (500, 5_000), (501, 8_000)] {
            assert_eq!(TenantSize::of(users).resource_units(), limit, "{users}");
        }
    }

    #[test]
    fn the_invitations_of_a_tenant_count_over_all_applications() {
        let quotas = Quotas::new(true, Uuid::nil(), 400);
        let now = Duration::ZERO;
        for n in 0..150 {
            let app = if n % 2 == 0 { APP } else { OTHER_APP };
            assert!(quotas.pass(now, app, INVITE).is_ok(), "{n}");
        }
        let refused = quotas.pass(now, APP, INVITE).expect_err("refused");
        assert_eq!(header(&refused, "Retry-After"), Some("1"));
        assert_eq!(
            header(&refused, "x-ms-throttle-scope"),
            Some(format!("Tenant/Write/{APP}/{}", Uuid::nil()).as_str())
        );
        assert_eq!(header(&refused, "x-ms-throttle-information"), None);
        assert!(
            quotas.pass(now, APP, READ).is_ok(),
            "reads are another matter"
        );
        let later = now + Duration::from_secs(1);
        assert!(quotas.pass(later, APP, INVITE).is_ok());
    }

    #[test]
    fn a_refused_call_draws_on_no_other_bucket() {
        let quotas = Quotas::new(true, Uuid::nil(), 400);
        for _ in 0..200 {
            let _ = quotas.pass(Duration::ZERO, APP, INVITE);
        }
        let throttle = quotas.throttle(Duration::ZERO);
        assert_eq!(throttle.refused, 50);
        let gauge = |name: &str| {
            throttle
                .buckets
                .iter()
                .find(|gauge| gauge.name == name)
                .expect("a bucket")
        };
        assert!((gauge("writes").available - 2_850.0).abs() < 1e-6);
        assert!((gauge("resourceUnits").available - 4_850.0).abs() < 1e-6);
        assert_eq!(
            (gauge("invitations").refused, gauge("writes").refused),
            (50, 0)
        );
    }

    #[test]
    fn writes_run_out_with_the_words_of_the_service() {
        let quotas = Quotas::new(true, Uuid::nil(), 400);
        let write = Cost {
            service: None,
            ..INVITE
        };
        let mut told = 0;
        for n in 0..3_000 {
            let used = quotas
                .pass(Duration::ZERO, APP, write)
                .expect("let through");
            told += u32::from(used.is_some());
            assert_eq!(used.is_some(), n >= 2_400, "{n}");
        }
        assert_eq!(told, 600);
        let refused = quotas
            .pass(Duration::ZERO, APP, write)
            .expect_err("refused");
        assert_eq!(
            header(&refused, "x-ms-throttle-information"),
            Some("WriteLimitExceeded")
        );
        assert!(quotas.pass(Duration::ZERO, OTHER_APP, write).is_ok());
    }

    #[test]
    fn without_quotas_nothing_is_refused() {
        let quotas = Quotas::new(false, Uuid::nil(), 400);
        for _ in 0..10_000 {
            assert_eq!(quotas.pass(Duration::ZERO, APP, INVITE), Ok(None));
        }
        assert!(quotas.throttle(Duration::ZERO).buckets.is_empty());
    }

    #[test]
    fn a_reset_fills_everything() {
        let quotas = Quotas::new(true, Uuid::nil(), 400);
        for _ in 0..200 {
            let _ = quotas.pass(Duration::from_secs(9), APP, INVITE);
        }
        quotas.reset();
        assert_eq!(quotas.throttle(Duration::ZERO).refused, 0);
        assert!(quotas.pass(Duration::ZERO, APP, INVITE).is_ok());
    }
}
