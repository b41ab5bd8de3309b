//! Carries a run out: some rows at a time, the steps of a row one after the other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use entra::graph::Graph;
use guests::activity::{RunState, has_ended};
use guests::plan::Plan;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::RunHold;
use super::additions::Additions;
use super::control::{Control, Rest};
use super::holders::Holders;
use super::journal::Journal;
use super::mails::Mails;
use super::patience::Patience;
use super::row::{Row, Standstill};
use super::settle::settle;
use super::sleep;
use crate::change::Change;
use crate::desk::Inner;
use crate::store::run_steps::{self, Entry};
use crate::store::{StoreError, plans, runs};
use crate::trouble::Trouble;

/// Rows that are worked on at once. How fast requests leave is up to the account's pace; this only
/// has to be enough to keep it busy while each row waits for its answers.
const AT_ONCE: usize = 96;

/// What the rows of a run share.
pub(super) struct Runner {
    pub(super) inner: Arc<Inner>,
    pub(super) graph: Graph,
    pub(super) plan: Plan,
    pub(super) journal: Journal,
    pub(super) control: Arc<Control>,
    pub(super) permits: Arc<Semaphore>,
    /// When the run was taken up, on the monotonic clock. What was on its way then had left, and may
    /// lie in the network still when its process is gone.
    pub(super) taken_up: Duration,
    pub(super) holders: Holders,
    pub(super) additions: Additions,
    pub(super) mails: Mails,
    /// When the service last answered a step, on the monotonic clock.
    last_heard: Mutex<Duration>,
}

impl Runner {
    /// The service answered a step, with whatever.
    pub(super) fn heard(&self) {
        *self.lock() = self.monotonic();
    }

    /// True where some step was answered after this moment.
    pub(super) fn heard_since(&self, moment: Duration) -> bool {
        *self.lock() > moment
    }

    pub(super) fn monotonic(&self) -> Duration {
        self.inner.clock.monotonic()
    }

    fn lock(&self) -> MutexGuard<'_, Duration> {
        self.last_heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts to carry a run out. It is held until it is at rest.
pub(super) fn start(inner: &Arc<Inner>, run: &str, control: Arc<Control>, hold: RunHold) {
    let (own, run) = (Arc::clone(inner), run.to_owned());
    inner.spawn(async move {
        let closing = own.closing.clone();
        let control_of_close = Arc::clone(&control);
        let mut work = Box::pin(carry_out(&own, &run, &control, hold));
        tokio::select! {
            () = &mut work => return,
            () = closing.cancelled() => control_of_close.rest(Rest::Closed),
        }
        work.await;
    });
}

async fn carry_out(inner: &Arc<Inner>, run: &str, control: &Arc<Control>, hold: RunHold) {
    let journal = Journal::new(inner, run);
    loop {
        let passed = tokio::select! {
            passed = Box::pin(pass(inner, run, control, &journal)) => passed,
            never = sleep::watch(&inner.clock, control) => match never {},
        };
        if let Err(error) = passed {
            control.rest(Rest::Paused(Some(Trouble::from(error).into())));
        }
        if let Err(error) = settle(inner, run, control, &journal).await {
            // The steps on disk say it all when there is room again; until then this does.
            let because = match control.why() {
                Some(Rest::Paused(Some(because))) => because,
                _ => Trouble::from(error).into(),
            };
            control.rest(Rest::Paused(None));
            inner.runs.hold(run, because);
        }
        let mut active = inner.runs.active();
        if !control.is_halted() && control.take_more() {
            continue;
        }
        active.remove(run);
        drop(hold);
        break;
    }
    control.end();
    inner.changed(Change::Runs);
    inner.changed(Change::Access);
    inner.sync.nudge();
}

/// One pass over all rows that something can be done about.
async fn pass(
    inner: &Arc<Inner>,
    run: &str,
    control: &Arc<Control>,
    journal: &Journal,
) -> Result<(), StoreError> {
    let id = run.to_owned();
    inner
        .store
        .write(move |connection| run_steps::mark_unknown(connection, &id))
        .await?;
    journal.set_state(RunState::Running, None, None).await?;
    let id = run.to_owned();
    let read = inner
        .store
        .read(move |connection| {
            let Some(run) = runs::find(connection, &id)? else {
                return Ok(None);
            };
            let people = runs::people(connection, &id, 0)?;
            let entries = run_steps::of_run(connection, &id)?;
            Ok(plans::load(connection, &run.plan)?.map(|plan| (plan, people, entries)))
        })
        .await?;
    let Some((plan, people, entries)) = read else {
        return Err(StoreError::Content(
            "the plan of the run is missing".to_owned(),
        ));
    };
    let mut entries = entries.into_iter().peekable();
    let mut work = Vec::new();
    for person in people {
        let mut steps = Vec::new();
        while let Some(entry) = entries.next_if(|entry| entry.row == person.row) {
            steps.push(entry);
        }
        if workable(&steps) {
            work.push((person, steps));
        }
    }
    let patience = Patience::of(work.len());
    let graph = inner
        .graph
        .background()
        .cancelled_by(control.halt().clone());
    let (holders, reading) = Holders::new(&graph, &inner.clock, &patience);
    inner.spawn(reading);
    let (mails, reading) = Mails::new(&graph, &inner.clock, &inner.account.object_id);
    inner.spawn(reading);
    let runner = Arc::new(Runner {
        inner: Arc::clone(inner),
        holders,
        mails,
        last_heard: Mutex::default(),
        additions: Additions::new(inner, &graph, journal, control, patience.clone()),
        graph,
        plan,
        journal: journal.clone(),
        control: Arc::clone(control),
        permits: Arc::new(Semaphore::new(AT_ONCE)),
        taken_up: inner.clock.monotonic(),
    });

    let mut rows = JoinSet::new();
    for (person, steps) in work {
        let Ok(permit) = Arc::clone(&runner.permits).acquire_owned().await else {
            break;
        };
        if control.is_halted() {
            break;
        }
        let row = Row::new(Arc::clone(&runner), person, steps, permit);
        let patience = patience.clone();
        rows.spawn(async move {
            let ended = row.carry_out().await;
            patience.one_less();
            ended
        });
        while let Some(ended) = rows.try_join_next() {
            heed(ended, control);
        }
    }
    while let Some(ended) = rows.join_next().await {
        heed(ended, control);
    }
    Ok(())
}

/// True where something can be done for the row without a person's decision.
pub(super) fn workable(steps: &[Entry]) -> bool {
    for entry in steps {
        if has_ended(entry.state) {
            continue;
        }
        if !entry.asks_person {
            return true;
        }
        if matches!(entry.step, guests::plan::step::Step::Invite { .. }) {
            return false;
        }
    }
    false
}

/// A row that cannot go on holds up the run; any other row does not.
fn heed(ended: Result<Result<(), Standstill>, tokio::task::JoinError>, control: &Control) {
    match ended {
        Ok(Ok(()) | Err(Standstill::Halted)) => {}
        Ok(Err(Standstill::Trouble(trouble))) => {
            control.rest(Rest::Paused(Some((*trouble).into())));
        }
        Err(_) => {
            let trouble = Trouble::internal("the work on one person broke off");
            control.rest(Rest::Paused(Some(trouble.into())));
        }
    }
}
