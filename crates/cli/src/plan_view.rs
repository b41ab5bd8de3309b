//! A plan in words.

use std::collections::BTreeMap;

use desk::{Desk, labels};
use guests::draft::DraftKind;
use guests::plan::verdict::Verdict;
use guests::plan::{Plan, PlanRow};

use crate::output::plain;
use crate::table::Table;

const WHO: &str = "Who can lift it";

/// Rows for which nothing is done, told one by one.
const TOLD: usize = 20;

/// What will happen, in a few lines, and to whom it will not.
pub(crate) fn summary(plan: &Plan, left_out: &[u32]) -> String {
    let estimate = Desk::estimate(plan, left_out);
    let what = match plan.draft.kind {
        DraftKind::Invite => "Invite",
        DraftKind::Resend => "Resend invitations",
        DraftKind::GiveAccess => "Give access",
    };
    let mut lines = vec![format!(
        "{what}: {} of {}, {}, {}, about {} in {}",
        estimate.people,
        counted(count(plan.rows.len()), "address", "addresses"),
        counted(steps(plan, left_out), "step", "steps"),
        counted(estimate.mails, "mail", "mails"),
        counted(estimate.requests, "request", "requests"),
        duration(estimate.seconds),
    )];
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for row in &plan.rows {
        *verdicts.entry(row.verdict).or_default() += 1;
    }
    let verdicts = verdicts
        .iter()
        .map(|(verdict, count)| format!("{} {count}", labels::verdict(*verdict)));
    lines.push(format!("  {}", verdicts.collect::<Vec<_>>().join(", ")));
    for note in &plan.notes {
        lines.push(format!(
            "  {} {}",
            plain(&note.explanation.summary),
            plain(&note.explanation.cause)
        ));
    }
    let nothing: Vec<&PlanRow> = plan
        .rows
        .iter()
        .filter(|row| row.steps.is_empty() || left_out.contains(&row.index))
        .collect();
    if !nothing.is_empty() {
        lines.push(format!("  Nothing is done for {}:", nothing.len()));
        for row in nothing.iter().take(TOLD) {
            let why = match left_out.contains(&row.index) {
                true => "taken out",
                false => &row.reason,
            };
            let who = match left_out.contains(&row.index) {
                true => String::new(),
                false => who_can(row),
            };
            let who = match who.as_str() {
                "" => who,
                who => format!(" Who can lift it: {who}"),
            };
            let line = format!("{}: {why}{who}", row.address);
            lines.push(format!("    {}", plain(&line)));
        }
        if nothing.len() > TOLD {
            lines.push(format!("    and {} more", nothing.len() - TOLD));
        }
    }
    lines.join("\n")
}

/// The whole plan: what will happen to each address, and why.
pub(crate) fn text(plan: &Plan, left_out: &[u32]) -> String {
    let mut table = Table::new(["Address", "Found", "Will be done", WHO, "Reason"]);
    for row in &plan.rows {
        let steps = match left_out.contains(&row.index) {
            true => "nothing: taken out".to_owned(),
            false if row.steps.is_empty() => "nothing".to_owned(),
            false => {
                let steps = row.steps.iter().map(labels::planned_step);
                steps.collect::<Vec<_>>().join("; ")
            }
        };
        table.row([
            row.address.clone(),
            labels::verdict(row.verdict).to_owned(),
            steps,
            who_can(row),
            reason(row),
        ]);
    }
    let table = table.without_empty(WHO).text();
    format!("{table}\n\n{}", summary(plan, left_out))
}

/// The reason, and what else is to be known that it does not say already.
fn reason(row: &PlanRow) -> String {
    let said = row.reason.to_lowercase();
    let news = |remark: &&String| !said.contains(remark.to_lowercase().trim_end_matches('.'));
    let mut parts = vec![row.reason.as_str()];
    parts.extend(row.remarks.iter().filter(news).map(String::as_str));
    parts.retain(|part| !part.is_empty());
    match parts.as_slice() {
        [] => String::new(),
        [alone] => (*alone).to_owned(),
        [first, more @ ..] => format!("{}. {}", first.trim_end_matches('.'), more.join(" ")),
    }
}

/// Who could lift what is in the way of a row, where it is more than the person at work.
fn who_can(row: &PlanRow) -> String {
    let who = row.explanation.iter().flat_map(|why| &why.who);
    let others: Vec<&str> = who
        .map(String::as_str)
        .filter(|who| *who != "You")
        .collect();
    others.join(", ")
}

/// True where something of what was asked for cannot be done. Guests who have everything already
/// are no failure.
pub(crate) fn falls_short(plan: &Plan) -> bool {
    plan.notes.iter().any(|note| note.blocking) || plan.rows.iter().any(is_refused)
}

fn is_refused(row: &PlanRow) -> bool {
    let harmless = matches!(
        row.verdict,
        Verdict::AcceptedGuest
            | Verdict::PendingGuest
            | Verdict::GuestWithoutState
            | Verdict::Duplicate
    );
    row.steps.is_empty() && !harmless
}

fn steps(plan: &Plan, left_out: &[u32]) -> u32 {
    let rows = plan
        .rows
        .iter()
        .filter(|row| !left_out.contains(&row.index));
    count(rows.map(|row| row.steps.len()).sum())
}

fn counted(count: u32, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A time in the unit that suits it.
pub(crate) fn duration(seconds: u32) -> String {
    match seconds {
        0..=90 => format!("{seconds} s"),
        91..=5400 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}
