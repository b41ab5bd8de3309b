//! What holds for a whole plan.

use std::collections::{BTreeMap, BTreeSet};

use super::access::Access;
use super::step::Step;
use super::survey::Survey;
use super::verdict::Verdict;
use super::{PlanNote, PlanRow, words};
use crate::address;
use crate::draft::{Draft, DraftKind};
use crate::explanation::Explanation;
use crate::policy::Known;
use crate::rights::May;

pub(super) fn collect(
    rows: &[PlanRow],
    draft: &Draft,
    survey: &Survey,
    access: &Access,
    may_invite: &May,
) -> Vec<PlanNote> {
    let mut notes = Vec::new();
    invite_right(rows, may_invite, &mut notes);
    if rows.iter().any(|row| row.verdict == Verdict::NewGuest) {
        unread_policies(rows, survey, &mut notes);
    }
    if let Some(explanation) = dropped_message(rows, draft, survey) {
        notes.push(PlanNote {
            blocking: false,
            explanation,
        });
    }
    notes.extend(access.notes.iter().cloned());
    notes
}

fn sends_invitation(row: &PlanRow) -> bool {
    row.steps
        .iter()
        .any(|step| matches!(step, Step::Invite { .. } | Step::Resend))
}

fn invite_right(rows: &[PlanRow], may_invite: &May, notes: &mut Vec<PlanNote>) {
    match may_invite {
        May::No { explanation } if rows.iter().any(|row| row.verdict == Verdict::MayNot) => {
            notes.push(PlanNote {
                blocking: true,
                explanation: explanation.clone(),
            });
        }
        May::Unknown { why } if rows.iter().any(sends_invitation) => notes.push(PlanNote {
            blocking: false,
            explanation: words::will_be_tried(
                "inviteNotKnown",
                "Whether you may invite is not known.".to_owned(),
                why,
            ),
        }),
        _ => {}
    }
}

fn unread_policies(rows: &[PlanRow], survey: &Survey, notes: &mut Vec<PlanNote>) {
    let mut add = |code: &str, what: &str, why: &str| {
        notes.push(PlanNote {
            blocking: false,
            explanation: Explanation::new(
                code,
                format!("Not checked: {what}."),
                why,
                "Who is kept out by it cannot be told beforehand. It will be tried, and refusals are shown.",
            ),
        });
    };
    if let Known::NotChecked { why } = &survey.policies.domains {
        add(
            "domainListNotChecked",
            "the list of allowed or denied domains",
            why,
        );
    }
    if let Known::NotChecked { why } = &survey.policies.verified_domains {
        add(
            "ownDomainsNotChecked",
            "this organization's own domains",
            why,
        );
    }
    let is_new = |row: &&PlanRow| row.verdict == Verdict::NewGuest;
    let new_people = rows
        .iter()
        .filter(is_new)
        .filter_map(|row| survey.people.get(row.place()));
    let new_rows = rows.iter().filter(is_new);
    if let Some((domains, why)) = partners_not_checked(new_rows, survey) {
        let of = if domains == 1 {
            "1 domain".to_owned()
        } else {
            format!("{domains} domains")
        };
        let what = format!("cross-tenant access settings for the partners behind {of}");
        add("partnerNotChecked", &what, why);
    }
    for facts in new_people {
        if let Known::NotChecked { why } = &facts.holder {
            add(
                "holderNotChecked",
                "whether somebody holds the addresses already",
                why,
            );
            break;
        }
    }
}

/// Of how many domains it is not known what the settings for their partner say, and why that is of
/// most of them.
fn partners_not_checked<'s>(
    rows: impl Iterator<Item = &'s PlanRow>,
    survey: &'s Survey,
) -> Option<(usize, &'s str)> {
    let mut reasons: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let facts = survey.people.get(row.place());
        if let Some(Known::NotChecked { why }) = facts.map(|facts| &facts.inbound)
            && let Some(domain) = address::domain_of(&row.address)
        {
            reasons.entry(why).or_default().insert(domain);
        }
    }
    let domains: BTreeSet<&String> = reasons.values().flatten().collect();
    let (why, _) = reasons.iter().max_by_key(|(_, domains)| domains.len())?;
    Some((domains.len(), why))
}

fn dropped_message(rows: &[PlanRow], draft: &Draft, survey: &Survey) -> Option<Explanation> {
    if draft.kind == DraftKind::GiveAccess || survey.standing.mail.is_some() {
        return None;
    }
    let loses_message = |row: &PlanRow| {
        let message = draft.message_for(row.place());
        let body = message.body.as_deref().unwrap_or_default();
        message.send && !body.trim().is_empty() && sends_invitation(row)
    };
    rows.iter()
        .any(loses_message)
        .then(crate::invitation::message_dropped)
}
