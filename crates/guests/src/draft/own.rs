//! What is asked for one person alone, beside what the draft asks for everyone.

use std::borrow::Cow;
use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Access, Draft, DraftKind};
use crate::invitation::InvitationMessage;

/// What a list says of one person; what it leaves out is as the draft says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct OwnDetails {
    /// "Send invite message".
    pub send: Option<bool>,
    /// The customised text.
    pub body: Option<String>,
    /// The one Cc recipient.
    pub cc: Option<String>,
    /// Language of Microsoft's own words.
    pub language: Option<String>,
    /// Where the guest lands after redemption.
    pub redirect_url: Option<String>,
    /// Groups and applications beside those of the draft.
    pub access: Access,
}

impl OwnDetails {
    fn changes_message(&self) -> bool {
        self.send.is_some()
            || self.body.is_some()
            || self.cc.is_some()
            || self.language.is_some()
            || self.redirect_url.is_some()
    }

    /// The draft's message with what is said for this person alone.
    pub fn message(&self, common: &InvitationMessage) -> InvitationMessage {
        let or = |own: &Option<String>, common: &Option<String>| own.clone().or(common.clone());
        InvitationMessage {
            send: self.send.unwrap_or(common.send),
            body: or(&self.body, &common.body),
            cc: or(&self.cc, &common.cc),
            language: or(&self.language, &common.language),
            redirect_url: self
                .redirect_url
                .clone()
                .unwrap_or_else(|| common.redirect_url.clone()),
        }
    }
}

impl Access {
    /// True where nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.applications.is_empty()
    }
}

impl Draft {
    /// What the invitation of the person at this place says. Whether a mail is sent is for a list
    /// to say of new invitations alone: to resend one is to mail it.
    pub fn message_for(&self, place: usize) -> Cow<'_, InvitationMessage> {
        match self.own(place) {
            Some(own) if own.changes_message() => {
                let mut message = own.message(&self.message);
                if self.kind == DraftKind::Resend {
                    message.send = self.message.send;
                }
                Cow::Owned(message)
            }
            _ => Cow::Borrowed(&self.message),
        }
    }

    /// What a list said of the person at this place.
    pub fn own(&self, place: usize) -> Option<&OwnDetails> {
        self.people.get(place)?.own.as_deref()
    }

    /// All that is asked for, for everyone or for somebody: each group and role once.
    pub fn all_access(&self) -> Access {
        let own = self.people.iter().filter_map(|person| person.own.as_ref());
        let (mut groups, mut applications) = (Once::default(), Once::default());
        for access in std::iter::once(&self.access).chain(own.map(|own| &own.access)) {
            groups.take(&access.groups);
            applications.take(&access.applications);
        }
        Access {
            groups: groups.kept,
            applications: applications.kept,
        }
    }
}

/// A list in which nothing stands twice, in the order of first appearance.
struct Once<'a, T> {
    seen: HashSet<&'a T>,
    kept: Vec<T>,
}

impl<T> Default for Once<'_, T> {
    fn default() -> Self {
        Self {
            seen: HashSet::new(),
            kept: Vec::new(),
        }
    }
}

impl<'a, T: Clone + Eq + std::hash::Hash> Once<'a, T> {
    fn take(&mut self, more: &'a [T]) {
        for one in more {
            if self.seen.insert(one) {
                self.kept.push(one.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::DraftPerson;

    fn person(own: Option<OwnDetails>) -> DraftPerson {
        DraftPerson {
            address: "a@x.example".to_owned(),
            display_name: None,
            user_id: None,
            own: own.map(Box::new),
        }
    }

    fn draft(people: Vec<DraftPerson>) -> Draft {
        Draft {
            kind: DraftKind::Invite,
            people,
            message: InvitationMessage {
                send: true,
                body: Some("Hello".to_owned()),
                cc: None,
                language: None,
                redirect_url: "https://x.example".to_owned(),
            },
            access: Access {
                groups: vec!["g1".into()],
                applications: Vec::new(),
            },
            mail_pending_again: false,
        }
    }

    #[test]
    fn what_a_list_leaves_out_is_as_the_draft_says() {
        let own = OwnDetails {
            send: Some(false),
            cc: Some("c@x.example".to_owned()),
            ..OwnDetails::default()
        };
        let draft = draft(vec![person(None), person(Some(own))]);
        assert_eq!(*draft.message_for(0), draft.message);
        assert_eq!(*draft.message_for(7), draft.message);
        let message = draft.message_for(1);
        assert_eq!(
            (message.send, message.body.as_deref(), message.cc.as_deref()),
            (false, Some("Hello"), Some("c@x.example"))
        );
        let resend = Draft {
            kind: DraftKind::Resend,
            ..draft.clone()
        };
        assert!(resend.message_for(1).send);
    }

    #[test]
    fn each_group_is_asked_for_once() {
        let own = |group: &str| OwnDetails {
            access: Access {
                groups: vec![group.into()],
                applications: Vec::new(),
            },
            ..OwnDetails::default()
        };
        let draft = draft(vec![
            person(Some(own("g2"))),
            person(Some(own("g1"))),
            person(None),
        ]);
        assert_eq!(draft.all_access().groups, ["g1".into(), "g2".into()]);
    }

    #[test]
    fn a_draft_of_before_can_still_be_read() {
        let person: DraftPerson =
            serde_json::from_str(r#"{"address":"a@x.example","displayName":null,"userId":null}"#)
                .unwrap();
        assert_eq!(person.own, None);
    }
}
