//! The intent of a request: on disk each time before the request leaves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entra::clock::BoxFuture;
use entra::http::announce::{Announce, Before};
use guests::activity::StepState;
use uuid::Uuid;

use super::journal::Journal;
use crate::store::StoreError;
use crate::store::run_steps::Entry;

/// The steps that one request is to carry out.
pub(super) struct Intent {
    journal: Journal,
    id: Uuid,
    written: Mutex<Written>,
}

struct Written {
    steps: Vec<Entry>,
    failed: Option<StoreError>,
}

impl Intent {
    pub(super) fn new(journal: &Journal, steps: Vec<Entry>) -> Arc<Self> {
        Arc::new(Self {
            journal: journal.clone(),
            id: Uuid::new_v4(),
            written: Mutex::new(Written {
                steps,
                failed: None,
            }),
        })
    }

    /// The id under which the request goes.
    pub(super) fn id(&self) -> Uuid {
        self.id
    }

    /// The steps as they were last written; as they were given where nothing left.
    ///
    /// # Errors
    /// They could not be written, so nothing was sent.
    pub(super) fn steps(&self) -> Result<Vec<Entry>, StoreError> {
        let written = self.lock();
        match &written.failed {
            Some(error) => Err(error.clone()),
            None => Ok(written.steps.clone()),
        }
    }

    async fn write(&self, before: Before) -> bool {
        let mut steps = self.lock().steps.clone();
        for step in &mut steps {
            step.state = StepState::Sending;
            // What is known to have had no effect does not count as a sending.
            step.sends += u32::from(before != Before::NothingHappened);
            step.client_request_id = Some(self.id.to_string());
            step.explanation = None;
            step.next_try = None;
            step.asks_person = false;
        }
        let outcome = self.journal.put_leaving(&mut steps).await;
        let mut written = self.lock();
        written.failed = outcome.err();
        if written.failed.is_some() {
            return false;
        }
        written.steps = steps;
        true
    }

    fn lock(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Announce for Intent {
    fn leaving(&self, before: Before) -> BoxFuture<'_, bool> {
        Box::pin(self.write(before))
    }
}
