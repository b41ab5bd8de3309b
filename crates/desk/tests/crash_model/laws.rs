//! What holds at the end of every run, whatever befell it.

use desk::view::runs::{RunDetail, RunRow, RunStep};
use guests::activity::StepState;
use guests::plan::step::Step;
use proptest::test_runner::TestCaseError;

use super::case::Case;
use super::directory::Effect;
use super::network::Network;

/// How many requests about access have to get lost before a person is asked.
const REPEATS: u32 = 4;

/// Nothing twice, nothing lost, nothing told that is not so.
pub(crate) fn hold(case: &Case, run: &RunDetail, network: &Network) -> Result<(), TestCaseError> {
    let effects = network.read(|directory| directory.effects.clone());
    let mut accounted = 0;
    for row in &run.rows {
        for step in &row.steps {
            let took = took(row, step, &effects);
            let most = took.iter().max().copied().unwrap_or(0);
            let least = took.iter().min().copied().unwrap_or(0);
            let fail = |law: &str| {
                let story = format!("{law}: {step:#?} of {row:#?} took {took:?}; {effects:#?}");
                Err(TestCaseError::fail(story))
            };
            if most > 1 {
                return fail("nothing happens twice");
            }
            match step.state {
                StepState::Done if least == 0 => return fail("what is told done is done"),
                StepState::Done if step.held_already => {
                    return fail("what the run did was not there before");
                }
                StepState::Failed | StepState::Skipped | StepState::Planned if most > 0 => {
                    return fail("what is told undone is undone");
                }
                StepState::Sending | StepState::Waiting => return fail("everything ends"),
                _ => {}
            }
            if !has_reason(case, row, step, network) {
                return fail("nothing ends like this without a reason");
            }
            accounted += took.iter().sum::<usize>();
        }
    }
    if accounted != effects.len() {
        let all = effects.len();
        let story = format!("{accounted} of {all} effects are told: {run:#?}, {effects:#?}");
        return Err(TestCaseError::fail(story));
    }
    Ok(())
}

/// How often each thing that the step is to do was done.
fn took(row: &RunRow, step: &RunStep, effects: &[Effect]) -> Vec<usize> {
    let count = |wanted: &Effect| effects.iter().filter(|effect| *effect == wanted).count();
    let address = row.address.clone();
    let user = row.user_id.as_ref().map_or("", |id| id.as_str()).to_owned();
    let made = effects.iter().filter(
        |effect| matches!(effect, Effect::UserMade { address, .. } if *address == row.address),
    );
    let invited = count(&Effect::Invited {
        address: address.clone(),
    });
    let mailed = count(&Effect::Mailed { address });
    match &step.step {
        Step::Invite { mail } => {
            let mut took = vec![made.count(), invited];
            if *mail || mailed > 0 {
                took.push(mailed);
            }
            took
        }
        Step::Resend => vec![invited, mailed],
        Step::AddToGroup { group_id, .. } => vec![count(&Effect::MemberAdded {
            user,
            group: group_id.to_string(),
        })],
        Step::AssignApplication {
            service_principal_id,
            ..
        } => vec![count(&Effect::Assigned {
            user,
            application: service_principal_id.to_string(),
        })],
    }
}

/// Whether something befell the run that the step may end like this for.
fn has_reason(case: &Case, row: &RunRow, step: &RunStep, network: &Network) -> bool {
    let user = row.user_id.as_ref().map_or("", |id| id.as_str());
    let what = match &step.step {
        Step::Invite { .. } | Step::Resend => row.address.clone(),
        Step::AddToGroup { group_id, .. } => format!("{user} {group_id}"),
        Step::AssignApplication {
            service_principal_id,
            ..
        } => format!("{user} {service_principal_id}"),
    };
    let unclear = network.unclear(&what);
    let crashes = u32::try_from(case.crashes.len()).unwrap();
    let lost = unclear + crashes;
    let invitation = row.steps.first();
    let not_invited = invitation.is_some_and(|step| {
        matches!(step.step, Step::Invite { .. }) && step.state == StepState::Failed
    });
    match (step.state, &step.step) {
        (StepState::Done, _) => true,
        // Sent twice, and neither took effect.
        (StepState::Failed, Step::Invite { .. }) => network.has_refused(&what) || lost > 1,
        (StepState::Failed, _) => network.has_refused(&what),
        (StepState::Skipped, Step::AddToGroup { .. } | Step::AssignApplication { .. }) => {
            not_invited
        }
        // The directory tells whether there is a guest.
        (StepState::Unknown, Step::Invite { .. }) => false,
        (StepState::Unknown, Step::Resend) => step.asks_person && lost > 0,
        // Lost, and refused when it was sent again; or lost each time.
        (StepState::Unknown, _) => {
            step.asks_person && lost > 0 && (network.has_refused(&what) || lost > REPEATS)
        }
        _ => false,
    }
}
