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
use crate::store::invitations::{self, Moment};

/// Pause between two looks into the audit log.
const BETWEEN_LOOKS: Duration = Duration::from_secs(15);
/// How far the service's own clocks may differ, and how near two mails have to be to be confused.
const DATES_DIFFER: time::Duration = time::Duration::SECOND;
const APART: time::Duration = time::Duration::MINUTE;

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
    /// Looks a step up until it is settled. Afterwards it is done, planned again or failed, or a
    /// person has to decide. The request had left by the moment `gone` on the monotonic clock,
    /// whenever it arrived.
    pub(super) async fn reconcile(
        &mut self,
        place: usize,
        gone: Duration,
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
            sends: self.steps[place].sends,
            lookups: Vec::new(),
        };
        loop {
            match next_move(&self.steps[place].step, &attempt, self.runner.inner.settle) {
                NextMove::Done => return Ok(()),
                NextMove::LookAgainAfter(after) => {
                    let wait = (gone + after).saturating_sub(self.runner.monotonic());
                    if !wait.is_zero() {
                        let until = self.now() + wait;
                        self.steps[place].wait(StepState::Unknown, until, words::looked_up());
                        self.runner.journal.put(&self.steps[place]).await?;
                        self.sleep(wait).await?;
                    }
                    self.go_on()?;
                    // What is answered late was true when it was asked, and no later.
                    let after = self.runner.monotonic().saturating_sub(gone);
                    match Box::pin(self.look(place)).await? {
                        Seen::Found => return Ok(()),
                        Seen::Missing => attempt.lookups.push(Lookup {
                            after,
                            found: false,
                        }),
                        Seen::Nothing { why } => {
                            return self.ask(place, words::not_looked_up(&why)).await;
                        }
                    }
                }
                NextMove::SendAgainOnce => {
                    // Written down, so that a run that is stopped now can say that it was not sent.
                    let entry = &mut self.steps[place];
                    entry.settle();
                    entry.state = StepState::Planned;
                    entry.next_try = None;
                    entry.explanation = None;
                    self.runner.journal.put(&self.steps[place]).await?;
                    return Ok(());
                }
                NextMove::AskPerson if Box::pin(self.mail_went_out(place, gone)).await? => {
                    return Ok(());
                }
                NextMove::AskPerson => return self.ask(place, words::mail_not_known()).await,
                NextMove::GiveUp => {
                    let now = self.now();
                    let entry = &mut self.steps[place];
                    entry.settle();
                    entry.failed(now, words::lost_twice());
                    self.runner.journal.put(&self.steps[place]).await?;
                    return Ok(());
                }
            }
        }
    }

    /// The same in the middle of sending: what is to be sent again is sent.
    pub(super) async fn reconcile_after_loss(&mut self, place: usize) -> Result<(), Standstill> {
        if is_repeatable(&self.steps[place].step) {
            return self.ask(place, words::access_not_known()).await;
        }
        self.reconcile(place, self.runner.monotonic()).await?;
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
    /// the log, or where it does not show the mail in time, decides for themselves. The log has the
    /// service's time, and may show mails of ours that went out before: where the service's time is
    /// not known, or fewer mails are shown than were sent about then, the log tells nothing.
    async fn mail_went_out(&mut self, place: usize, gone: Duration) -> Result<bool, Standstill> {
        let (Step::Resend, Some(user)) = (&self.steps[place].step, self.person.user_id.clone())
        else {
            return Ok(false);
        };
        let heard = self.steps[place].heard;
        let Some(since) = heard.map(|heard| heard - DATES_DIFFER) else {
            return Ok(false);
        };
        let others = self.other_mails(place, &user, since - APART).await?;
        let deadline = gone + self.runner.inner.settle;
        loop {
            self.go_on()?;
            match self.runner.mails.since(&user, since).await {
                Ok(mails) if mails > others => break,
                Ok(_) if self.runner.monotonic() >= deadline => return Ok(false),
                Ok(_) => {}
                Err(error) if is_closed(&error) => return Ok(false),
                Err(error) => return Err(self.standstill(&error).await),
            }
            let left = deadline.saturating_sub(self.runner.monotonic());
            let pause = BETWEEN_LOOKS.min(left);
            let until = self.now() + pause;
            self.steps[place].wait(StepState::Unknown, until, words::looked_up_in_audit_log());
            self.runner.journal.put(&self.steps[place]).await?;
            self.sleep(pause).await?;
        }
        let now = self.now();
        self.steps[place].done(now, Some(words::mail_in_audit_log()));
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(true)
    }

    /// How many other mails of ours to this guest may have gone out after a moment, by the service's
    /// clock; where that is not known of one, it counts.
    async fn other_mails(
        &self,
        place: usize,
        user: &UserId,
        since: OffsetDateTime,
    ) -> Result<usize, Standstill> {
        let (run, user) = (self.runner.journal.run().to_owned(), user.clone());
        let (row, step) = (self.person.row, self.steps[place].index);
        let others = move |connection: &rusqlite::Connection| {
            invitations::other_mails(connection, &user, (&run, row, step))
        };
        let others = self.runner.inner.store.read(others).await?;
        let late = |mail: &Moment| mail.at_service().is_none_or(|at| at >= since);
        Ok(others.into_iter().filter(late).count())
    }

    pub(super) async fn found(&mut self, place: usize, user: UserId) -> Result<(), Standstill> {
        let now = self.now();
        self.steps[place].done(now, Some(words::link_not_known()));
        self.runner
            .journal
            .put_with_guest(&self.steps[place], &user, None)
            .await?;
        self.person.user_id = Some(user);
        Ok(())
    }

    async fn ask(&mut self, place: usize, question: Explanation) -> Result<(), Standstill> {
        self.steps[place].ask(question);
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
