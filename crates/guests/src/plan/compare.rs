//! What became different between a plan and the same draft held against the directory again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// Nobody held the address; now a guest does.
    InvitedSince,
    /// The invitation was pending; now it is accepted.
    AcceptedSince,
    /// A guest held the address; now none does.
    GoneSince,
    /// There was something to do; now there is not.
    ClosedSince,
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
            Self::InvitedSince => format!("{addresses} {has} been invited since"),
            Self::AcceptedSince => format!("{addresses} {has} accepted since"),
            Self::GoneSince => format!("{addresses} {is} no longer a guest's"),
            Self::ClosedSince => format!("For {addresses} there is nothing to do any more"),
            Self::OpenSince => format!("{addresses} can be dealt with now"),
            Self::GivenSince => format!("{addresses} {has} been given access since"),
            Self::MoreToDo => format!("For {addresses} there is more to do than before"),
        }
    }
}

/// What became different, what matters most first. Rows that were taken out do not count.
///
/// Both plans are of the same draft.
pub fn changes(before: &Plan, now: &Plan, left_out: &[u32]) -> Vec<PlanChange> {
    let mut found: BTreeMap<ChangeKind, Vec<u32>> = BTreeMap::new();
    for (was, is) in before.rows.iter().zip(&now.rows) {
        if left_out.contains(&was.index) {
            continue;
        }
        if let Some(kind) = change(was, is) {
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

fn change(was: &PlanRow, is: &PlanRow) -> Option<ChangeKind> {
    match (was.verdict, is.verdict) {
        (Verdict::NewGuest, now) if is_guest(now) => return Some(ChangeKind::InvitedSince),
        (Verdict::PendingGuest, Verdict::AcceptedGuest | Verdict::NotPending) => {
            return Some(ChangeKind::AcceptedSince);
        }
        (before, now) if is_guest(before) && !is_guest(now) => {
            return Some(ChangeKind::GoneSince);
        }
        _ => {}
    }
    match (was.steps.len(), is.steps.len()) {
        (0, 0) => None,
        (_, 0) if is_guest(is.verdict) => Some(ChangeKind::GivenSince),
        (_, 0) => Some(ChangeKind::ClosedSince),
        (0, _) => Some(ChangeKind::OpenSince),
        (before, now) if now < before => Some(ChangeKind::GivenSince),
        (before, now) if now > before => Some(ChangeKind::MoreToDo),
        _ => None,
    }
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
    use crate::plan::step::Step;
    use crate::plan::tests::made_of;

    fn plan(rows: &[(Verdict, usize)]) -> Plan {
        let addresses: Vec<String> = (0..rows.len()).map(|n| format!("p{n}@x.example")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let mut plan = made_of(&addresses);
        for (row, (verdict, steps)) in plan.rows.iter_mut().zip(rows) {
            row.verdict = *verdict;
            row.steps = vec![Step::Resend; *steps];
        }
        plan
    }

    #[test]
    fn each_row_counts_once_under_what_matters_most() {
        use Verdict::{AcceptedGuest, BlockedDomain, DeletedGuest, NewGuest, PendingGuest};
        let before = plan(&[
            (NewGuest, 2),
            (NewGuest, 2),
            (PendingGuest, 1),
            (AcceptedGuest, 1),
            (NewGuest, 2),
            (BlockedDomain, 0),
            (AcceptedGuest, 2),
            (NewGuest, 1),
            (NewGuest, 1),
        ]);
        let now = plan(&[
            (PendingGuest, 1),
            (AcceptedGuest, 0),
            (AcceptedGuest, 1),
            (DeletedGuest, 0),
            (BlockedDomain, 0),
            (NewGuest, 2),
            (AcceptedGuest, 1),
            (NewGuest, 1),
            (PendingGuest, 1),
        ]);
        let found: Vec<_> = changes(&before, &now, &[8])
            .into_iter()
            .map(|change| (change.text, change.rows))
            .collect();
        let expected = [
            ("2 addresses have been invited since", vec![0, 1]),
            ("1 address has accepted since", vec![2]),
            ("1 address is no longer a guest's", vec![3]),
            ("For 1 address there is nothing to do any more", vec![4]),
            ("1 address can be dealt with now", vec![5]),
            ("1 address has been given access since", vec![6]),
        ];
        assert_eq!(found, expected.map(|(text, rows)| (text.to_owned(), rows)));
        assert_eq!(changes(&now, &now, &[]), []);
    }
}
