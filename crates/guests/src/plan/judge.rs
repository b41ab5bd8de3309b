//! The verdict on each person of a draft.

use std::collections::HashSet;

use time::OffsetDateTime;

use super::survey::{Holder, PersonFacts, Survey};
use super::verdict::Verdict;
use super::{policy, words};
use crate::address;
use crate::draft::{DraftKind, DraftPerson};
use crate::explanation::Explanation;
use crate::guest::{Guest, GuestKind, InvitationState};
use crate::id::UserId;
use crate::policy::Known;
use crate::rights::{self, May};

/// What every person of a draft is judged by.
pub(super) struct Standpoint<'a> {
    pub(super) kind: DraftKind,
    pub(super) made: OffsetDateTime,
    pub(super) survey: &'a Survey,
    pub(super) may_invite: &'a May,
}

/// Judges people one after the other and remembers who was there already.
pub(super) struct Judge<'a> {
    standpoint: Standpoint<'a>,
    addresses: HashSet<String>,
    users: HashSet<UserId>,
}

/// A row before its steps.
pub(super) struct Judged {
    pub(super) address: String,
    pub(super) display_name: Option<String>,
    pub(super) user_id: Option<UserId>,
    pub(super) verdict: Verdict,
    pub(super) reason: String,
    pub(super) explanation: Option<Explanation>,
    pub(super) remarks: Vec<String>,
}

impl Judged {
    fn set(&mut self, verdict: Verdict, reason: impl Into<String>) {
        self.verdict = verdict;
        self.reason = reason.into();
    }

    fn refuse(&mut self, verdict: Verdict, explanation: Explanation) {
        self.set(verdict, words::line(&explanation.summary));
        self.explanation = Some(explanation);
    }
}

impl<'a> Judge<'a> {
    pub(super) fn new(standpoint: Standpoint<'a>) -> Self {
        Self {
            standpoint,
            addresses: HashSet::new(),
            users: HashSet::new(),
        }
    }

    pub(super) fn judge(&mut self, person: &DraftPerson, facts: &PersonFacts) -> Judged {
        let mut row = Judged {
            address: address::clean(&person.address),
            display_name: person.display_name.clone(),
            user_id: None,
            verdict: Verdict::InvalidAddress,
            reason: String::new(),
            explanation: None,
            remarks: Vec::new(),
        };
        match address::check(&person.address) {
            Ok(checked) => row.address = checked,
            Err(problem) if person.user_id.is_none() => {
                row.refuse(Verdict::InvalidAddress, words::invalid(&problem));
                return row;
            }
            Err(_) => {}
        }
        if let Known::Known {
            value: Holder::Guest { guest },
        } = &facts.holder
        {
            self.fill_in(&mut row, person, guest);
        }
        if self.stood_earlier(&row, person) {
            row.set(Verdict::Duplicate, "Stands earlier in the list");
            return row;
        }
        match &facts.holder {
            Known::Known {
                value: Holder::Guest { guest },
            } => self.judge_guest(&mut row, guest),
            Known::Known {
                value: Holder::Member { id, name },
            } => {
                row.user_id = Some(id.clone());
                row.display_name = Some(name.clone());
                let verified = self.standpoint.survey.policies.verified_domains.value();
                row.refuse(Verdict::Member, words::member(&row.address, verified));
            }
            Known::Known {
                value: Holder::Other { name },
            } => row.refuse(Verdict::OtherObject, words::other_object(name)),
            Known::Known {
                value: Holder::Nobody,
            } => self.judge_nobody(&mut row, facts),
            Known::NotChecked { why } => self.judge_unchecked(&mut row, facts, why),
        }
        row
    }

    /// What the directory knows better than the draft.
    fn fill_in(&self, row: &mut Judged, person: &DraftPerson, guest: &Guest) {
        row.user_id = Some(guest.id.clone());
        if !guest.display_name.is_empty() {
            row.display_name = Some(guest.display_name.clone());
        }
        if address::check(&person.address).is_err() {
            let known = guest.mail.iter().chain(&guest.other_mails).next();
            row.address = known.unwrap_or(&guest.user_principal_name).clone();
        }
    }

    /// True where the address, or the guest under another address, was in the list before.
    fn stood_earlier(&mut self, row: &Judged, person: &DraftPerson) -> bool {
        let new_address =
            row.address.is_empty() || self.addresses.insert(address::fold(&row.address));
        let user = row.user_id.as_ref().or(person.user_id.as_ref());
        let new_user = user.is_none_or(|id| self.users.insert(id.clone()));
        !(new_address && new_user)
    }

    fn judge_guest(&self, row: &mut Judged, guest: &Guest) {
        let made = self.standpoint.made;
        match guest.invitation_state() {
            InvitationState::PendingAcceptance => {
                let since = guest.external_user_state_change.or(guest.created);
                row.set(
                    Verdict::PendingGuest,
                    words::dated("Invited", "Invitation pending", since, made),
                );
            }
            InvitationState::Accepted => row.set(
                Verdict::AcceptedGuest,
                words::dated(
                    "Accepted",
                    "Accepted",
                    guest.external_user_state_change,
                    made,
                ),
            ),
            InvitationState::NoState => {
                row.set(Verdict::GuestWithoutState, "Neither pending nor accepted");
            }
        }
        match guest.kind() {
            GuestKind::Guest => {}
            GuestKind::ExternalMember => {
                row.remarks
                    .push("External member: invited, but of user type Member.".to_owned());
            }
            GuestKind::InternalGuest => row.remarks.push(
                "Internal guest: of user type Guest, but not made by an invitation.".to_owned(),
            ),
        }
        let blocked = !guest.account_enabled;
        if self.standpoint.kind == DraftKind::Resend {
            self.judge_resend(row, guest);
            if blocked && row.verdict == Verdict::PendingGuest {
                row.remarks.push(
                    "Sign-in is blocked: the mail is sent, but the guest cannot redeem it until the account is unblocked.".to_owned(),
                );
                return;
            }
        }
        if blocked {
            row.remarks
                .push("Sign-in is blocked: access works only once it is unblocked.".to_owned());
        }
    }

    fn judge_resend(&self, row: &mut Judged, guest: &Guest) {
        let May::No { explanation } = rights::may_resend(&self.standpoint.survey.standing, guest)
        else {
            return;
        };
        match row.verdict {
            Verdict::PendingGuest if explanation.code == "noAddress" => {
                row.refuse(Verdict::InvalidAddress, explanation);
            }
            Verdict::PendingGuest => row.refuse(Verdict::MayNot, explanation),
            _ => {
                let since = std::mem::take(&mut row.reason);
                row.refuse(Verdict::NotPending, explanation);
                row.reason = since;
            }
        }
    }

    fn judge_nobody(&self, row: &mut Judged, facts: &PersonFacts) {
        match &facts.deleted {
            Known::Known { value: Some(id) } => {
                row.user_id = Some(id.clone());
                row.refuse(Verdict::DeletedGuest, words::deleted(&row.address));
            }
            _ if self.standpoint.kind != DraftKind::Invite => {
                row.refuse(Verdict::NotAGuest, words::not_a_guest(&row.address));
            }
            Known::Known { value: None } => self.judge_new(row, facts),
            Known::NotChecked { why } => {
                self.judge_new(row, facts);
                if row.verdict == Verdict::NewGuest {
                    row.remarks.push(format!(
                        "Not checked whether a deleted guest of this address can be restored: {why}"
                    ));
                }
            }
        }
    }

    /// Who holds the address could not be asked, as for a person who may not list users.
    fn judge_unchecked(&self, row: &mut Judged, facts: &PersonFacts, why: &str) {
        if self.standpoint.kind != DraftKind::Invite {
            row.refuse(Verdict::NotAGuest, words::not_checked(why));
            return;
        }
        self.judge_new(row, facts);
        if row.verdict == Verdict::NewGuest {
            row.reason = words::NOT_CHECKED_LINE.to_owned();
            row.explanation = Some(words::not_checked(why));
            row.remarks.push(
                "If the address belongs to a guest already, the invitation is sent to that guest again.".to_owned(),
            );
        }
    }

    fn judge_new(&self, row: &mut Judged, facts: &PersonFacts) {
        let survey = self.standpoint.survey;
        let domain = address::domain_of(&row.address).unwrap_or_default();
        if let Some((verdict, explanation)) =
            policy::refuse(&domain, &survey.policies, &facts.inbound, &mut row.remarks)
        {
            row.remarks.clear();
            row.refuse(verdict, explanation);
            return;
        }
        match self.standpoint.may_invite {
            May::No { explanation } => {
                row.remarks.clear();
                row.refuse(Verdict::MayNot, explanation.clone());
            }
            May::Yes | May::Unknown { .. } => row.set(Verdict::NewGuest, "Not in the directory"),
        }
    }
}
