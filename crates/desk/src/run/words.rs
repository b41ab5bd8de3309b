//! What a run says of itself.

use guests::explanation::Explanation;

use crate::trouble::own::explanation;

pub(super) fn waits_for_directory() -> Explanation {
    explanation(
        "directoryLags",
        "Waiting for the directory.",
        "The guest was made a moment ago and is not known everywhere in the directory yet.",
        "Nothing to do: it is tried again by itself, for up to three minutes.",
    )
}

pub(super) fn lagged_too_long() -> Explanation {
    explanation(
        "directoryLagsTooLong",
        "The directory did not catch up in time.",
        "For three minutes the directory did not show the guest where this had to be done.",
        "Give the access later, from the guest's page.",
    )
}

pub(super) fn throttled() -> Explanation {
    explanation(
        "throttled",
        "The service asks to wait.",
        "Microsoft Graph limits how much can be asked for at a time, or is busy.",
        "Nothing to do: it is tried again by itself.",
    )
}

pub(super) fn looked_up() -> Explanation {
    explanation(
        "beingLookedUp",
        "Being looked up.",
        "The request was sent and no clear answer came, so it may or may not have taken effect.",
        "Usher asks the directory, and sends nothing again before it is sure.",
    )
}

pub(super) fn link_not_known() -> Explanation {
    explanation(
        "linkNotKnown",
        "Done, but the redeem link is not known here.",
        "The guest was made, as the directory shows, but the answer with the redeem link was lost.",
        "If the guest needs the link, resend the invitation from the guest's page.",
    )
}

pub(super) fn looked_up_in_audit_log() -> Explanation {
    explanation(
        "mailLookedUp",
        "Looked up in the audit log.",
        "No clear answer came. The audit log will show whether the mail went out; its entries come up to two minutes late.",
        "Nothing to do: the other people go on meanwhile.",
    )
}

pub(super) fn mail_in_audit_log() -> Explanation {
    explanation(
        "mailInAuditLog",
        "Sent, as the audit log shows. The redeem link is not known here.",
        "The answer with the redeem link was lost, but the audit log holds the mail to this guest.",
        "",
    )
}

pub(super) fn mail_not_known() -> Explanation {
    explanation(
        "mailNotKnown",
        "It is not known whether the mail was sent.",
        "No clear answer came, and the directory does not show whether a mail went to a guest who was there before.",
        "Ask the guest, or decide: take it as done, or send it again, which may mail the guest twice.",
    )
}

pub(super) fn lost_twice() -> Explanation {
    explanation(
        "lostTwice",
        "It is not known whether the invitation took effect.",
        "It was sent twice, no clear answer came either time, and the directory does not show the guest.",
        "Look the guest up later, or decide: take it as done, or send it again.",
    )
}

pub(super) fn not_looked_up(why: &str) -> Explanation {
    explanation(
        "notLookedUp",
        "It is not known whether the invitation took effect.",
        &format!("No clear answer came, and the directory could not be asked for the guest: {why}"),
        "Have somebody look the guest up who may, then decide: take it as done, or send it again, which may mail the guest twice.",
    )
}

pub(super) fn access_not_known() -> Explanation {
    explanation(
        "accessNotKnown",
        "It is not known whether this took effect.",
        "It was sent several times and no clear answer came.",
        "Sending it again does no harm.",
    )
}

pub(super) fn refused_after_loss(refusal: Explanation) -> Explanation {
    Explanation {
        code: "refusedAfterLoss".to_owned(),
        summary: "It is not known whether this took effect.".to_owned(),
        cause: format!(
            "It was sent, no clear answer came, and sending it again was refused: {} {}",
            refusal.summary, refusal.cause
        ),
        remedy: format!("Look whether the guest has it. If not: {}", refusal.remedy),
        ..refusal
    }
}

pub(super) fn rests_on_failed() -> Explanation {
    explanation(
        "notInvited",
        "Not sent, because the guest was not invited.",
        "Access can only be given to somebody who is in the directory.",
        "Lift the reason above, then make a new plan.",
    )
}

pub(super) fn stopped() -> Explanation {
    explanation(
        "stopped",
        "Not sent, because the run was stopped.",
        "You stopped the run before this was its turn.",
        "Make a new plan for what is left.",
    )
}

pub(super) fn slept() -> Explanation {
    explanation(
        "computerSlept",
        "The computer slept.",
        "Connections were cut in the middle, so the run was held up.",
        "Check that you are online, then resume. What was on its way is looked up first.",
    )
}

pub(super) fn awaits_decision() -> Explanation {
    explanation(
        "awaitsDecision",
        "You have to decide.",
        "All else is done, but the directory cannot tell whether some of the requests took effect.",
        "Open the rows that are unknown and decide for each.",
    )
}
