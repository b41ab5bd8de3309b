//! Word to whoever has to write a change down before it leaves.

use std::sync::Arc;

use crate::clock::BoxFuture;

/// What is known of the attempts before this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// There were none.
    First,
    /// None of them took effect: they did not leave, or were refused.
    NothingHappened,
    /// One of them may have taken effect: its answer was lost.
    Unknown,
}

impl Before {
    /// With one more attempt that ended so.
    pub(crate) fn and(self, ended: Self) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::First | Self::NothingHappened => ended,
        }
    }
}

/// Told of each attempt at a change, after it has waited its turn and just before it leaves.
pub trait Announce: Send + Sync {
    /// The request leaves once this has given true; with false it is not sent.
    fn leaving(&self, before: Before) -> BoxFuture<'_, bool>;
}

/// Who is told, if anybody.
pub(crate) type Announced = Option<Arc<dyn Announce>>;
