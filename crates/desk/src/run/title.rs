//! The one line by which a run is known.

use guests::draft::DraftKind;
use guests::plan::step::Step;
use guests::plan::{Plan, PlanRow};

/// Such as "Invite 12 people to Suppliers Q4 and 1 application".
pub(super) fn title(plan: &Plan, rows: &[&PlanRow]) -> String {
    let people = match rows {
        [one] => one
            .display_name
            .clone()
            .unwrap_or_else(|| one.address.clone()),
        many => format!("{} people", many.len()),
    };
    match plan.draft.kind {
        DraftKind::Resend if rows.len() == 1 => format!("Resend the invitation of {people}"),
        DraftKind::Resend => format!("Resend the invitations of {people}"),
        DraftKind::Invite => match access(rows) {
            Some(access) => format!("Invite {people} to {access}"),
            None => format!("Invite {people}"),
        },
        DraftKind::GiveAccess => match access(rows) {
            Some(access) => format!("Add {people} to {access}"),
            None => format!("Add {people}"),
        },
    }
}

fn access(rows: &[&PlanRow]) -> Option<String> {
    let (mut groups, mut applications) = (Vec::new(), Vec::new());
    for step in rows.iter().flat_map(|row| &row.steps) {
        let (names, name) = match step {
            Step::AddToGroup { group_name, .. } => (&mut groups, group_name),
            Step::AssignApplication {
                application_name, ..
            } => (&mut applications, application_name),
            Step::Invite { .. } | Step::Resend => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let groups = count(&groups, "group", "groups");
    let applications = match applications.len() {
        1 if groups.is_some() => Some("1 application".to_owned()),
        _ => count(&applications, "application", "applications"),
    };
    match (groups, applications) {
        (Some(groups), Some(applications)) => Some(format!("{groups} and {applications}")),
        (groups, applications) => groups.or(applications),
    }
}

fn count(names: &[&String], one: &str, many: &str) -> Option<String> {
    match names {
        [] => None,
        [name] if name.is_empty() => Some(format!("1 {one}")),
        [name] => Some((*name).clone()),
        names => Some(format!("{} {many}", names.len())),
    }
}
