//! Drafts for guests who were chosen in the list, in any number.

use std::collections::HashMap;

use guests::draft::{Draft, DraftKind, DraftPerson, OwnDetails};
use guests::guest::InvitationState;
use guests::id::{PlanId, UserId};
use guests::invitation::InvitationMessage;
use rusqlite::Connection;
use time::OffsetDateTime;

use crate::desk::Desk;
use crate::store::{self, StoreError};
use crate::trouble::Trouble;
use crate::view::guests::ChosenDraft;

impl Desk {
    /// Those of these guests whose invitation is pending, in the order given.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn pending_guests(&self, ids: Vec<UserId>) -> Result<Vec<UserId>, Trouble> {
        let read = move |connection: &Connection| {
            let mut pending = Vec::new();
            for id in ids {
                let guest = store::guests::find(connection, &id)?;
                if guest.is_some_and(|guest| {
                    guest.invitation_state() == InvitationState::PendingAcceptance
                }) {
                    pending.push(id);
                }
            }
            Ok(pending)
        };
        Ok(self.inner.store.read(read).await?)
    }

    /// When Usher last sent each of these guests an invitation, where it did.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn last_invited(
        &self,
        ids: Vec<UserId>,
    ) -> Result<Vec<Option<OffsetDateTime>>, Trouble> {
        let read = move |connection: &Connection| {
            let of = |id: &UserId| {
                let last = store::runs::last_invitation(connection, id)?;
                Ok(last.map(|(_, _, at, _)| at))
            };
            ids.iter().map(of).collect()
        };
        Ok(self.inner.store.read(read).await?)
    }

    /// A draft that sends the invitations of these guests again. Redirect URL, message and
    /// language are as they were, where Usher sent the last one: for all where they were the same,
    /// else for each alone.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn resend_draft(&self, ids: &[UserId]) -> Result<ChosenDraft, Trouble> {
        self.draft_to_resend(ids, true).await
    }

    /// As [`Self::resend_draft`], for some of those whom a draft is for: what all of them were told
    /// is kept with each of them, since the others were not told it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn resend_draft_of_some(&self, ids: &[UserId]) -> Result<ChosenDraft, Trouble> {
        self.draft_to_resend(ids, false).await
    }

    async fn draft_to_resend(&self, ids: &[UserId], all: bool) -> Result<ChosenDraft, Trouble> {
        let mut draft = self.draft_defaults(DraftKind::Resend);
        let ids = ids.to_vec();
        let usual = draft.message.clone();
        let (people, gone, message) = self
            .inner
            .store
            .read(move |connection| {
                let (mut people, gone) = people(connection, ids)?;
                let load = |plan: &PlanId| store::plans::draft(connection, plan);
                let messages = earlier_messages(connection, &people, load)?;
                let message = common(&messages).filter(|_| all).cloned();
                if message.is_none() {
                    for (person, message) in people.iter_mut().zip(messages) {
                        person.own = message.and_then(|message| own(message, &usual));
                    }
                }
                Ok((people, gone, message))
            })
            .await?;
        draft.people = people;
        if let Some(message) = message {
            draft.message = message;
        }
        draft.message.send = true;
        Ok(ChosenDraft { draft, gone })
    }

    /// A draft that gives these guests access, once it says which.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn access_draft(&self, ids: &[UserId]) -> Result<ChosenDraft, Trouble> {
        let mut draft = self.draft_defaults(DraftKind::GiveAccess);
        let ids = ids.to_vec();
        let read = self
            .inner
            .store
            .read(move |connection| people(connection, ids));
        let (people, gone) = read.await?;
        draft.people = people;
        Ok(ChosenDraft { draft, gone })
    }
}

/// These guests as people of a draft, and how many of them are gone.
fn people(
    connection: &Connection,
    ids: Vec<UserId>,
) -> Result<(Vec<DraftPerson>, u32), StoreError> {
    let mut people = Vec::with_capacity(ids.len());
    let mut gone = 0;
    for id in ids {
        match store::guests::find(connection, &id)? {
            Some(guest) => people.push(DraftPerson {
                address: guest.mail.unwrap_or_default(),
                display_name: Some(guest.display_name),
                user_id: Some(id),
                own: None,
            }),
            None => gone += 1,
        }
    }
    Ok((people, gone))
}

/// What the last invitation of each said, where Usher sent it. A draft is loaded once, however many
/// of its people are here.
fn earlier_messages(
    connection: &Connection,
    people: &[DraftPerson],
    load: impl Fn(&PlanId) -> Result<Option<Draft>, StoreError>,
) -> Result<Vec<Option<InvitationMessage>>, StoreError> {
    let mut drafts: HashMap<PlanId, Option<Draft>> = HashMap::new();
    let mut messages = Vec::with_capacity(people.len());
    for person in people {
        let earlier = match &person.user_id {
            Some(id) => store::runs::last_invitation(connection, id)?,
            None => None,
        };
        let Some((_, row, _, plan)) = earlier else {
            messages.push(None);
            continue;
        };
        if !drafts.contains_key(&plan) {
            drafts.insert(plan.clone(), load(&plan)?);
        }
        let draft = drafts.get(&plan).and_then(Option::as_ref);
        let place = usize::try_from(row).unwrap_or(usize::MAX);
        messages.push(draft.map(|draft| InvitationMessage {
            // To resend is to mail, whether the first one was mailed or not.
            send: true,
            ..draft.message_for(place).into_owned()
        }));
    }
    Ok(messages)
}

/// The message of all, where it was the same.
fn common(messages: &[Option<InvitationMessage>]) -> Option<&InvitationMessage> {
    let first = messages.first()?.as_ref();
    first.filter(|first| {
        messages
            .iter()
            .all(|message| message.as_ref() == Some(*first))
    })
}

/// What a message says otherwise than the usual one.
fn own(message: InvitationMessage, usual: &InvitationMessage) -> Option<Box<OwnDetails>> {
    let other =
        |own: Option<String>, usual: &Option<String>| own.filter(|own| Some(own) != usual.as_ref());
    let redirect_url = Some(message.redirect_url).filter(|own| *own != usual.redirect_url);
    let own = OwnDetails {
        body: other(message.body, &usual.body),
        cc: other(message.cc, &usual.cc),
        language: other(message.language, &usual.language),
        redirect_url,
        ..OwnDetails::default()
    };
    (own != OwnDetails::default()).then(|| Box::new(own))
}
