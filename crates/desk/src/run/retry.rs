//! What failed in a run, as a draft that starts over.

use std::collections::HashSet;

use guests::activity::StepState;
use guests::draft::{Draft, DraftKind};

use crate::desk::Desk;
use crate::store::{StoreError, plans, run_steps};
use crate::trouble::Trouble;

impl Desk {
    /// A draft of the people of a run for whom something failed or was not sent. Held against the
    /// directory, it does only what is still missing.
    ///
    /// # Errors
    /// The run is not there, or nothing in it failed.
    pub async fn retry_draft(&self, run: &str) -> Result<Draft, Trouble> {
        let read = |connection: &rusqlite::Connection, run: &crate::store::runs::Run| {
            let rows: HashSet<u32> = run_steps::of_run(connection, &run.id)?
                .iter()
                .filter(|entry| matches!(entry.state, StepState::Failed | StepState::Skipped))
                .map(|entry| entry.row)
                .collect();
            let plan = plans::load(connection, &run.plan)?
                .ok_or_else(|| StoreError::Content("the plan of the run is missing".to_owned()))?;
            let mut draft = plan.draft;
            draft.people = draft
                .people
                .into_iter()
                .zip(0_u32..)
                .filter(|(_, row)| rows.contains(row))
                .map(|(person, _)| person)
                .collect();
            Ok(draft)
        };
        let mut draft = self.inner.of_run(run, read).await?;
        if draft.people.is_empty() {
            return Err(Trouble::invalid(
                "nothingFailed",
                "Nothing in this run failed.",
            ));
        }
        // Whom the run invited must not be mailed again for the sake of a group that was refused.
        if draft.kind == DraftKind::Invite {
            draft.mail_pending_again = false;
        }
        Ok(draft)
    }
}
