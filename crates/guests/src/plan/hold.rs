//! Whether what a step rests on still holds, just before it is sent.

use super::PlanRow;
use super::step::Step;
use super::survey::Holder;
use super::verdict::Verdict;
use crate::explanation::Explanation;
use crate::guest::{Guest, InvitationState};
use crate::id::UserId;
use crate::policy::Known;

/// What to do with a step after its row was read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StillHolds {
    /// Nothing speaks against it.
    Proceed,
    /// It is not sent.
    Skip {
        /// What changed.
        explanation: Explanation,
        /// The guest who holds the address now: access can be given to them.
        user_id: Option<UserId>,
        /// True where the row's other steps cannot be done either.
        row: bool,
    },
}

/// Compares what the directory says now with what the plan rests on.
///
/// An invitation is sent only where still nobody holds the address, and sent again only where the
/// same guest is still pending. Access to a guest of the plan needs that guest; access to a guest
/// whom the run itself made is not held against a directory that may lag.
pub fn still_holds(row: &PlanRow, step: &Step, holder: &Known<Holder>) -> StillHolds {
    let now = match holder {
        Known::Known { value } => value,
        Known::NotChecked { why } if *step == Step::Resend => {
            return skip(
                "notChecked",
                "Not sent again.",
                &format!("Whether the invitation is still pending could not be read: {why}"),
                false,
            );
        }
        Known::NotChecked { .. } => return StillHolds::Proceed,
    };
    match step {
        Step::Invite { .. } => invite(now),
        Step::Resend => resend(row, now),
        Step::AddToGroup { .. } | Step::AssignApplication { .. } => access(row, now),
    }
}

fn changed(code: &str, summary: &str, cause: &str) -> Explanation {
    Explanation::new(
        code,
        summary,
        cause,
        "Check again to make a new plan for this person.",
    )
    .who(["You"])
}

fn skip(code: &str, summary: &str, cause: &str, row: bool) -> StillHolds {
    StillHolds::Skip {
        explanation: changed(code, summary, cause),
        user_id: None,
        row,
    }
}

fn invite(now: &Holder) -> StillHolds {
    match now {
        Holder::Nobody => StillHolds::Proceed,
        Holder::Guest { guest } => StillHolds::Skip {
            explanation: Explanation::new(
                "guestMeanwhile",
                "Not invited: a guest of this address is there already.",
                format!(
                    "{} became a guest after the plan was made, so only access is given.",
                    guest.display_name
                ),
                "",
            ),
            user_id: Some(guest.id.clone()),
            row: false,
        },
        Holder::Member { name, .. } => skip(
            "memberMeanwhile",
            "Not invited: a member holds the address now.",
            &format!("{name}, a member, got the address after the plan was made."),
            true,
        ),
        Holder::Other { name } => skip(
            "otherMeanwhile",
            "Not invited: another object has the address now.",
            &format!("{name} got the address after the plan was made."),
            true,
        ),
    }
}

fn is_planned(row: &PlanRow, guest: &Guest) -> bool {
    row.user_id.as_ref().is_none_or(|id| *id == guest.id)
}

fn resend(row: &PlanRow, now: &Holder) -> StillHolds {
    let Holder::Guest { guest } = now else {
        return gone();
    };
    if !is_planned(row, guest) {
        return another();
    }
    match guest.invitation_state() {
        InvitationState::PendingAcceptance => StillHolds::Proceed,
        InvitationState::Accepted => StillHolds::Skip {
            explanation: Explanation::new(
                "acceptedMeanwhile",
                "Not sent again: the guest has accepted meanwhile.",
                "The invitation was redeemed after the plan was made.",
                "",
            ),
            user_id: Some(guest.id.clone()),
            row: false,
        },
        InvitationState::NoState => StillHolds::Skip {
            explanation: changed(
                "noStateMeanwhile",
                "Not sent again: the invitation is no longer pending.",
                "The directory holds no invitation state for this guest any more.",
            ),
            user_id: Some(guest.id.clone()),
            row: false,
        },
    }
}

fn access(row: &PlanRow, now: &Holder) -> StillHolds {
    if row.verdict == Verdict::NewGuest {
        return StillHolds::Proceed;
    }
    match now {
        Holder::Guest { guest } if is_planned(row, guest) => StillHolds::Proceed,
        Holder::Guest { .. } => another(),
        Holder::Nobody | Holder::Member { .. } | Holder::Other { .. } => gone(),
    }
}

fn gone() -> StillHolds {
    skip(
        "guestGone",
        "The guest is not there any more.",
        "The directory no longer knows this person as a guest; the account was deleted or changed after the plan was made.",
        true,
    )
}

fn another() -> StillHolds {
    skip(
        "anotherGuest",
        "Another account holds the address now.",
        "The address moved to another account after the plan was made.",
        true,
    )
}
