//! Making a plan: verdicts first, then the steps that follow from them, then the counts.

use time::OffsetDateTime;

use super::access::{self, Access};
use super::judge::{Judge, Judged, Standpoint};
use super::step::Step;
use super::survey::{PersonFacts, Survey};
use super::verdict::Verdict;
use super::{Plan, PlanRow, PlanTotals, notes};
use crate::draft::{Draft, DraftKind};
use crate::id::PlanId;
use crate::policy::Known;
use crate::rights::{self, May};

/// Holds a draft against what the directory said, and decides what will be done for each person.
///
/// `survey.people` belongs to `draft.people` place by place; a person of whom nothing was asked
/// counts as not checked. Nothing that was not read is taken as allowed: it is said in the row, and
/// where a step would rest on it alone there is no step.
pub fn make(id: PlanId, made: OffsetDateTime, draft: Draft, survey: &Survey) -> Plan {
    let may_invite = rights::may_invite(&survey.standing);
    let access = Access::survey(&draft, survey);
    let mut judge = Judge::new(Standpoint {
        kind: draft.kind,
        made,
        survey,
        may_invite: &may_invite,
    });
    let not_asked = not_asked();
    let rows: Vec<_> = draft
        .people
        .iter()
        .enumerate()
        .map(|(place, person)| {
            let facts = survey.people.get(place).unwrap_or(&not_asked);
            let judged = judge.judge(person, facts);
            row(place, judged, facts, &draft, &access, &may_invite)
        })
        .collect();
    let totals = count(&rows, &draft);
    let notes = notes::collect(&rows, &draft, survey, &access, &may_invite);
    Plan {
        id,
        tenant_id: survey.tenant_id.clone(),
        made,
        draft,
        rows,
        notes,
        totals,
    }
}

fn not_asked() -> PersonFacts {
    fn why<T: ts_rs::TS>() -> Known<T> {
        Known::NotChecked {
            why: "The directory was not asked.".to_owned(),
        }
    }
    PersonFacts {
        holder: why(),
        deleted: why(),
        inbound: why(),
        member_of: why(),
        assigned: why(),
    }
}

fn row(
    place: usize,
    judged: Judged,
    facts: &PersonFacts,
    draft: &Draft,
    access: &Access,
    may_invite: &May,
) -> PlanRow {
    let Judged {
        address,
        display_name,
        user_id,
        verdict,
        mut reason,
        explanation,
        mut remarks,
    } = judged;
    let mut steps: Vec<_> = invitation_step(place, verdict, draft, may_invite, &mut remarks)
        .into_iter()
        .collect();
    let mut held = Vec::new();
    if takes_access(verdict, draft.kind) {
        let own = draft.own(place).map(|own| &own.access);
        held = access.steps_for(own, verdict, facts, &mut steps, &mut remarks);
        add_held(&mut reason, &held);
    }
    if verdict == Verdict::PendingGuest && draft.kind != DraftKind::GiveAccess {
        reason.push_str(if steps.contains(&Step::Resend) {
            "; the earlier link may stop working"
        } else {
            "; not mailed again"
        });
    }
    PlanRow {
        index: u32::try_from(place).unwrap_or(u32::MAX),
        address,
        display_name,
        user_id,
        verdict,
        reason,
        explanation,
        remarks,
        steps,
        held,
    }
}

fn add_held(reason: &mut String, held: &[Step]) {
    if let Some(first) = held.first() {
        reason.push_str("; already ");
        reason.push_str(&access::has(first));
        if held.len() > 1 {
            reason.push_str(&format!(" and {} more", held.len() - 1));
        }
    }
}

/// The call to /invitations, where there is one. It is first, since everything else rests on it.
fn invitation_step(
    place: usize,
    verdict: Verdict,
    draft: &Draft,
    may_invite: &May,
    remarks: &mut Vec<String>,
) -> Option<Step> {
    let mail = draft.message_for(place).send;
    match (draft.kind, verdict) {
        (DraftKind::Invite, Verdict::NewGuest) => Some(Step::Invite { mail }),
        (DraftKind::Resend, Verdict::PendingGuest) => Some(Step::Resend),
        (DraftKind::Invite, Verdict::PendingGuest) if draft.mail_pending_again => {
            if !mail {
                remarks.push("Not mailed again, because Send invite message is off.".to_owned());
                None
            } else if may_invite.is_no() {
                remarks.push("Not mailed again, because you may not invite.".to_owned());
                None
            } else {
                Some(Step::Resend)
            }
        }
        _ => None,
    }
}

fn takes_access(verdict: Verdict, kind: DraftKind) -> bool {
    kind != DraftKind::Resend
        && matches!(
            verdict,
            Verdict::NewGuest
                | Verdict::PendingGuest
                | Verdict::AcceptedGuest
                | Verdict::GuestWithoutState
        )
}

fn count(rows: &[PlanRow], draft: &Draft) -> PlanTotals {
    let mut totals = PlanTotals::default();
    for row in rows {
        totals.addresses += 1;
        if row.steps.is_empty() {
            totals.left_out += 1;
        } else {
            totals.with_steps += 1;
        }
        for step in &row.steps {
            totals.mails += u32::from(step.mails(draft, row.place()));
            match step {
                Step::Invite { .. } => totals.new_guests += 1,
                Step::Resend => {}
                Step::AddToGroup { .. } => totals.memberships += 1,
                Step::AssignApplication { .. } => totals.assignments += 1,
            }
        }
    }
    totals
}
