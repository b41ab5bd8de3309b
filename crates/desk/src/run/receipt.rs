//! What a run shows: its summary, its rows, and what changed since one looked.

use std::time::Duration;

use guests::activity::{has_ended, people_counts, row_state};
use rusqlite::Connection;
use time::OffsetDateTime;

use super::pace;
use crate::store::run_steps::{self, Entry};
use crate::store::runs::{self, Person, Run};
use crate::store::{StoreError, redeem_links};
use crate::view::runs::{RunDetail, RunProgress, RunRow, RunStep, RunSummary, RunTotals};

/// A run as Activity lists it.
pub(super) fn summary(
    connection: &Connection,
    run: &Run,
    now: OffsetDateTime,
) -> Result<RunSummary, StoreError> {
    let on = run
        .running_since
        .map_or(time::Duration::ZERO, |since| now - since);
    let worked = run.worked + Duration::try_from(on).unwrap_or_default();
    let pause = run.paused_because.as_ref();
    Ok(RunSummary {
        worked_seconds: u32::try_from(worked.as_secs()).unwrap_or(u32::MAX),
        id: run.id.clone(),
        kind: run.kind,
        title: run.title.clone(),
        state: run.state,
        paused_because: pause.map(|pause| pause.explanation.clone()),
        paused_by: pause.and_then(|pause| pause.trouble),
        elsewhere: run.elsewhere.clone(),
        started: run.started,
        ended: run.ended,
        totals: totals(connection, run)?,
    })
}

/// A run with all its rows.
pub(super) fn detail(
    connection: &Connection,
    run: &Run,
    now: OffsetDateTime,
) -> Result<RunDetail, StoreError> {
    let RunProgress { summary, rows, .. } = changes(connection, run, 0, now)?;
    Ok(RunDetail { summary, rows })
}

/// A run with the rows that changed after a version; nothing is read of the others.
pub(super) fn changes(
    connection: &Connection,
    run: &Run,
    since: u64,
    now: OffsetDateTime,
) -> Result<RunProgress, StoreError> {
    let entries = run_steps::changed(connection, &run.id, since)?;
    let links = redeem_links::rows(connection, &run.id)?;
    let people = runs::people(connection, &run.id, since)?;
    let summary = summary(connection, run, now)?;
    Ok(RunProgress {
        pace: pace::read(connection, run, &summary.totals, now)?,
        summary,
        rows: rows(people, &entries, &links),
    })
}

fn totals(connection: &Connection, run: &Run) -> Result<RunTotals, StoreError> {
    let mut totals = RunTotals::default();
    for (states, rows) in run_steps::states_of_rows(connection, &run.id)? {
        for state in &states {
            totals.steps += rows;
            totals.steps_ended += if has_ended(*state) { rows } else { 0 };
        }
        let counts = people_counts([row_state(states)]);
        totals.people += counts.people * rows;
        totals.done += counts.done * rows;
        totals.failed += counts.failed * rows;
        totals.unknown += counts.unknown * rows;
        totals.waiting += counts.waiting * rows;
        totals.skipped += counts.skipped * rows;
    }
    for (kind, mail, steps) in run_steps::effects(connection, &run.id)? {
        match kind.as_str() {
            "invite" => {
                totals.invited += steps;
                totals.mails += if mail { steps } else { 0 };
            }
            "resend" => totals.mails += if run.mails { steps } else { 0 },
            "addToGroup" => totals.memberships += steps,
            "assignApplication" => totals.assignments += steps,
            other => return Err(StoreError::Content(format!("a step of kind {other}"))),
        }
    }
    Ok(totals)
}

fn rows(people: Vec<Person>, entries: &[Entry], links: &[u32]) -> Vec<RunRow> {
    people
        .into_iter()
        .map(|person| {
            let start = entries.partition_point(|entry| entry.row < person.row);
            let steps: Vec<RunStep> = entries[start..]
                .iter()
                .take_while(|entry| entry.row == person.row)
                .map(step)
                .collect();
            RunRow {
                index: person.row,
                address: person.address,
                display_name: person.display_name,
                user_id: person.user_id,
                verdict: person.verdict,
                state: row_state(steps.iter().map(|step| step.state)),
                steps,
                has_redeem_link: links.binary_search(&person.row).is_ok(),
            }
        })
        .collect()
}

fn step(entry: &Entry) -> RunStep {
    RunStep {
        index: entry.index,
        step: entry.step.clone(),
        state: entry.state,
        held_already: entry.held_already,
        explanation: entry.explanation.clone(),
        request_id: entry.request_id.clone(),
        client_request_id: entry.client_request_id.clone(),
        sent: entry.sent,
        ended: entry.ended,
        next_try: entry.next_try,
        asks_person: entry.asks_person,
    }
}
