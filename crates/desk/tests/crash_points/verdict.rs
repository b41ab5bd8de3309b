//! Holds what the desk says against the tenant's ledger.

use std::collections::BTreeMap;

use desk::view::runs::{RunDetail, RunRow, RunStep};
use guests::activity::StepState;
use guests::plan::step::Step;
use guests::plan::verdict::Verdict;
use practice_tenant::ledger::{Effect, EffectKind};

use super::stage::{DENIED_LATE, Stage, plan};

/// What counts as an effect of the run.
const OURS: [EffectKind; 5] = [
    EffectKind::UserCreated,
    EffectKind::InvitationIssued,
    EffectKind::MailSent,
    EffectKind::MemberAdded,
    EffectKind::RoleAssigned,
];

/// Nobody twice, nobody lost, and every row told as it is. Mails to guests who were there before
/// alone may be unknown, at most as many as were in flight: when the desk was killed, or when an
/// answer got lost.
pub(crate) fn hold(
    stage: &Stage,
    receipt: &RunDetail,
    in_flight: &BTreeMap<u32, usize>,
) -> Result<(), String> {
    let ledger = stage.running.tenant().ledger();
    let effects: Vec<Effect> = ledger
        .into_iter()
        .flat_map(|entry| entry.effects)
        .filter(|effect| OURS.contains(&effect.kind))
        .collect();
    let scales = Scales {
        stage,
        effects,
        in_flight,
    };
    let planned = plan().rows.iter().filter(|row| !row.steps.is_empty());
    let planned: Vec<u32> = planned.map(|row| row.index).collect();
    let told: Vec<u32> = receipt.rows.iter().map(|row| row.index).collect();
    if told != planned {
        return Err(format!("the run has rows {told:?}, not {planned:?}"));
    }
    let mut accounted = 0;
    for row in &receipt.rows {
        accounted += scales.weigh(row)?;
    }
    if accounted != scales.effects.len() {
        let all = scales.effects.len();
        return Err(format!("{all} effects, and rows that tell of {accounted}"));
    }
    Ok(())
}

struct Scales<'a> {
    stage: &'a Stage,
    effects: Vec<Effect>,
    in_flight: &'a BTreeMap<u32, usize>,
}

impl Scales<'_> {
    /// How many effects the row accounts for.
    fn weigh(&self, row: &RunRow) -> Result<usize, String> {
        let mut accounted = 0;
        for step in &row.steps {
            let took = self.of(row, step);
            let most = took.iter().max().copied().unwrap_or(0);
            let wrong = |what: &str| {
                let (address, step) = (&row.address, &step.step);
                let state = self.story(row);
                Err(format!("{address}: {what}: {step:?}, {took:?}; {state}"))
            };
            if most > 1 {
                return wrong("it took effect twice");
            }
            if !self.may_be(row, step) {
                return wrong("it may not end like this");
            }
            match step.state {
                StepState::Done if took.contains(&0) => return wrong("told done and is not"),
                StepState::Done if step.held_already => return wrong("told to be there before"),
                StepState::Failed | StepState::Skipped | StepState::Planned if most > 0 => {
                    return wrong("told not done and is");
                }
                _ => {}
            }
            accounted += took.iter().sum::<usize>();
        }
        Ok(accounted)
    }

    /// How often each thing that the step is to do stands in the ledger.
    fn of(&self, row: &RunRow, step: &RunStep) -> Vec<usize> {
        let count = |wanted: &dyn Fn(&Effect) -> bool| {
            self.effects.iter().filter(|effect| wanted(effect)).count()
        };
        let of_address = |kind: EffectKind| {
            count(&|effect| {
                let address = effect.address.as_deref().unwrap_or_default();
                effect.kind == kind && address.eq_ignore_ascii_case(&row.address)
            })
        };
        let user = row.user_id.as_ref().map(ToString::to_string);
        let of_user = |kind: EffectKind, target: &str| {
            count(&|effect| {
                let to = effect.group_id.or(effect.service_principal_id);
                effect.kind == kind
                    && effect.user_id.map(|id| id.to_string()) == user
                    && to.is_some_and(|id| id.to_string() == target)
            })
        };
        match &step.step {
            Step::Invite { mail } => {
                let mut took = vec![
                    of_address(EffectKind::UserCreated),
                    of_address(EffectKind::InvitationIssued),
                ];
                let mails = of_address(EffectKind::MailSent);
                if *mail || mails > 0 {
                    took.push(mails);
                }
                took
            }
            Step::Resend => vec![
                of_address(EffectKind::InvitationIssued),
                of_address(EffectKind::MailSent),
            ],
            Step::AddToGroup { group_id, .. } => {
                vec![of_user(EffectKind::MemberAdded, group_id.as_str())]
            }
            Step::AssignApplication {
                service_principal_id,
                ..
            } => vec![of_user(
                EffectKind::RoleAssigned,
                service_principal_id.as_str(),
            )],
        }
    }

    /// Whether a step of this row can end like this.
    fn may_be(&self, row: &RunRow, step: &RunStep) -> bool {
        let lost = self.lost(row);
        let is_new = row.verdict == Verdict::NewGuest;
        if is_new && row.address.ends_with(DENIED_LATE) {
            return match step.step {
                Step::Invite { .. } => step.state == StepState::Failed,
                _ => step.state == StepState::Skipped,
            };
        }
        // Sent twice, and neither took effect.
        let lost_twice = is_new && lost > 1 && is_of(&row.steps[0], "lostTwice");
        match (&step.step, step.state) {
            (_, StepState::Done) => true,
            (Step::Invite { .. }, StepState::Failed) => lost_twice,
            (Step::Resend, StepState::Unknown) => step.asks_person && lost > 0,
            (Step::Resend, StepState::Skipped) => row.address == self.stage.accepts,
            (_, StepState::Skipped) => lost_twice,
            _ => false,
        }
    }

    /// How often an invitation of this row, or a mail, may have got lost.
    fn lost(&self, row: &RunRow) -> usize {
        let killed = self.in_flight.get(&row.index).copied();
        self.stage.wire.unanswered(&row.address) + killed.unwrap_or(0)
    }

    fn story(&self, row: &RunRow) -> String {
        let steps = row.steps.iter().map(|step| {
            let why = step.explanation.as_ref().map(|why| why.code.as_str());
            format!("{:?} {}", step.state, why.unwrap_or_default())
        });
        steps.collect::<Vec<_>>().join(", ")
    }
}

fn is_of(step: &RunStep, code: &str) -> bool {
    let why = step.explanation.as_ref();
    step.state == StepState::Failed && why.is_some_and(|why| why.code == code)
}
