//! The intent of a request: on disk each time before the request leaves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entra::clock::BoxFuture;
use entra::http::announce::{Announce, Before};
use guests::activity::StepState;
use uuid::Uuid;

use super::elsewhere::{Elsewhere, Heed};
use super::journal::Journal;
use crate::store::StoreError;
use crate::store::run_steps::Entry;

/// The steps that one request is to carry out.
pub(super) struct Intent {
    journal: Journal,
    id: Uuid,
    heed: Option<Heed>,
    written: Mutex<Written>,
}

struct Written {
    steps: Vec<Entry>,
    failed: Option<StoreError>,
    elsewhere: Option<Elsewhere>,
}

impl Intent {
    pub(super) fn new(journal: &Journal, steps: Vec<Entry>) -> Arc<Self> {
        Self::heeding(journal, steps, None)
    }

    /// An intent that is not written, and a request that does not leave, where another run stands
    /// in the way.
    pub(super) fn heeding(journal: &Journal, steps: Vec<Entry>, heed: Option<Heed>) -> Arc<Self> {
        Arc::new(Self {
            journal: journal.clone(),
            id: Uuid::new_v4(),
            heed,
            written: Mutex::new(Written {
                steps,
                failed: None,
                elsewhere: None,
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

    /// What stood in the way in another run: nothing left.
    pub(super) fn elsewhere(&self) -> Option<Elsewhere> {
        self.lock().elsewhere.clone()
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
        let outcome = self
            .journal
            .put_leaving(&mut steps, self.heed.clone())
            .await;
        let mut written = self.lock();
        match outcome {
            Ok(None) => {
                written.steps = steps;
                true
            }
            Ok(elsewhere) => {
                written.elsewhere = elsewhere;
                false
            }
            Err(error) => {
                written.failed = Some(error);
                false
            }
        }
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
