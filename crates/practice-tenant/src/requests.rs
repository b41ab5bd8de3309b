//! How often each kind of request was made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// The route that a request found, among the extensions of its response. Graph knows its routes
/// better than the router does and is asked first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub String);

/// Counts of requests by method, pattern and status.
#[derive(Debug, Default)]
pub struct Requests {
    counts: Mutex<BTreeMap<(String, String, u16), u64>>,
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The HTTP method.
    pub method: String,
    /// The route, with `{name}` for what varies.
    pub pattern: String,
    /// The HTTP status; 0 where a fault kept the answer back.
    pub status: u16,
    /// How often.
    pub count: u64,
}

impl Requests {
    /// Counts one request. Graph also counts each inner call of a batch.
    pub fn count(&self, method: &str, pattern: &str, status: u16) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts
            .entry((method.to_owned(), pattern.to_owned(), status))
            .or_default() += 1;
    }

    /// All counts so far.
    pub fn all(&self) -> Vec<Count> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts
            .iter()
            .map(|((method, pattern, status), count)| Count {
                method: method.clone(),
                pattern: pattern.clone(),
                status: *status,
                count: *count,
            })
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
