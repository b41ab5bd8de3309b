//! Whether the network is lost, as the requests tell that are tried again.

use std::sync::{Mutex, PoisonError};

use time::OffsetDateTime;

/// When a request that found no connection, or lost it, is tried again; nothing once any was
/// answered, with whatever.
#[derive(Default)]
pub(super) struct Outage(Mutex<Option<OffsetDateTime>>);

impl Outage {
    pub(super) fn tried_again_at(&self, moment: OffsetDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }

    pub(super) fn answered(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn until(&self) -> Option<OffsetDateTime> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
