//! What failed in a run, as a draft that starts over and mails nobody for a second time.

use std::collections::HashMap;

use guests::activity::StepState;
use guests::draft::{Draft, DraftKind, DraftPerson};
use guests::plan::step::Step;

use crate::desk::Desk;
use crate::store::run_steps::{self, Entry};
use crate::store::{StoreError, plans};
use crate::trouble::Trouble;

impl Desk {
    /// A draft of the people of a run for whom something failed or was not sent. Held against the
    /// directory, it does only what is still missing. Whose invitation may have taken effect is left
    /// to the person's decision, and whose mail went out, or may have, gets no other.
    ///
    /// # Errors
    /// The run is not there, or nothing in it failed.
    pub async fn retry_draft(&self, run: &str) -> Result<Draft, Trouble> {
        let read = |connection: &rusqlite::Connection, run: &crate::store::runs::Run| {
            let entries = run_steps::of_run(connection, &run.id)?;
            let rows: HashMap<u32, Again> = entries
                .chunk_by(|a, b| a.row == b.row)
                .filter_map(|steps| Some((steps[0].row, again(steps)?)))
                .collect();
            let plan = plans::load(connection, &run.plan)?
                .ok_or_else(|| StoreError::Content("the plan of the run is missing".to_owned()))?;
            let mut draft = plan.draft;
            draft.people = draft
                .people
                .into_iter()
                .zip(0_u32..)
                .filter_map(|(person, row)| Some(rows.get(&row)?.of(person, draft.kind)))
                .collect();
            Ok(draft)
        };
        let draft = self.inner.of_run(run, read).await?;
        if draft.people.is_empty() {
            return Err(Trouble::invalid(
                "nothingFailed",
                "Nothing in this run failed.",
            ));
        }
        Ok(draft)
    }
}

/// How a person starts over.
enum Again {
    /// As asked for.
    Whole,
    /// Without a mail: it went out, or may have.
    WithoutMail,
}

impl Again {
    fn of(&self, mut person: DraftPerson, kind: DraftKind) -> DraftPerson {
        if matches!(self, Self::WithoutMail) && kind == DraftKind::Invite {
            person.own.get_or_insert_default().send = Some(false);
        }
        person
    }
}

/// How the person of these steps starts over; none where nothing failed, or where a person has to
/// decide about the invitation first.
fn again(steps: &[Entry]) -> Option<Again> {
    let undone = |entry: &Entry| matches!(entry.state, StepState::Failed | StepState::Skipped);
    if !steps.iter().any(undone) {
        return None;
    }
    let mail = steps
        .iter()
        .find(|entry| matches!(entry.step, Step::Invite { .. } | Step::Resend));
    match mail {
        Some(mail) if undone(mail) => Some(Again::Whole),
        Some(mail) if mail.state == StepState::Done => Some(Again::WithoutMail),
        Some(mail) if mail.step == Step::Resend => Some(Again::WithoutMail),
        Some(_) => None,
        None => Some(Again::Whole),
    }
}
