//! What a person does with runs: start, watch, hold up, resume.

use std::sync::Arc;
use std::time::Duration;

use entra::clock::Clock;
use entra::secret::Secret;
use guests::activity::RunState;
use guests::id::PlanId;
use guests::plan::survey::Holder;
use guests::plan::{Plan, PlanRow};
use tokio::sync::watch;
use uuid::Uuid;

use super::control::{Control, Rest};
use super::journal::Journal;
use super::settle::settle;
use super::{RunHold, pace, receipt, runner, title};
use crate::change::Change;
use crate::desk::{Desk, Inner};
use crate::store::run_steps::{self, Entry};
use crate::store::runs::{self, Person, Run};
use crate::store::{StoreError, redeem_links};
use crate::survey::people::who_holds;
use crate::trouble::Trouble;
use crate::view::runs::{RunDetail, RunProgress, RunSummary};

/// Pause between two ticks of a watched run.
const BETWEEN_TICKS: Duration = Duration::from_millis(100);

impl Desk {
    /// Begins to carry a plan out, without the rows left out. The run and all its steps are on
    /// disk before the first request leaves.
    ///
    /// # Errors
    /// The plan is gone or was carried out before, nothing is left to do, or the disk is full.
    pub async fn start_run(&self, plan: &PlanId, left_out: &[u32]) -> Result<String, Trouble> {
        let inner = &self.inner;
        let plan = self.plan(plan).await?;
        let rows: Vec<&PlanRow> = plan
            .rows
            .iter()
            .filter(|row| !row.steps.is_empty() && !left_out.contains(&row.index))
            .collect();
        if rows.is_empty() {
            return Err(Trouble::invalid(
                "nothingToDo",
                "There is nothing to do for anybody in this plan.",
            ));
        }
        let run = new_run(&plan, &rows, inner);
        let (people, entries) = work_of(&rows);
        let id = run.id.clone();
        // Before anybody can see the run: one that nobody holds counts as cut off.
        let hold = inner.runs.locks.take(&id).await?;
        let begun = inner
            .store
            .write(move |connection| {
                if runs::has_plan(connection, &run.plan)? {
                    return Ok(false);
                }
                runs::insert(connection, &run, &people)?;
                for entry in &entries {
                    run_steps::put(connection, &run.id, entry)?;
                }
                Ok(true)
            })
            .await?;
        if !begun {
            return Err(Trouble::invalid(
                "alreadyStarted",
                "This plan was carried out before. Check again to make a new one.",
            ));
        }
        inner.begin(&id, hold);
        inner.changed(Change::Runs);
        Ok(id)
    }

    /// All runs, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn runs(&self) -> Result<Vec<RunSummary>, Trouble> {
        heed(self.inner.end_abandoned().await);
        let inner = Arc::clone(&self.inner);
        let now = inner.clock.now();
        let read = move |connection: &rusqlite::Connection| {
            runs::all(connection)?
                .into_iter()
                .map(|run| receipt::summary(connection, &inner.runs.as_it_is(run), now))
                .collect()
        };
        Ok(self.inner.store.read(read).await?)
    }

    /// One run with its rows: its progress while it goes on, its receipt afterwards.
    ///
    /// # Errors
    /// It is not there, or the store cannot be read.
    pub async fn run(&self, id: &str) -> Result<RunDetail, Trouble> {
        let now = self.inner.clock.now();
        self.inner
            .of_run(id, move |connection, run| {
                receipt::detail(connection, run, now)
            })
            .await
    }

    /// Ticks when something of the run changed, about ten times a second at most; ask for it with
    /// [`Self::run_changes`].
    ///
    /// # Errors
    /// It is not there, or the store cannot be read.
    pub fn watch_run(&self, id: &str) -> Result<watch::Receiver<u64>, Trouble> {
        let found = self
            .inner
            .store
            .read_now(|connection| runs::find(connection, id))?;
        let run = found.ok_or_else(run_missing)?;
        let runs = &self.inner.runs;
        runs.tick(id, run.version);
        let ticks = runs.ticks(id).subscribe();
        runs.watched.notify_one();
        Ok(at_a_pace(ticks, Arc::clone(&self.inner.clock)))
    }

    /// The run, with the rows that changed after `since` (0: all of them), and the number to ask
    /// with next time.
    ///
    /// # Errors
    /// It is not there, or the store cannot be read.
    pub async fn run_changes(&self, id: &str, since: u64) -> Result<(u64, RunProgress), Trouble> {
        let now = self.inner.clock.now();
        let (version, mut progress) = self
            .inner
            .of_run(id, move |connection, run| {
                Ok((run.version, receipt::changes(connection, run, since, now)?))
            })
            .await?;
        if self.inner.runs.active().contains_key(id) {
            pace::heed_transport(&mut progress.pace, &self.inner.graph.pace(), now);
        }
        Ok((version, progress))
    }

    /// Holds a run up: what is on its way is awaited, nothing more is sent.
    ///
    /// # Errors
    /// It is not under way here.
    pub async fn pause_run(&self, id: &str) -> Result<(), Trouble> {
        self.inner.rest(id, Rest::Paused(None)).await
    }

    /// Goes on with a run that is paused or was interrupted.
    ///
    /// # Errors
    /// It is not there, has ended, or is under way in another process.
    pub async fn resume_run(&self, id: &str) -> Result<(), Trouble> {
        self.inner.not_ended(id).await?;
        if self.inner.runs.active().contains_key(id) {
            return Ok(());
        }
        let hold = self.inner.runs.locks.take(id).await?;
        // It may have ended in another process before the lock was had.
        self.inner.not_ended(id).await?;
        self.inner.take_up(id, hold).await
    }

    /// Ends a run: what was not sent stays unsent.
    ///
    /// # Errors
    /// It is not there, has ended, or is under way in another process.
    pub async fn stop_run(&self, id: &str) -> Result<(), Trouble> {
        if self.inner.runs.active().contains_key(id) {
            return self.inner.rest(id, Rest::Stopped).await;
        }
        self.inner.not_ended(id).await?;
        let _hold = self.inner.runs.locks.take(id).await?;
        self.inner.not_ended(id).await?;
        let control = Control::new();
        control.rest(Rest::Stopped);
        settle(&self.inner, id, &control, &Journal::new(&self.inner, id)).await?;
        Ok(())
    }

    /// The redeem link of a row. Whoever asks for it answers for where it goes.
    ///
    /// # Errors
    /// None is kept, or it was sealed in a session of which the key is gone.
    pub async fn redeem_link(&self, run: &str, row: u32) -> Result<Secret, Trouble> {
        let id = run.to_owned();
        let sealed = self
            .inner
            .store
            .read(move |connection| redeem_links::find(connection, &id, row))
            .await?
            .ok_or_else(|| Trouble::not_found("The redeem link"))?;
        redeem_links::open(&self.inner.store_key, run, row, &sealed).ok_or_else(|| {
            Trouble::invalid(
                "linkSealed",
                "The redeem link was kept for an earlier session only, because this computer has no keyring. Resend the invitation to get a new one.",
            )
        })
    }

    /// True while a run is under way.
    pub fn has_active_run(&self) -> bool {
        !self.inner.runs.active().is_empty()
    }
}

impl Inner {
    /// Starts the run's task, where it is not there already.
    fn begin(self: &Arc<Self>, id: &str, hold: RunHold) {
        let mut active = self.runs.active();
        if active.contains_key(id) || self.closing.is_cancelled() {
            return;
        }
        let control = Arc::new(Control::new());
        self.runs.release(id);
        active.insert(id.to_owned(), Arc::clone(&control));
        drop(active);
        runner::start(self, id, control, hold);
    }

    /// Goes on with a run that is at rest; it is shown as running at once.
    pub(super) async fn take_up(self: &Arc<Self>, id: &str, hold: RunHold) -> Result<(), Trouble> {
        Journal::new(self, id)
            .set_state(RunState::Running, None, None)
            .await?;
        self.begin(id, hold);
        Ok(())
    }

    async fn not_ended(self: &Arc<Self>, id: &str) -> Result<(), Trouble> {
        let state = self.of_run(id, |_, run| Ok(run.state)).await?;
        if matches!(state, RunState::Finished | RunState::Stopped) {
            return Err(Trouble::invalid("runEnded", "This run has ended."));
        }
        Ok(())
    }

    async fn rest(&self, id: &str, why: Rest) -> Result<(), Trouble> {
        let control = self.runs.active().get(id).map(Arc::clone);
        let Some(control) = control else {
            return Err(match self.runs.locks.is_free(id) {
                true => Trouble::invalid("runNotActive", "This run is not under way."),
                false => Trouble::run_elsewhere(self.runs.locks.process(id)),
            });
        };
        control.rest(why);
        control.ended().await;
        Ok(())
    }

    pub(super) async fn of_run<T: Send + 'static>(
        self: &Arc<Self>,
        id: &str,
        read: impl FnOnce(&rusqlite::Connection, &Run) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Trouble> {
        heed(self.end_if_abandoned(id).await);
        let (id, inner) = (id.to_owned(), Arc::clone(self));
        let answer = self
            .store
            .read(move |connection| match runs::find(connection, &id)? {
                Some(run) => Ok(Some(read(connection, &inner.runs.as_it_is(run))?)),
                None => Ok(None),
            })
            .await?;
        answer.ok_or_else(run_missing)
    }

    /// The guest who holds an address now.
    pub(crate) async fn guest_at(
        &self,
        address: &str,
    ) -> Result<Option<guests::id::UserId>, Trouble> {
        let users = self.graph.users_by_addresses(&[address.to_owned()]).await?;
        Ok(match who_holds(&users, address) {
            Some(Holder::Guest { guest }) => Some(guest.id),
            _ => None,
        })
    }
}

/// Passes ticks on, the last one always, with a pause after each. Ends with either side.
fn at_a_pace(mut ticks: watch::Receiver<u64>, clock: Arc<dyn Clock>) -> watch::Receiver<u64> {
    let (paced, watched) = watch::channel(*ticks.borrow_and_update());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = paced.closed() => return,
                ticked = ticks.changed() => if ticked.is_err() { return },
            }
            paced.send_replace(*ticks.borrow_and_update());
            clock.sleep(BETWEEN_TICKS).await;
        }
    });
    watched
}

/// A run that was cut off can be shown all the same where that cannot be written.
fn heed(marked: Result<(), StoreError>) {
    if let Err(error) = marked {
        tracing::warn!(%error, "a run that was cut off could not be marked as such");
    }
}

fn run_missing() -> Trouble {
    Trouble::not_found("The run")
}

fn new_run(plan: &Plan, rows: &[&PlanRow], inner: &Inner) -> Run {
    let now = inner.clock.now();
    Run {
        id: Uuid::new_v4().to_string(),
        plan: plan.id.clone(),
        kind: plan.draft.kind,
        title: title::title(plan, rows),
        mails: rows.iter().any(|row| {
            let mut steps = row.steps.iter();
            steps.any(|step| step.mails(&plan.draft, row.place()))
        }),
        state: RunState::Running,
        paused_because: None,
        started: now,
        ended: None,
        worked: Duration::ZERO,
        running_since: Some(now),
        elsewhere: None,
        version: 1,
    }
}

fn work_of(rows: &[&PlanRow]) -> (Vec<Person>, Vec<Entry>) {
    let (mut people, mut entries) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        people.push(Person {
            row: row.index,
            address: row.address.clone(),
            display_name: row.display_name.clone(),
            user_id: row.user_id.clone(),
            verdict: row.verdict,
        });
        for (place, step) in (0_u32..).zip(&row.steps) {
            entries.push(Entry::planned(row.index, place, step.clone()));
        }
    }
    (people, entries)
}
