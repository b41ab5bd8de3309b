//! Finds out what became of a step whose answer was lost.

use std::time::Duration;

use entra::error::Error;
use entra::signin::error::SignInError;
use guests::activity::StepState;
use guests::explanation::Explanation;
use guests::id::UserId;
use guests::plan::step::Step;
use guests::plan::survey::Holder;
use guests::policy::Known;
use guests::reconcile::{Attempt, Lookup, NextMove, next_move};
use time::OffsetDateTime;

use super::row::{Row, Standstill};
use super::send::is_repeatable;
use super::words;

/// Pause between two looks into the audit log.
const BETWEEN_LOOKS: Duration = Duration::from_secs(15);

/// What a look at the directory showed.
enum Seen {
    /// The guest is there, and the step is done.
    Found,
    /// The guest is not there, or not yet.
    Missing,
    /// The directory did not say.
    Nothing { why: String },
}

impl Row {
    /// Looks a step up until it is settled. Afterwards it is done, or planned again, or a person
    /// has to decide. The request had left by the moment `gone`, whenever it arrived.
    pub(super) async fn reconcile(
        &mut self,
        place: usize,
        gone: OffsetDateTime,
    ) -> Result<(), Standstill> {
        if self.steps[place].asks_person {
            return Ok(());
        }
        if is_repeatable(&self.steps[place].step) {
            // Sending it again finds out and does no harm: what is there already counts as done.
            self.steps[place].state = StepState::Planned;
            return Ok(());
        }
        let mut attempt = Attempt {
            sent: self.steps[place].sent.unwrap_or(gone).max(gone),
            sends: self.steps[place].sends,
            lookups: Vec::new(),
        };
        loop {
            match next_move(&self.steps[place].step, &attempt, self.runner.inner.settle) {
                NextMove::Done => return Ok(()),
                NextMove::LookAgainAt(moment) => {
                    if moment > self.now() {
                        let entry = &mut self.steps[place];
                        entry.next_try = Some(moment);
                        entry.explanation = Some(words::looked_up());
                        self.runner.journal.put(&self.steps[place]).await?;
                        self.sleep_until(moment).await?;
                    }
                    self.go_on()?;
                    // What is answered late was true when it was asked, and no later.
                    let at = self.now();
                    match Box::pin(self.look(place)).await? {
                        Seen::Found => return Ok(()),
                        Seen::Missing => attempt.lookups.push(Lookup { at, found: false }),
                        Seen::Nothing { why } => {
                            return self.ask(place, words::not_looked_up(&why)).await;
                        }
                    }
                }
                NextMove::SendAgainOnce => {
                    self.steps[place].state = StepState::Planned;
                    self.steps[place].next_try = None;
                    return Ok(());
                }
                NextMove::AskPerson if Box::pin(self.mail_went_out(place)).await? => return Ok(()),
                NextMove::AskPerson => {
                    let question = question(&self.steps[place].step);
                    return self.ask(place, question).await;
                }
            }
        }
    }

    /// The same in the middle of sending: what is to be sent again is sent.
    pub(super) async fn reconcile_after_loss(&mut self, place: usize) -> Result<(), Standstill> {
        let step = &self.steps[place].step;
        if is_repeatable(step) {
            let question = question(step);
            return self.ask(place, question).await;
        }
        self.reconcile(place, self.now()).await?;
        if self.steps[place].state == StepState::Planned {
            return Box::pin(self.take(place)).await;
        }
        Ok(())
    }

    /// One look for the guest whom an invitation may have made.
    async fn look(&mut self, place: usize) -> Result<Seen, Standstill> {
        match self.read_holder().await? {
            Known::Known {
                value: Holder::Guest { guest },
            } => {
                self.found(place, guest.id).await?;
                Ok(Seen::Found)
            }
            Known::Known { .. } => Ok(Seen::Missing),
            Known::NotChecked { why } => Ok(Seen::Nothing { why }),
        }
    }

    /// True where the audit log shows the mail of a resend, and the step is done. Who may not read
    /// the log, or where it does not show the mail in time, decides for themselves.
    async fn mail_went_out(&mut self, place: usize) -> Result<bool, Standstill> {
        let (Step::Resend, Some(user)) = (&self.steps[place].step, self.person.user_id.clone())
        else {
            return Ok(false);
        };
        let sent = self.steps[place].sent.unwrap_or_else(|| self.now());
        let deadline = sent + self.runner.inner.settle;
        loop {
            self.go_on()?;
            match self.runner.mails.went_out(&user, sent).await {
                Ok(true) => break,
                Ok(false) if self.now() >= deadline => return Ok(false),
                Ok(false) => {}
                Err(error) if is_closed(&error) => return Ok(false),
                Err(error) => return Err(self.standstill(&error).await),
            }
            let next_try = (self.now() + BETWEEN_LOOKS).min(deadline);
            let entry = &mut self.steps[place];
            entry.next_try = Some(next_try);
            entry.explanation = Some(words::looked_up_in_audit_log());
            self.runner.journal.put(&self.steps[place]).await?;
            self.sleep_until(next_try).await?;
        }
        let now = self.now();
        let entry = &mut self.steps[place];
        entry.state = StepState::Done;
        entry.ended = Some(now);
        entry.next_try = None;
        entry.explanation = Some(words::mail_in_audit_log());
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(true)
    }

    pub(super) async fn found(&mut self, place: usize, user: UserId) -> Result<(), Standstill> {
        let now = self.now();
        let entry = &mut self.steps[place];
        entry.state = StepState::Done;
        entry.ended = Some(now);
        entry.next_try = None;
        entry.explanation = Some(words::link_not_known());
        self.runner
            .journal
            .put_with_guest(&self.steps[place], &user, None)
            .await?;
        self.person.user_id = Some(user);
        Ok(())
    }

    async fn ask(&mut self, place: usize, question: Explanation) -> Result<(), Standstill> {
        let entry = &mut self.steps[place];
        entry.state = StepState::Unknown;
        entry.asks_person = true;
        entry.next_try = None;
        entry.explanation = Some(question);
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(())
    }
}

/// The log does not open for this person: no consent, no role, no licence.
fn is_closed(error: &Error) -> bool {
    match error {
        Error::Service(refusal) => refusal.is_of_request(),
        Error::SignIn(SignInError::ConsentRequired { .. }) => true,
        _ => false,
    }
}

fn question(step: &Step) -> Explanation {
    match step {
        Step::Invite { .. } => words::lost_twice(),
        Step::Resend => words::mail_not_known(),
        Step::AddToGroup { .. } | Step::AssignApplication { .. } => words::access_not_known(),
    }
}
