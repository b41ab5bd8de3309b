//! Adds members to a group, up to twenty in one request.
//!
//! Such a request is refused or carried out as a whole, so a refusal changed nothing: who is named
//! in it is left out, or everybody is added alone, and each gets an answer of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use entra::error::{Error, ServiceError};
use entra::graph::{Graph, MemberAdded, MembersAdded};
use futures_util::future::join_all;
use guests::activity::StepState;
use guests::id::{GroupId, UserId};

use super::control::Control;
use super::gather::Gather;
use super::intent::Intent;
use super::journal::Journal;
use super::patience::Patience;
use super::send::Answered;
use crate::desk::Inner;
use crate::store::StoreError;
use crate::store::run_steps::Entry;

/// The most that one request takes (learn.microsoft.com, "Add members").
const MOST: usize = 20;
/// How often a request is made smaller by those whom its refusal names, before each goes alone.
const ROUNDS: usize = 5;

/// A membership to add: the user and the step, which is journaled here before it is sent.
struct Addition {
    user: UserId,
    /// The step as it came.
    first: Entry,
    /// The step as it stands between two requests.
    entry: Entry,
}

impl Addition {
    /// A request that carried the step was refused as a whole, and so does not count. An answer that
    /// was lost before the refusal may have told of a change, and does.
    fn take_back(&mut self, written: Entry) {
        let sends = written.sends.saturating_sub(1);
        self.entry = if sends > self.first.sends {
            Entry {
                state: StepState::Unknown,
                sends,
                ..written
            }
        } else {
            self.first.clone()
        };
    }
}

/// What came of it.
#[expect(
    clippy::large_enum_variant,
    reason = "made once a request, and almost always the large one"
)]
pub(super) enum Added {
    /// It was sent.
    Answered {
        /// The step before the last request.
        before: Entry,
        /// The step as journaled for that request.
        written: Entry,
        /// What came back.
        answer: Result<Answered, Error>,
    },
    /// The run is coming to rest before anything more is sent; the step as it stands, which the
    /// journal may not say yet.
    Halted(Entry),
    /// Nobody is there any more to send it.
    Gone,
    /// The intent could not be written, so nothing was sent.
    NotWritten(StoreError),
}

/// Adds members for the rows of a run.
pub(super) struct Additions {
    inner: Arc<Inner>,
    sender: Arc<Sender>,
    patience: Patience,
    groups: Mutex<HashMap<GroupId, Arc<Gather<Addition, Added>>>>,
}

struct Sender {
    graph: Graph,
    journal: Journal,
    control: Arc<Control>,
}

impl Additions {
    pub(super) fn new(
        inner: &Arc<Inner>,
        graph: &Graph,
        journal: &Journal,
        control: &Arc<Control>,
        patience: Patience,
    ) -> Self {
        Self {
            inner: Arc::clone(inner),
            sender: Arc::new(Sender {
                graph: graph.clone(),
                journal: journal.clone(),
                control: Arc::clone(control),
            }),
            patience,
            groups: Mutex::default(),
        }
    }

    /// Adds one, together with others of the same group that come along.
    pub(super) async fn add(&self, group: &GroupId, user: &UserId, entry: Entry) -> Added {
        let addition = Addition {
            user: user.clone(),
            first: entry.clone(),
            entry,
        };
        self.gather(group)
            .ask(addition)
            .await
            .unwrap_or(Added::Gone)
    }

    fn gather(&self, group: &GroupId) -> Arc<Gather<Addition, Added>> {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gather) = groups.get(group) {
            return Arc::clone(gather);
        }
        let (sender, to) = (Arc::clone(&self.sender), group.clone());
        let clock = Arc::clone(&self.inner.clock);
        let patience = self.patience.clone();
        let linger = move || patience.now();
        let (gather, work) = Gather::new(MOST, linger, clock, move |additions| {
            let (sender, to) = (Arc::clone(&sender), to.clone());
            async move { sender.add(&to, additions).await }
        });
        self.inner.spawn(work);
        let gather = Arc::new(gather);
        groups.insert(group.clone(), Arc::clone(&gather));
        gather
    }
}

/// Who is still without an answer.
enum Rest {
    /// They are worth another try together.
    Together(Vec<(usize, Addition)>),
    /// Each goes alone.
    Alone(Vec<(usize, Addition)>),
}

impl Sender {
    /// One answer for each, in their order.
    async fn add(&self, group: &GroupId, additions: Vec<Addition>) -> Vec<Added> {
        let mut answers: Vec<Option<Added>> = additions.iter().map(|_| None).collect();
        let mut rest = Rest::Together(additions.into_iter().enumerate().collect());
        for _ in 0..ROUNDS {
            match rest {
                Rest::Together(open) if open.len() > 1 => {
                    rest = self.together(group, open, &mut answers).await;
                }
                _ => break,
            }
        }
        let (Rest::Together(open) | Rest::Alone(open)) = rest;
        let alone = open
            .into_iter()
            .map(|(place, addition)| async move { (place, self.alone(group, addition).await) });
        for (place, answer) in join_all(alone).await {
            answers[place] = Some(answer);
        }
        answers
            .into_iter()
            .map(|answer| answer.unwrap_or(Added::Gone))
            .collect()
    }

    /// Sends one request for all that are open.
    async fn together(
        &self,
        group: &GroupId,
        open: Vec<(usize, Addition)>,
        answers: &mut [Option<Added>],
    ) -> Rest {
        if self.control.is_halted() {
            return Rest::Alone(open);
        }
        let users: Vec<String> = open
            .iter()
            .map(|(_, addition)| addition.user.to_string())
            .collect();
        let steps = open.iter().map(|(_, addition)| addition.entry.clone());
        let intent = Intent::new(&self.journal, steps.collect());
        let graph = self.graph.announced_to(intent.clone());
        let answer = graph.add_members(group.as_str(), &users, intent.id()).await;
        let written = match intent.steps() {
            Ok(written) => written,
            Err(error) => {
                for (place, _) in open {
                    answers[place] = Some(Added::NotWritten(error.clone()));
                }
                return Rest::Alone(Vec::new());
            }
        };
        let sent = open.into_iter().zip(written);
        let answer = match answer {
            Ok(written) => match written.value {
                MembersAdded::Added => Ok(Answered::of_access(written.ids, false)),
                MembersAdded::Refused(refusal) => return set_apart(sent, &refusal, answers),
            },
            Err(error) => Err(error),
        };
        for ((place, addition), written) in sent {
            answers[place] = Some(Added::Answered {
                before: addition.entry,
                written,
                answer: answer.clone(),
            });
        }
        Rest::Alone(Vec::new())
    }

    async fn alone(&self, group: &GroupId, addition: Addition) -> Added {
        if self.control.is_halted() {
            return Added::Halted(addition.entry);
        }
        let user = addition.user.as_str();
        let intent = Intent::new(&self.journal, vec![addition.entry.clone()]);
        let graph = self.graph.announced_to(intent.clone());
        let answer = graph.add_member(group.as_str(), user, intent.id()).await;
        let written = match intent.steps() {
            Ok(mut written) => written.pop(),
            Err(error) => return Added::NotWritten(error),
        };
        let answer = answer.map(|added| {
            let held_already = matches!(added.value, MemberAdded::AlreadyMember);
            Answered::of_access(added.ids, held_already)
        });
        Added::Answered {
            written: written.unwrap_or_else(|| addition.entry.clone()),
            before: addition.entry,
            answer,
        }
    }
}

/// Nobody was added. Whom the refusal names has it for an answer, and the others are tried again;
/// where it names nobody, everybody goes alone to learn who was meant.
fn set_apart(
    sent: impl Iterator<Item = ((usize, Addition), Entry)>,
    refusal: &ServiceError,
    answers: &mut [Option<Added>],
) -> Rest {
    let (mut others, mut is_named) = (Vec::new(), false);
    for ((place, mut addition), written) in sent {
        if refusal.says(addition.user.as_str()) {
            is_named = true;
            answers[place] = Some(Added::Answered {
                before: addition.entry,
                written,
                answer: Err(Error::Service(Box::new(refusal.clone()))),
            });
        } else {
            addition.take_back(written);
            others.push((place, addition));
        }
    }
    if is_named {
        Rest::Together(others)
    } else {
        Rest::Alone(others)
    }
}
