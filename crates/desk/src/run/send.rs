//! Sends one step, and writes down what came of it.

use std::borrow::Cow;
use std::time::Duration;

use entra::error::{Error, ServiceError};
use entra::graph::{
    Graph, Invitation, InvitedUserMessageInfo, NewAppRoleAssignment, Recipient, RoleAssigned,
};
use entra::http::RequestIds;
use entra::secret::Secret;
use guests::activity::{StepState, directory_lag_backoff};
use guests::explanation::Explanation;
use guests::id::{GroupId, UserId};
use guests::invitation::InvitationMessage;
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;
use guests::trouble::directory::{self, Action, Context};
use uuid::Uuid;

use super::additions::Added;
use super::elsewhere::Elsewhere;
use super::intent::Intent;
use super::row::{Row, Standstill};
use super::words;
use crate::store::run_steps::Entry;
use crate::trouble::{Feature, Trouble};

/// How often a repeatable change is sent again by itself when its answers get lost.
const REPEATS: u32 = 4;

/// What came of a request that was answered.
#[derive(Clone)]
pub(super) struct Answered {
    ids: RequestIds,
    held_already: bool,
    guest: Option<(UserId, Option<Secret>)>,
}

impl Answered {
    /// The answer to giving access.
    pub(super) fn of_access(ids: RequestIds, held_already: bool) -> Self {
        Self {
            ids,
            held_already,
            guest: None,
        }
    }
}

/// What came of a step that was to be sent.
#[expect(
    clippy::large_enum_variant,
    reason = "made once a request, and almost always the large one"
)]
enum Sent {
    /// It was sent, or trouble kept it from that: the step before, and the answer.
    Heard(Entry, Result<Answered, Error>),
    /// Another run stands in the way.
    Not(Elsewhere),
}

/// What a refusal leads to.
enum After {
    /// It is over.
    Ended,
    /// It is tried again after so long.
    Again(Duration),
}

impl Row {
    /// Sends a step until it has an outcome, the directory has had its time, or the run halts.
    pub(super) async fn send(&mut self, place: usize) -> Result<(), Standstill> {
        let (mut tries, mut first_lost) = (0, None);
        loop {
            self.go_on()?;
            let (before, answer) = match Box::pin(self.request(place)).await? {
                Sent::Heard(before, answer) => (before, answer),
                Sent::Not(elsewhere) => {
                    return Box::pin(self.invited_elsewhere(place, elsewhere)).await;
                }
            };
            if matches!(answer, Ok(_) | Err(Error::Service(_))) {
                self.runner.heard();
            }
            let pause = match answer {
                Ok(answered) => return self.done(place, answered).await,
                Err(Error::OutcomeUnknown {
                    cause,
                    client_request_id,
                    service,
                }) => {
                    tracing::warn!(%client_request_id, cause, "the outcome of a step is not known");
                    let Some(pause) = self.unknown(place).await? else {
                        return Box::pin(self.reconcile_after_loss(place)).await;
                    };
                    let since = *first_lost.get_or_insert_with(|| self.runner.monotonic());
                    if self.steps[place].sends > REPEATS {
                        if self.runner.heard_since(since) {
                            return Box::pin(self.reconcile_after_loss(place)).await;
                        }
                        // Nobody gets a clear answer: it is the connection or the service, and not
                        // this step.
                        let lost = match service {
                            Some(service) => Error::Service(service),
                            None => Error::ConnectionLost {
                                client_request_id,
                                cause,
                            },
                        };
                        return Err(self.standstill(&lost).await);
                    }
                    pause
                }
                Err(Error::Service(refusal)) if refusal.status == 401 => {
                    self.take_back(place, before).await?;
                    return Err(self.standstill(&Error::Service(refusal)).await);
                }
                Err(Error::Service(refusal)) => match self.refused(place, &refusal, tries).await? {
                    After::Ended => return Ok(()),
                    After::Again(pause) => pause,
                },
                Err(error) => {
                    // Nothing has left: the intent is taken back as if it had not been written.
                    self.steps[place] = before;
                    self.runner.journal.put(&self.steps[place]).await?;
                    return Err(self.standstill(&error).await);
                }
            };
            tries += 1;
            self.sleep(pause).await?;
        }
    }

    /// Sends a step, which is written down just before it leaves.
    async fn request(&mut self, place: usize) -> Result<Sent, Standstill> {
        let step = self.steps[place].step.clone();
        let heed = matches!(step, Step::Invite { .. }).then(|| self.heed());
        let before = self.steps[place].clone();
        let entries = vec![before.clone()];
        let intent = Intent::heeding(&self.runner.journal, entries, heed);
        let (graph, id) = (self.runner.graph.announced_to(intent.clone()), intent.id());
        let answer = match &step {
            Step::Invite { mail } => self.invite(&graph, *mail, id).await,
            Step::AssignApplication {
                service_principal_id,
                app_role_id,
                ..
            } => {
                let assignment = NewAppRoleAssignment {
                    principal_id: self.user().0,
                    resource_id: service_principal_id.to_string(),
                    app_role_id: app_role_id.to_string(),
                };
                assign(&graph, &assignment, id).await
            }
            Step::Resend => self.invite(&graph, self.message().send, id).await,
            Step::AddToGroup { group_id, .. } => {
                return self.add(place, group_id).await;
            }
        };
        if let Some(elsewhere) = intent.elsewhere() {
            return Ok(Sent::Not(elsewhere));
        }
        if let Some(written) = intent.steps()?.pop() {
            self.steps[place] = written;
        }
        Ok(Sent::Heard(before, answer))
    }

    /// Adds the guest to a group together with others of the run.
    async fn add(&mut self, place: usize, group: &GroupId) -> Result<Sent, Standstill> {
        let entry = self.steps[place].clone();
        match self.runner.additions.add(group, &self.user(), entry).await {
            Added::Answered {
                before,
                written,
                answer,
            } => {
                self.steps[place] = written;
                Ok(Sent::Heard(before, answer))
            }
            Added::Halted(entry) => {
                self.steps[place] = entry;
                self.runner.journal.put(&self.steps[place]).await?;
                Err(Standstill::Halted)
            }
            Added::Gone => Err(Standstill::Halted),
            Added::NotWritten(error) => Err(error.into()),
        }
    }

    /// The guest; steps that give access come after the one that makes the guest known.
    fn user(&self) -> UserId {
        let known = self.person.user_id.clone();
        known.unwrap_or_else(|| UserId(String::new()))
    }

    fn message(&self) -> Cow<'_, InvitationMessage> {
        let place = usize::try_from(self.person.row).unwrap_or(usize::MAX);
        self.runner.plan.draft.message_for(place)
    }

    async fn invite(&self, graph: &Graph, mail: bool, id: Uuid) -> Result<Answered, Error> {
        let message = self.message();
        let says_something =
            message.body.is_some() || message.language.is_some() || message.cc.is_some();
        let invitation = Invitation {
            invited_user_email_address: self.person.address.clone(),
            invite_redirect_url: message.redirect_url.clone(),
            invited_user_display_name: match self.person.verdict {
                Verdict::NewGuest => self.person.display_name.clone(),
                _ => None,
            },
            invited_user_type: None,
            send_invitation_message: mail,
            invited_user_message_info: says_something.then(|| InvitedUserMessageInfo {
                customized_message_body: message.body.clone(),
                message_language: message.language.clone(),
                cc_recipients: message.cc.iter().map(Recipient::new).collect(),
            }),
        };
        let written = graph.invite(&invitation, id).await?;
        let user = UserId(written.value.invited_user_id);
        Ok(Answered {
            ids: written.ids,
            held_already: false,
            guest: Some((user, Some(written.value.invite_redeem_url))),
        })
    }

    async fn done(&mut self, place: usize, answered: Answered) -> Result<(), Standstill> {
        let now = self.now();
        let made_here = self.person.verdict == Verdict::NewGuest;
        let entry = &mut self.steps[place];
        entry.done(now, None);
        entry.request_id = answered.ids.request_id;
        // "Already there" after a lost answer, or for a guest whom this run made, was our doing.
        entry.held_already = answered.held_already && !made_here && entry.sends == 1;
        match answered.guest {
            Some((user, link)) => {
                self.runner
                    .journal
                    .put_with_guest(&self.steps[place], &user, link.as_ref())
                    .await?;
                self.person.user_id = Some(user);
            }
            None => self.runner.journal.put(&self.steps[place]).await?,
        }
        Ok(())
    }

    /// The sign-in is not accepted any more, which concerns every step: what was refused did not
    /// take effect. An earlier sending may have.
    async fn take_back(&mut self, place: usize, before: Entry) -> Result<(), Standstill> {
        let sends = self.steps[place].sends.saturating_sub(1);
        let lost = sends > before.sends;
        self.steps[place] = Entry {
            state: if lost {
                StepState::Unknown
            } else {
                before.state
            },
            sends,
            ..before
        };
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(())
    }

    /// The answer was lost; the pause before it is sent again, where it may be.
    async fn unknown(&mut self, place: usize) -> Result<Option<Duration>, Standstill> {
        let now = self.now();
        let entry = &mut self.steps[place];
        entry.state = StepState::Unknown;
        entry.explanation = Some(words::looked_up());
        let pause = is_repeatable(&entry.step)
            .then(|| directory_lag_backoff(entry.sends.saturating_sub(1)).unwrap_or_default());
        if let Some(pause) = pause {
            entry.next_try = Some(now + pause);
        }
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(pause)
    }

    async fn refused(
        &mut self,
        place: usize,
        refusal: &ServiceError,
        tries: u32,
    ) -> Result<After, Standstill> {
        let wait = self.waits(&self.steps[place], refusal, tries);
        let now = self.now();
        let explanation = match &wait {
            Some((explanation, _)) => explanation.clone(),
            None if self.is_lag(&self.steps[place], refusal) => words::lagged_too_long(),
            None => self.explain(&self.steps[place].step, refusal),
        };
        let entry = &mut self.steps[place];
        // What was refused did not take effect, so it does not count as a sending that might have.
        entry.sends = entry.sends.saturating_sub(1);
        entry.request_id = refusal.request_id.clone();
        let after = match wait {
            Some((_, pause)) => {
                entry.wait(StepState::Waiting, now + pause, explanation);
                After::Again(pause)
            }
            None => {
                entry.failed(now, explanation);
                After::Ended
            }
        };
        self.runner.journal.put(&self.steps[place]).await?;
        Ok(after)
    }

    /// Whether it is worth trying again, and when.
    fn waits(
        &self,
        entry: &Entry,
        refusal: &ServiceError,
        tries: u32,
    ) -> Option<(Explanation, Duration)> {
        if self.is_lag(entry, refusal) {
            return Some((words::waits_for_directory(), directory_lag_backoff(tries)?));
        }
        if matches!(refusal.status, 429 | 503 | 504) {
            let pause = directory_lag_backoff(tries)?;
            return Some((
                words::throttled(),
                refusal.retry_after.map_or(pause, |asked| asked.max(pause)),
            ));
        }
        None
    }

    /// The directory does not know a guest yet whom this run made.
    fn is_lag(&self, entry: &Entry, refusal: &ServiceError) -> bool {
        is_repeatable(&entry.step)
            && self.young
            && directory::not_there_yet(refusal.status, &refusal.code, &refusal.message)
    }

    fn explain(&self, step: &Step, refusal: &ServiceError) -> Explanation {
        let context = self.context(step);
        directory::explain(refusal.status, &refusal.code, &refusal.message, &context)
    }

    fn context<'a>(&'a self, step: &'a Step) -> Context<'a> {
        let (action, target) = match step {
            Step::Invite { .. } => (Action::Invite, None),
            Step::Resend => (Action::Resend, None),
            Step::AddToGroup { group_name, .. } => (Action::AddToGroup, Some(group_name.as_str())),
            Step::AssignApplication {
                application_name, ..
            } => (Action::AssignApplication, Some(application_name.as_str())),
        };
        Context {
            action,
            address: Some(&self.person.address),
            target,
        }
    }

    /// Trouble that concerns the whole run.
    pub(super) async fn standstill(&self, error: &Error) -> Standstill {
        if matches!(error, Error::Cancelled) || self.runner.control.is_halted() {
            return Standstill::Halted;
        }
        let next = self
            .steps
            .iter()
            .find(|entry| entry.state != StepState::Done);
        let feature = match next.map(|entry| &entry.step) {
            Some(Step::AddToGroup { .. }) => Feature::AddToGroup,
            Some(Step::AssignApplication { .. }) => Feature::AssignApplication,
            _ => Feature::Invite,
        };
        let trouble: Trouble = Box::pin(self.runner.inner.unread(error, feature)).await;
        Standstill::Trouble(Box::new(trouble))
    }
}

async fn assign(
    graph: &Graph,
    assignment: &NewAppRoleAssignment,
    id: Uuid,
) -> Result<Answered, Error> {
    let assigned = graph.assign_app_role(assignment, id).await?;
    let held_already = matches!(assigned.value, RoleAssigned::AlreadyAssigned);
    Ok(Answered::of_access(assigned.ids, held_already))
}

/// Adding a member and assigning a role do no harm when repeated.
pub(super) fn is_repeatable(step: &Step) -> bool {
    matches!(
        step,
        Step::AddToGroup { .. } | Step::AssignApplication { .. }
    )
}
