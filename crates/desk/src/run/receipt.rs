//! What a run shows: its summary, its rows, and what changed since one looked.

use guests::activity::{StepState, has_ended, people_counts, row_state};
use guests::plan::step::Step;
use rusqlite::Connection;

use crate::store::run_steps::{self, Entry};
use crate::store::runs::{self, Person, Run};
use crate::store::{StoreError, redeem_links};
use crate::view::runs::{RunDetail, RunProgress, RunRow, RunStep, RunSummary, RunTotals};

/// A run as Activity lists it.
pub(super) fn summary(connection: &Connection, run: &Run) -> Result<RunSummary, StoreError> {
    let entries = run_steps::of_run(connection, &run.id)?;
    Ok(with_totals(run, &entries))
}

/// A run with all its rows.
pub(super) fn detail(connection: &Connection, run: &Run) -> Result<RunDetail, StoreError> {
    let entries = run_steps::of_run(connection, &run.id)?;
    let links = redeem_links::rows(connection, &run.id)?;
    let people = runs::people(connection, &run.id, 0)?;
    Ok(RunDetail {
        summary: with_totals(run, &entries),
        rows: rows(people, &entries, &links),
    })
}

/// A run with the rows that changed after a version.
pub(super) fn changes(
    connection: &Connection,
    run: &Run,
    since: u64,
) -> Result<RunProgress, StoreError> {
    let entries = run_steps::of_run(connection, &run.id)?;
    let links = redeem_links::rows(connection, &run.id)?;
    let people = runs::people(connection, &run.id, since)?;
    Ok(RunProgress {
        summary: with_totals(run, &entries),
        rows: rows(people, &entries, &links),
    })
}

fn with_totals(run: &Run, entries: &[Entry]) -> RunSummary {
    RunSummary {
        id: run.id.clone(),
        kind: run.kind,
        title: run.title.clone(),
        state: run.state,
        paused_because: run.paused_because.clone(),
        started: run.started,
        ended: run.ended,
        totals: totals(run.mails, entries),
    }
}

fn totals(mails: bool, entries: &[Entry]) -> RunTotals {
    let states = entries
        .chunk_by(|one, next| one.row == next.row)
        .map(|row| row_state(row.iter().map(|entry| entry.state)));
    let people = people_counts(states);
    let mut totals = RunTotals {
        people: people.people,
        done: people.done,
        failed: people.failed,
        unknown: people.unknown,
        waiting: people.waiting,
        skipped: people.skipped,
        ..RunTotals::default()
    };
    for entry in entries {
        totals.steps += 1;
        totals.steps_ended += u32::from(has_ended(entry.state));
        if entry.state != StepState::Done || entry.held_already {
            continue;
        }
        match &entry.step {
            Step::Invite { mail } => {
                totals.invited += 1;
                totals.mails += u32::from(*mail);
            }
            Step::Resend => totals.mails += u32::from(mails),
            Step::AddToGroup { .. } => totals.memberships += 1,
            Step::AssignApplication { .. } => totals.assignments += 1,
        }
    }
    totals
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
                has_redeem_link: links.contains(&person.row),
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
