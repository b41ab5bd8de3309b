//! What became different between a plan and the same draft held against the directory again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::step::Step;
use super::verdict::Verdict;
use super::{Plan, PlanRow};

/// One kind of difference, with the rows it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanChange {
    /// Which kind.
    pub kind: ChangeKind,
    /// One line, such as "12 addresses have been invited since".
    pub text: String,
    /// The rows, by their index.
    pub rows: Vec<u32>,
}

/// How a row differs, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// To be invited again, and an invitation went out meanwhile.
    MailedSince,
    /// Nobody held the address; now a guest does.
    InvitedSince,
    /// The invitation was pending; now it is accepted.
    AcceptedSince,
    /// A guest held the address; now none does.
    GoneSince,
    /// There was something to do, and none of it can be done now.
    ClosedSince,
    /// Part of the access can no longer be given.
    AccessClosedSince,
    /// There was nothing to do; now there is.
    OpenSince,
    /// Part of the access is there by now.
    GivenSince,
    /// More is to be done than before.
    MoreToDo,
}

impl ChangeKind {
    fn text(self, rows: usize) -> String {
        let one = rows == 1;
        let addresses = if one {
            "1 address".to_owned()
        } else {
            format!("{rows} addresses")
        };
        let (has, is) = if one { ("has", "is") } else { ("have", "are") };
        match self {
            Self::MailedSince => format!("{addresses} {has} been sent an invitation since"),
            Self::InvitedSince => format!("{addresses} {has} been invited since"),
            Self::AcceptedSince => format!("{addresses} {has} accepted since"),
            Self::GoneSince => format!("{addresses} {is} no longer a guest's"),
            Self::ClosedSince => format!("For {addresses} nothing can be done any more"),
            Self::AccessClosedSince => {
                format!("For {addresses} part of the access can no longer be given")
            }
            Self::OpenSince => format!("{addresses} can be dealt with now"),
            Self::GivenSince => format!("{addresses} {has} been given access since"),
            Self::MoreToDo => format!("For {addresses} there is more to do than before"),
        }
    }
}

/// What became different, what matters most first. Rows that were taken out do not count.
///
/// Both plans are of the same draft. `mailed`: rows to whom an invitation went in between; the
/// directory does not show it.
pub fn changes(before: &Plan, now: &Plan, left_out: &[u32], mailed: &[u32]) -> Vec<PlanChange> {
    let mut found: BTreeMap<ChangeKind, Vec<u32>> = BTreeMap::new();
    for (was, is) in before.rows.iter().zip(&now.rows) {
        if left_out.contains(&was.index) {
            continue;
        }
        let again = is.steps.contains(&Step::Resend) && mailed.contains(&was.index);
        let kind = match again {
            true => Some(ChangeKind::MailedSince),
            false => change(was, is),
        };
        if let Some(kind) = kind {
            found.entry(kind).or_default().push(was.index);
        }
    }
    found
        .into_iter()
        .map(|(kind, rows)| PlanChange {
            kind,
            text: kind.text(rows.len()),
            rows,
        })
        .collect()
}

/// Rows for which something would be done that the plan of before did not say.
pub fn beyond(before: &Plan, now: &Plan) -> Vec<u32> {
    rows(before, now, goes_beyond)
}

/// Rows for which something that the plan of before said is neither done now nor there already.
pub fn short(before: &Plan, now: &Plan) -> Vec<u32> {
    rows(before, now, falls_short)
}

fn rows(before: &Plan, now: &Plan, chosen: fn(&PlanRow, &PlanRow) -> bool) -> Vec<u32> {
    let pairs = before.rows.iter().zip(&now.rows);
    let found = pairs.filter(|(was, is)| chosen(was, is));
    found.map(|(was, _)| was.index).collect()
}

fn goes_beyond(was: &PlanRow, is: &PlanRow) -> bool {
    is.steps.iter().any(|step| !has(&was.steps, step))
}

fn falls_short(was: &PlanRow, is: &PlanRow) -> bool {
    was.steps
        .iter()
        .any(|step| !has(&is.steps, step) && !holds(is, step))
}

/// True where the directory shows what this step was to bring about.
fn holds(row: &PlanRow, step: &Step) -> bool {
    match (step, row.verdict) {
        // The row of the same person above has it.
        (_, Verdict::Duplicate) => true,
        (Step::Invite { .. }, verdict) => is_guest(verdict),
        (Step::Resend, verdict) => {
            matches!(verdict, Verdict::AcceptedGuest | Verdict::NotPending)
        }
        _ => has(&row.held, step),
    }
}

/// Names change without changing what is done.
fn has(steps: &[Step], step: &Step) -> bool {
    steps.iter().any(|other| match (other, step) {
        (Step::AddToGroup { group_id: a, .. }, Step::AddToGroup { group_id: b, .. }) => a == b,
        (
            Step::AssignApplication {
                service_principal_id: a,
                app_role_id: a_role,
                ..
            },
            Step::AssignApplication {
                service_principal_id: b,
                app_role_id: b_role,
                ..
            },
        ) => a == b && a_role == b_role,
        (other, step) => other == step,
    })
}

fn change(was: &PlanRow, is: &PlanRow) -> Option<ChangeKind> {
    if is_guest(was.verdict) && !is_guest(is.verdict) && is.verdict != Verdict::Duplicate {
        return Some(ChangeKind::GoneSince);
    }
    if falls_short(was, is) {
        return Some(match is.steps.is_empty() && is.held.is_empty() {
            true => ChangeKind::ClosedSince,
            false => ChangeKind::AccessClosedSince,
        });
    }
    match (was.verdict, is.verdict) {
        (Verdict::NewGuest, now) if is_guest(now) => return Some(ChangeKind::InvitedSince),
        (Verdict::PendingGuest, Verdict::AcceptedGuest | Verdict::NotPending) => {
            return Some(ChangeKind::AcceptedSince);
        }
        _ => {}
    }
    if goes_beyond(was, is) {
        return Some(match was.steps.is_empty() {
            true => ChangeKind::OpenSince,
            false => ChangeKind::MoreToDo,
        });
    }
    (is.steps.len() < was.steps.len()).then_some(ChangeKind::GivenSince)
}

fn is_guest(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::PendingGuest
            | Verdict::AcceptedGuest
            | Verdict::GuestWithoutState
            | Verdict::NotPending
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::made_of;

    /// A row by its verdict, steps and what is held: `i`nvite, `r`esend, or a group.
    type Row = (Verdict, &'static str, &'static str);

    fn steps(letters: &str) -> Vec<Step> {
        let step = |letter| match letter {
            'i' => Step::Invite { mail: true },
            'r' => Step::Resend,
            group => Step::AddToGroup {
                group_id: group.to_string().as_str().into(),
                group_name: "Suppliers".to_owned(),
            },
        };
        letters.chars().map(step).collect()
    }

    fn plan(rows: &[Row]) -> Plan {
        let addresses: Vec<String> = (0..rows.len()).map(|n| format!("p{n}@x.example")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let mut plan = made_of(&addresses);
        for (row, (verdict, todo, held)) in plan.rows.iter_mut().zip(rows) {
            row.verdict = *verdict;
            row.steps = steps(todo);
            row.held = steps(held);
        }
        plan
    }

    #[test]
    fn each_row_counts_once_under_what_matters_most() {
        use Verdict::{AcceptedGuest, BlockedDomain, DeletedGuest, NewGuest, PendingGuest};
        let before = plan(&[
            (NewGuest, "iA", ""),
            (NewGuest, "iA", ""),
            (PendingGuest, "A", ""),
            (AcceptedGuest, "A", ""),
            (NewGuest, "iA", ""),
            (BlockedDomain, "", ""),
            (AcceptedGuest, "AB", ""),
            (NewGuest, "i", ""),
            (NewGuest, "i", ""),
        ]);
        let now = plan(&[
            (PendingGuest, "A", ""),
            (AcceptedGuest, "", "A"),
            (AcceptedGuest, "A", ""),
            (DeletedGuest, "", ""),
            (BlockedDomain, "", ""),
            (NewGuest, "iA", ""),
            (AcceptedGuest, "B", "A"),
            (NewGuest, "i", ""),
            (PendingGuest, "", ""),
        ]);
        let found: Vec<_> = changes(&before, &now, &[8], &[])
            .into_iter()
            .map(|change| (change.text, change.rows))
            .collect();
        let expected = [
            ("2 addresses have been invited since", vec![0, 1]),
            ("1 address has accepted since", vec![2]),
            ("1 address is no longer a guest's", vec![3]),
            ("For 1 address nothing can be done any more", vec![4]),
            ("1 address can be dealt with now", vec![5]),
            ("1 address has been given access since", vec![6]),
        ];
        assert_eq!(found, expected.map(|(text, rows)| (text.to_owned(), rows)));
        assert_eq!(changes(&now, &now, &[], &[]), []);
        assert_eq!(short(&before, &now), [3, 4]);
        assert_eq!(beyond(&before, &now), [5]);
    }

    #[test]
    fn what_cannot_be_given_any_more_was_not_given() {
        use Verdict::{AcceptedGuest, NewGuest, PendingGuest};
        let before = plan(&[
            (NewGuest, "iA", ""),
            (AcceptedGuest, "A", ""),
            (NewGuest, "iA", ""),
            (PendingGuest, "r", ""),
        ]);
        let now = plan(&[
            (NewGuest, "i", ""),
            (AcceptedGuest, "", ""),
            (PendingGuest, "", ""),
            (PendingGuest, "", ""),
        ]);
        let kinds: Vec<_> = changes(&before, &now, &[], &[])
            .into_iter()
            .map(|change| (change.kind, change.rows))
            .collect();
        assert_eq!(
            kinds,
            [
                (ChangeKind::ClosedSince, vec![1, 2, 3]),
                (ChangeKind::AccessClosedSince, vec![0])
            ]
        );
        assert_eq!(short(&before, &now), [0, 1, 2, 3]);
    }

    #[test]
    fn who_was_mailed_meanwhile_is_told_where_another_mail_would_go_out() {
        use Verdict::{AcceptedGuest, PendingGuest};
        let before = plan(&[(PendingGuest, "r", ""), (PendingGuest, "r", "")]);
        let now = plan(&[(PendingGuest, "r", ""), (AcceptedGuest, "", "")]);
        let kinds: Vec<_> = changes(&before, &now, &[], &[0, 1])
            .into_iter()
            .map(|change| (change.kind, change.rows))
            .collect();
        let expected = [
            (ChangeKind::MailedSince, vec![0]),
            (ChangeKind::AcceptedSince, vec![1]),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn more_than_was_said_is_told_apart() {
        use Verdict::{AcceptedGuest, BlockedDomain, NewGuest, PendingGuest};
        let before = plan(&[
            (BlockedDomain, "", ""),
            (AcceptedGuest, "A", ""),
            (NewGuest, "iA", ""),
            (NewGuest, "iA", ""),
        ]);
        let now = plan(&[
            (NewGuest, "iA", ""),
            (NewGuest, "iA", ""),
            // Whoever is mailed now was mailed by somebody else meanwhile.
            (PendingGuest, "rA", ""),
            (NewGuest, "iA", ""),
        ]);
        assert_eq!(beyond(&before, &now), [0, 1, 2]);
    }
}
