//! A person settles what the directory cannot.

use guests::activity::StepState;
use guests::id::UserId;
use guests::plan::step::Step;
use rusqlite::Connection;
use time::OffsetDateTime;

use super::runner::workable;
use crate::change::Change;
use crate::desk::{Desk, Inner};
use crate::store::run_steps::{self, Entry};
use crate::store::{StoreError, runs};
use crate::trouble::Trouble;
use crate::view::runs::Decision;

/// A decision about one step, and the guest where it takes an invitation as done.
struct Decided {
    row: u32,
    step: u32,
    decision: Decision,
    guest: Option<UserId>,
    now: OffsetDateTime,
}

/// What was decided: the version of the run, and whether anything else waits in it.
struct Written {
    version: u64,
    others_wait: bool,
}

impl Desk {
    /// Settles a step that the directory cannot settle. A run that rests for nothing else goes on;
    /// one that has other work left stays as it is, until it is resumed.
    ///
    /// # Errors
    /// The step does not wait for a decision, the run is under way in another process, or, to take
    /// an invitation as done, the directory cannot be asked for the guest or does not show them.
    pub async fn decide(
        &self,
        run: &str,
        row: u32,
        step: u32,
        decision: Decision,
    ) -> Result<(), Trouble> {
        let inner = &self.inner;
        loop {
            let under_way = inner.runs.active().get(run).cloned();
            let hold = match &under_way {
                // What comes to rest at this moment is decided about when it rests.
                Some(control) if control.is_halted() => {
                    control.ended().await;
                    continue;
                }
                Some(_) => None,
                None => Some(inner.runs.locks.take(run).await?),
            };
            let guest = inner.guest_decided(run, row, step, decision).await?;
            let decided = Decided {
                row,
                step,
                decision,
                guest,
                now: inner.clock.now(),
            };
            let id = run.to_owned();
            let written = inner
                .store
                .write(move |connection| write(connection, &id, decided))
                .await?;
            let written = written.ok_or_else(nothing_to_decide)?;
            inner.runs.tick(run, written.version);
            inner.changed(Change::Runs);
            let hold = match hold {
                Some(hold) => hold,
                None => {
                    if inner.takes_more(run) {
                        return Ok(());
                    }
                    // It comes to rest without having seen the decision.
                    let ending = inner.runs.active().get(run).cloned();
                    if let Some(control) = ending {
                        control.ended().await;
                    }
                    inner.runs.locks.take(run).await?
                }
            };
            if written.others_wait {
                return Ok(());
            }
            return inner.take_up(run, hold).await;
        }
    }
}

impl Inner {
    /// Tells a run under way that there is more to do; false where it comes to rest or is at rest.
    /// Under the guard, because a run ends under it, and only where nobody has told it of more.
    fn takes_more(&self, run: &str) -> bool {
        let active = self.runs.active();
        let control = active.get(run).filter(|control| !control.is_halted());
        if let Some(control) = control {
            control.has_more();
        }
        control.is_some()
    }

    /// The guest of an invitation that is to be taken as done; none for all else.
    async fn guest_decided(
        &self,
        run: &str,
        row: u32,
        step: u32,
        decision: Decision,
    ) -> Result<Option<UserId>, Trouble> {
        let id = run.to_owned();
        let (people, entries) = self
            .store
            .read(move |connection| {
                Ok((
                    runs::people(connection, &id, 0)?,
                    run_steps::of_row(connection, &id, row)?,
                ))
            })
            .await?;
        let person = people.into_iter().find(|person| person.row == row);
        let (Some(person), Some(entry)) = (person, undecided(entries, step)) else {
            return Err(nothing_to_decide());
        };
        if decision != Decision::TakeAsDone || !matches!(entry.step, Step::Invite { .. }) {
            return Ok(None);
        }
        let guest = self.guest_at(&person.address).await?;
        guest.map(Some).ok_or_else(|| {
            Trouble::invalid(
                "guestNotShown",
                "The directory does not show this guest, so there is nobody to take as invited. Look again in a few minutes, or send the invitation again.",
            )
        })
    }
}

/// None where the step does not wait for a decision any more.
fn write(
    connection: &Connection,
    run: &str,
    decided: Decided,
) -> Result<Option<Written>, StoreError> {
    let entries = run_steps::of_run(connection, run)?;
    let others_wait = entries.chunk_by(|a, b| a.row == b.row).any(workable);
    let row = entries.into_iter().filter(|entry| entry.row == decided.row);
    let Some(mut entry) = undecided(row, decided.step) else {
        return Ok(None);
    };
    match decided.decision {
        Decision::SendAgain => {
            entry.state = StepState::Planned;
            entry.asks_person = false;
            entry.explanation = None;
        }
        Decision::TakeAsDone => {
            let remark = entry.explanation.take();
            entry.done(decided.now, remark);
        }
    }
    if let Some(guest) = &decided.guest {
        runs::set_user(connection, run, decided.row, guest)?;
    }
    let version = run_steps::put(connection, run, &entry)?;
    Ok(Some(Written {
        version,
        others_wait,
    }))
}

fn undecided(entries: impl IntoIterator<Item = Entry>, step: u32) -> Option<Entry> {
    entries
        .into_iter()
        .find(|entry| entry.index == step && entry.asks_person)
}

fn nothing_to_decide() -> Trouble {
    Trouble::invalid(
        "nothingToDecide",
        "This does not wait for a decision any more.",
    )
}
