//! States, verdicts and steps in a few words, for tables.

use guests::activity::{RunState, StepState};
use guests::guest::{GuestKind, GuestState, InvitationState};
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;

use crate::view::runs::RunStep;

/// What an address turned out to be.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NewGuest => "New guest",
        Verdict::PendingGuest => "Pending guest",
        Verdict::AcceptedGuest => "Accepted guest",
        Verdict::GuestWithoutState => "Guest without invitation state",
        Verdict::Member => "Member",
        Verdict::OtherObject => "Another object",
        Verdict::DeletedGuest => "Deleted guest",
        Verdict::BlockedDomain => "Blocked domain",
        Verdict::BlockedPartner => "Blocked partner",
        Verdict::OwnDomain => "Own domain",
        Verdict::InvalidAddress => "Not a valid address",
        Verdict::Duplicate => "Duplicate",
        Verdict::NotAGuest => "Not a guest",
        Verdict::NotPending => "Not pending",
        Verdict::MayNot => "Not allowed",
    }
}

/// Where a step, or a row, stands.
pub fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::Planned => "Not sent yet",
        StepState::Sending => "On its way",
        StepState::Waiting => "Waiting",
        StepState::Done => "Done",
        StepState::Failed => "Failed",
        StepState::Skipped => "Not sent",
        StepState::Unknown => "Unknown",
    }
}

/// Where a run stands.
pub fn run_state(state: RunState) -> &'static str {
    match state {
        RunState::Running => "Running",
        RunState::Paused => "Paused",
        RunState::Interrupted => "Interrupted",
        RunState::Stopped => "Stopped",
        RunState::Finished => "Finished",
    }
}

/// How a guest is shown.
pub fn guest_state(state: GuestState) -> &'static str {
    match state {
        GuestState::PendingAcceptance => "Pending acceptance",
        GuestState::Accepted => "Accepted",
        GuestState::Blocked => "Blocked",
        GuestState::NoState => "No state",
    }
}

/// Where an invitation stands.
pub fn invitation_state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::PendingAcceptance => "Pending acceptance",
        InvitationState::Accepted => "Accepted",
        InvitationState::NoState => "No state",
    }
}

/// Which sort of guest it is.
pub fn guest_kind(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Guest => "Guest",
        GuestKind::ExternalMember => "External member",
        GuestKind::InternalGuest => "Internal guest",
    }
}

/// What a step is about to do.
pub fn planned_step(step: &Step) -> String {
    match step {
        Step::Invite { mail: true } => "Invite".to_owned(),
        Step::Invite { mail: false } => "Invite without a mail".to_owned(),
        Step::Resend => "Resend invitation".to_owned(),
        Step::AddToGroup { group_name, .. } => format!("Add to group {group_name}"),
        Step::AssignApplication {
            application_name,
            role_name,
            ..
        } => format!("Assign application {application_name} as {role_name}"),
    }
}

/// What came of a step.
pub fn run_step(step: &RunStep) -> String {
    let what = match &step.step {
        Step::Invite { mail: true } => "Invited".to_owned(),
        Step::Invite { mail: false } => "Invited without a mail".to_owned(),
        Step::Resend => "Invitation resent".to_owned(),
        Step::AddToGroup { group_name, .. } => format!("Added to group {group_name}"),
        Step::AssignApplication {
            application_name,
            role_name,
            ..
        } => format!("Assigned to application {application_name} as {role_name}"),
    };
    match step.state {
        StepState::Done if step.held_already => format!("{what} (in place already)"),
        StepState::Done => what,
        state => format!("{what}: {}", step_state(state).to_lowercase()),
    }
}
