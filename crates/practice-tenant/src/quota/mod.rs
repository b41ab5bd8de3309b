//! The published quotas, and the 429s that come of them.
//!
//! All limits hold at once: a call has to find enough in every bucket that it draws on, else it is
//! refused and draws on none. Source of the numbers: learn.microsoft.com, "Microsoft Graph
//! service-specific throttling limits". The limits of an application over all tenants are not
//! imitated: with one tenant, those of the application in the tenant are reached long before.

mod bucket;
mod cost;
mod limits;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use uuid::Uuid;

use bucket::Bucket;
pub(crate) use cost::Cost;
use limits::{Kind, TenantSize, draws};

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
            if kind.is_of_application() {
                most = most.max(bucket.used());
            }
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

    /// Uses this part of a bucket up, as if others had called; false where there is none of that
    /// name, or none at all.
    pub(crate) fn drain(&self, now: Duration, name: &str, app: Option<Uuid>, used: f64) -> bool {
        let (Some(mut book), Some(kind)) = (self.book(), Kind::named(name, app)) else {
            return false;
        };
        let bucket = &mut book.watched(kind, self.size, now).bucket;
        bucket.fill(now);
        bucket.drain(used);
        true
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

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
