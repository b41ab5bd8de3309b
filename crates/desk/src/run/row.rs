//! One person of a run: the steps in their order, each read again before it is sent.

use std::sync::Arc;
use std::time::Duration;

use entra::error::Error;
use guests::activity::{StepState, has_ended};
use guests::explanation::Explanation;
use guests::id::UserId;
use guests::plan::step::Step;
use guests::plan::survey::Holder;
use guests::plan::verdict::Verdict;
use guests::plan::{PlanRow, StillHolds, still_holds};
use guests::policy::Known;
use rusqlite::Connection;
use time::OffsetDateTime;
use tokio::sync::OwnedSemaphorePermit;

use super::elsewhere::{Sending, made_lately};
use super::runner::Runner;
use super::words;
use crate::rights::not_read;
use crate::store::StoreError;
use crate::store::invitations::Moment;
use crate::store::run_steps::Entry;
use crate::store::runs::Person;
use crate::trouble::Trouble;

/// The longest wait that is kept to when a run is taken up.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why a row does not go on.
pub(super) enum Standstill {
    /// The run is coming to rest.
    Halted,
    /// Something that concerns the whole run: the network, the sign-in, the disk.
    Trouble(Box<Trouble>),
}

impl From<StoreError> for Standstill {
    fn from(error: StoreError) -> Self {
        Self::Trouble(Box::new(error.into()))
    }
}

/// One person, and the permit under which requests are sent for them.
pub(super) struct Row {
    pub(super) runner: Arc<Runner>,
    pub(super) person: Person,
    pub(super) steps: Vec<Entry>,
    permit: Option<OwnedSemaphorePermit>,
    /// Who held the address when it was last read.
    holder: Option<Known<Holder>>,
    /// When that was asked.
    pub(super) read_at: Moment,
    /// A run of ours made the guest a moment ago, so that the directory may not know them yet.
    pub(super) young: bool,
    /// Sendings in other runs that cannot turn up any more.
    pub(super) settled_elsewhere: Vec<Sending>,
}

impl Row {
    pub(super) fn new(
        runner: Arc<Runner>,
        person: Person,
        steps: Vec<Entry>,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        Self {
            read_at: runner.inner.moment(),
            young: person.verdict == Verdict::NewGuest,
            settled_elsewhere: Vec::new(),
            runner,
            person,
            steps,
            permit: Some(permit),
            holder: None,
        }
    }

    /// Takes every step that can be taken.
    pub(super) async fn carry_out(mut self) -> Result<(), Standstill> {
        for place in 0..self.steps.len() {
            if self.steps[place].state == StepState::Unknown {
                Box::pin(self.reconcile(place, self.runner.taken_up)).await?;
            }
            if matches!(
                self.steps[place].state,
                StepState::Planned | StepState::Waiting
            ) {
                Box::pin(self.take(place)).await?;
            }
            // Also where it ended before a crash that came before the others were skipped.
            let entry = &self.steps[place];
            let invites = matches!(entry.step, Step::Invite { .. });
            if invites && !has_ended(entry.state) {
                return Ok(());
            }
            if invites && self.person.user_id.is_none() {
                return self.skip_rest(place + 1, &words::rests_on_failed()).await;
            }
        }
        Ok(())
    }

    /// Reads the state again and, where the plan still holds, sends.
    pub(super) async fn take(&mut self, place: usize) -> Result<(), Standstill> {
        if let Some(next_try) = self.steps[place].next_try {
            // The clock may have been ahead when it was written.
            let wait = Duration::try_from(next_try - self.now()).unwrap_or_default();
            self.sleep(wait.min(LONGEST_WAIT)).await?;
        }
        self.go_on()?;
        let step = self.steps[place].step.clone();
        if let Some(holder) = self.read_again(&step).await? {
            if let Some(user) = self.made_here(place, &holder) {
                return self.found(place, user).await;
            }
            if !matches!(step, Step::Invite { .. }) && self.is_young(&holder).await? {
                if step == Step::Resend {
                    return self.skip(place, words::mailed_lately(), None, false).await;
                }
                return Box::pin(self.send(place)).await;
            }
            match still_holds(&self.plan_row(), &self.steps[place].step, &holder) {
                StillHolds::Proceed => {}
                StillHolds::Skip {
                    explanation,
                    user_id,
                    row,
                } => {
                    return self.skip(place, explanation, user_id, row).await;
                }
            }
        }
        Box::pin(self.send(place)).await
    }

    /// The guest whom an earlier sending of this invitation made, seen only now.
    fn made_here(&self, place: usize, holder: &Known<Holder>) -> Option<UserId> {
        let entry = &self.steps[place];
        match holder {
            Known::Known {
                value: Holder::Guest { guest },
            } if entry.sends > 0 && matches!(entry.step, Step::Invite { .. }) => {
                Some(guest.id.clone())
            }
            _ => None,
        }
    }

    /// True where the directory does not show the guest, whom a run of ours made a moment ago.
    async fn is_young(&mut self, holder: &Known<Holder>) -> Result<bool, Standstill> {
        let (Some(Holder::Nobody), Some(user)) = (holder.value(), self.person.user_id.clone())
        else {
            return Ok(false);
        };
        let (address, now) = (self.person.address.clone(), self.runner.inner.moment());
        let made = move |connection: &Connection| made_lately(connection, &address, now);
        let made = self.runner.inner.store.read(made).await?;
        self.young |= made.is_some_and(|(made, _)| made == user);
        Ok(self.young)
    }

    pub(super) async fn skip(
        &mut self,
        place: usize,
        explanation: Explanation,
        user_id: Option<UserId>,
        row: bool,
    ) -> Result<(), Standstill> {
        let now = self.now();
        self.steps[place].skipped(now, explanation.clone());
        match user_id {
            Some(user) => {
                self.runner
                    .journal
                    .put_with_guest(&self.steps[place], &user, None)
                    .await?;
                self.person.user_id = Some(user);
            }
            None => self.runner.journal.put(&self.steps[place]).await?,
        }
        if row {
            self.skip_rest(place + 1, &explanation).await
        } else {
            Ok(())
        }
    }

    async fn skip_rest(&mut self, from: usize, why: &Explanation) -> Result<(), Standstill> {
        let now = self.now();
        for entry in self
            .steps
            .iter_mut()
            .skip(from)
            .filter(|entry| !has_ended(entry.state))
        {
            entry.skipped(now, why.clone());
            self.runner.journal.put(entry).await?;
        }
        Ok(())
    }

    /// The row of the plan, with the guest as far as known by now.
    fn plan_row(&self) -> PlanRow {
        PlanRow {
            index: self.person.row,
            address: self.person.address.clone(),
            display_name: self.person.display_name.clone(),
            user_id: self.person.user_id.clone(),
            verdict: self.person.verdict,
            reason: String::new(),
            explanation: None,
            remarks: Vec::new(),
            steps: Vec::new(),
            held: Vec::new(),
        }
    }

    /// What the directory says now of the one whom the step concerns. Nothing is asked about
    /// access for a guest whom this run made: the directory may lag.
    async fn read_again(&mut self, step: &Step) -> Result<Option<Known<Holder>>, Standstill> {
        let access = matches!(
            step,
            Step::AddToGroup { .. } | Step::AssignApplication { .. }
        );
        if access && self.person.verdict == Verdict::NewGuest {
            return Ok(None);
        }
        if self.holder.is_none() || !access {
            self.read_at = self.runner.inner.moment();
            self.holder = Some(Box::pin(self.read_holder()).await?);
        }
        Ok(self.holder.clone())
    }

    /// Who holds the address now; the guest of the plan where there is one.
    pub(super) async fn read_holder(&self) -> Result<Known<Holder>, Standstill> {
        let holders = &self.runner.holders;
        let answer = match &self.person.user_id {
            Some(id) => holders.of_user(id).await,
            None => holders.of_address(&self.person.address).await,
        };
        match answer {
            Ok(value) => Ok(Known::Known { value }),
            Err(error) => match &error {
                Error::Service(service) if service.is_of_request() => Ok(not_read(&error)),
                _ => Err(self.standstill(&error).await),
            },
        }
    }

    /// Waits without keeping others from sending.
    pub(super) async fn sleep(&mut self, wait: Duration) -> Result<(), Standstill> {
        self.permit = None;
        tokio::select! {
            () = self.runner.inner.clock.sleep(wait) => {}
            () = self.runner.control.halt().cancelled() => return Err(Standstill::Halted),
        }
        tokio::select! {
            permit = Arc::clone(&self.runner.permits).acquire_owned() => self.permit = permit.ok(),
            () = self.runner.control.halt().cancelled() => return Err(Standstill::Halted),
        }
        Ok(())
    }

    /// Stops before the next request where the run is coming to rest.
    pub(super) fn go_on(&self) -> Result<(), Standstill> {
        if self.runner.control.is_halted() {
            Err(Standstill::Halted)
        } else {
            Ok(())
        }
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.runner.inner.clock.now()
    }
}
