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
        "Not invited: no clear answer came, twice.",
        "The invitation was sent twice, and six minutes after the last time the directory did not show the guest, so it did not take effect.",
        "Try again what failed when the service answers again.",
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

pub(super) fn left_after_loss(why: Explanation) -> Explanation {
    Explanation {
        code: "leftAfterLoss".to_owned(),
        summary: "It is not known whether this took effect.".to_owned(),
        cause: format!(
            "It was sent, no clear answer came, and it was not sent again: {} {}",
            why.summary, why.cause
        ),
        remedy: "Look whether it took effect, then decide: take it as done, or send it again."
            .to_owned(),
        ..why
    }
}

pub(super) fn invited_elsewhere() -> Explanation {
    explanation(
        "invitedElsewhere",
        "Waiting for another run.",
        "Another run sent an invitation to this address a moment ago, and it is not known yet whether it took effect.",
        "Nothing to do: it is looked up, and nobody is mailed twice.",
    )
}

pub(super) fn invited_lately() -> Explanation {
    explanation(
        "invitedLately",
        "Not invited: another run has just invited this address.",
        "The guest is there, though the directory may not show it yet, so only access is given.",
        "",
    )
}

pub(super) fn mailed_lately() -> Explanation {
    explanation(
        "mailedLately",
        "Not mailed again: the guest was invited a moment ago.",
        "The directory does not show the guest yet, so whether the invitation is still pending could not be read.",
        "Resend the invitation later, from the guest's page.",
    )
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

pub(super) fn stopped_in_the_middle() -> Explanation {
    explanation(
        "stoppedInTheMiddle",
        "It is not known whether this took effect.",
        "It was sent, no clear answer came, and you stopped the run before it could be looked up.",
        "Look whether it took effect, then decide: take it as done, or send it again, which may mail the guest twice.",
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
