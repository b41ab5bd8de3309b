//! What holds of all runs together, where people stop, decide, or start a second one.

use std::collections::BTreeMap;

use desk::view::runs::{Decision, RunDetail, RunRow, RunStep};
use guests::activity::StepState;
use guests::plan::step::Step;
use proptest::test_runner::TestCaseError;

use super::directory::Effect;
use super::network::Network;

/// What a person decided.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub(crate) run: String,
    pub(crate) row: u32,
    pub(crate) step: u32,
    pub(crate) decision: Decision,
}

/// All that is told of one thing that is to happen once, in whichever run.
#[derive(Default, Debug)]
struct Told {
    /// Done by what Usher knows.
    done: bool,
    /// Done, or nobody knows.
    may_be: bool,
    /// How often a person said to send it again.
    again: usize,
    steps: Vec<(String, RunStep)>,
}

/// Nothing twice but what a person sent again; nothing told done that is not; nothing told undone
/// everywhere that was done.
pub(crate) fn hold(
    runs: &[RunDetail],
    decided: &[Decided],
    network: &Network,
) -> Result<(), TestCaseError> {
    let effects = network.read(|directory| directory.effects.clone());
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    for run in runs {
        for row in &run.rows {
            for step in &row.steps {
                let of_step = decided.iter().filter(|decided| {
                    (&decided.run, decided.row, decided.step)
                        == (&run.summary.id, row.index, step.index)
                });
                let decisions: Vec<_> = of_step.map(|decided| decided.decision).collect();
                let taken = decisions.contains(&Decision::TakeAsDone);
                let done = step.state == StepState::Done;
                let about = told.entry(about(row, step)).or_default();
                about.done |= done && !taken;
                about.may_be |= done || step.state == StepState::Unknown;
                about.again += decisions
                    .iter()
                    .filter(|decision| **decision == Decision::SendAgain)
                    .count();
                about.steps.push((run.summary.id.clone(), step.clone()));
                let open = matches!(step.state, StepState::Sending | StepState::Waiting);
                let asked = step.state != StepState::Unknown || step.asks_person;
                if open || !asked {
                    return Err(TestCaseError::fail(format!("all comes to rest: {run:#?}")));
                }
            }
        }
    }
    let mut happened: BTreeMap<String, usize> = BTreeMap::new();
    for effect in &effects {
        if let Some(what) = what(effect) {
            *happened.entry(what).or_default() += 1;
        }
    }
    for (what, told) in &told {
        let times = happened.remove(what).unwrap_or(0);
        let law = if times > 1 + told.again {
            "nothing happens twice"
        } else if told.done && times == 0 {
            "what is told done is done"
        } else if times > 0 && !told.may_be {
            "what was done is told so by some run"
        } else {
            continue;
        };
        let story = format!("{law}: {what}, {times} times: {told:#?}; {effects:#?}");
        return Err(TestCaseError::fail(story));
    }
    if happened.is_empty() {
        return Ok(());
    }
    let story = format!("nobody tells of {happened:?}: {runs:#?}");
    Err(TestCaseError::fail(story))
}

fn about(row: &RunRow, step: &RunStep) -> String {
    let user = row.user_id.as_ref().map_or("", |id| id.as_str());
    match &step.step {
        Step::Invite { .. } | Step::Resend => row.address.clone(),
        Step::AddToGroup { group_id, .. } => format!("{user} {group_id}"),
        Step::AssignApplication {
            service_principal_id,
            ..
        } => format!("{user} {service_principal_id}"),
    }
}

/// The thing; none for what goes along with another.
fn what(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Invited { address } => Some(address.clone()),
        Effect::UserMade { .. } | Effect::Mailed { .. } => None,
        Effect::MemberAdded { user, group } => Some(format!("{user} {group}")),
        Effect::Assigned { user, application } => Some(format!("{user} {application}")),
    }
}
