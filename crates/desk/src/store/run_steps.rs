//! Table `run_steps`: the journal. An intent is committed here before its request leaves, and
//! its outcome after the answer came.

use guests::activity::StepState;
use guests::explanation::Explanation;
use guests::plan::step::Step;
use rusqlite::{Connection, Row, params};
use time::OffsetDateTime;

use super::StoreError;
use super::runs::{self, from_json, from_word, json, word};
use super::times::{self, from_ms_option, to_ms};

pub(super) const CREATE: &str = "
    CREATE TABLE run_steps (
        run TEXT NOT NULL REFERENCES runs (id),
        row INTEGER NOT NULL,
        step INTEGER NOT NULL,
        invitation INTEGER NOT NULL,
        what TEXT NOT NULL,
        state TEXT NOT NULL,
        sends INTEGER NOT NULL DEFAULT 0,
        held_already INTEGER NOT NULL DEFAULT 0,
        explanation TEXT,
        request_id TEXT,
        client_request_id TEXT,
        sent INTEGER,
        ended INTEGER,
        next_try INTEGER,
        asks_person INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run, row, step)
    ) STRICT, WITHOUT ROWID;";

/// What totals are read from: they need not read the steps themselves.
pub(super) const COUNT: &str = "
    CREATE INDEX run_steps_by_state ON run_steps (run, row, state);
    CREATE INDEX run_steps_by_outcome ON run_steps
        (run, state, held_already, json_extract(what, '$.action'), json_extract(what, '$.mail'));";

/// What the rate of a run is read from.
pub(super) const ENDED: &str =
    "CREATE INDEX run_steps_by_end ON run_steps (run, ended) WHERE ended IS NOT NULL;";

/// How many sendings were looked up and had no effect, and how far the service's clock was ahead of
/// this computer's at the last one, in milliseconds, and the date of its last answer before that.
pub(super) const SETTLED: &str = "
    ALTER TABLE run_steps ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE run_steps ADD COLUMN ahead INTEGER;
    ALTER TABLE run_steps ADD COLUMN heard INTEGER;";

/// One step and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) row: u32,
    pub(crate) index: u32,
    pub(crate) step: Step,
    pub(crate) state: StepState,
    /// How often its request left.
    pub(crate) sends: u32,
    pub(crate) held_already: bool,
    pub(crate) explanation: Option<Explanation>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) sent: Option<OffsetDateTime>,
    pub(crate) ended: Option<OffsetDateTime>,
    pub(crate) next_try: Option<OffsetDateTime>,
    pub(crate) asks_person: bool,
    /// How many of its sendings are known to have had no effect, because the directory was asked.
    pub(crate) settled: u32,
    /// How far the service's clock was ahead of this computer's when its request left; none where
    /// the service had not been heard.
    pub(crate) ahead: Option<time::Duration>,
    /// The date of the service's last answer before its request left: by the service's clock it
    /// left no earlier.
    pub(crate) heard: Option<OffsetDateTime>,
}

/// Steps that have begun and have no outcome.
pub(crate) struct AtWork {
    pub(crate) sending: u32,
    pub(crate) waiting: u32,
    pub(crate) looked_up: u32,
    /// When the first of those that wait is tried again, in milliseconds.
    pub(crate) next_try: Option<i64>,
}

impl Entry {
    /// A step that nothing was done about.
    pub(crate) fn planned(row: u32, index: u32, step: Step) -> Self {
        Self {
            row,
            index,
            step,
            state: StepState::Planned,
            sends: 0,
            held_already: false,
            explanation: None,
            request_id: None,
            client_request_id: None,
            sent: None,
            ended: None,
            next_try: None,
            asks_person: false,
            settled: 0,
            ahead: None,
            heard: None,
        }
    }
}

/// True for the steps that are a call to /invitations.
fn is_invitation(step: &Step) -> bool {
    matches!(step, Step::Invite { .. } | Step::Resend)
}

/// Writes a step as it is now, and counts the change.
pub(crate) fn put(connection: &Connection, run: &str, entry: &Entry) -> Result<u64, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO run_steps VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,
                 ?16,?17,?18)
             ON CONFLICT DO UPDATE SET state = excluded.state, sends = excluded.sends,
                 held_already = excluded.held_already, explanation = excluded.explanation,
                 request_id = excluded.request_id, client_request_id = excluded.client_request_id,
                 sent = excluded.sent, ended = excluded.ended, next_try = excluded.next_try,
                 asks_person = excluded.asks_person, settled = excluded.settled,
                 ahead = excluded.ahead, heard = excluded.heard",
        )?
        .execute(params![
            run,
            entry.row,
            entry.index,
            is_invitation(&entry.step),
            serde_json::to_string(&entry.step)?,
            word(&entry.state)?,
            entry.sends,
            entry.held_already,
            json(entry.explanation.as_ref())?,
            entry.request_id,
            entry.client_request_id,
            entry.sent.map(to_ms),
            entry.ended.map(to_ms),
            entry.next_try.map(to_ms),
            entry.asks_person,
            entry.settled,
            entry.ahead.map(times::span_to_ms),
            entry.heard.map(to_ms),
        ])?;
    runs::touch(connection, run, entry.row)
}

const ENTRY: &str = "SELECT row, step, what, state, sends, held_already, explanation, request_id, \
    client_request_id, sent, ended, next_try, asks_person, settled, ahead, heard FROM run_steps";

fn read(row: &Row<'_>) -> Result<Entry, StoreError> {
    let what: String = row.get(2)?;
    Ok(Entry {
        row: row.get(0)?,
        index: row.get(1)?,
        step: serde_json::from_str(&what)?,
        state: from_word(row.get(3)?)?,
        sends: row.get(4)?,
        held_already: row.get(5)?,
        explanation: from_json(row.get(6)?)?,
        request_id: row.get(7)?,
        client_request_id: row.get(8)?,
        sent: from_ms_option(row.get(9)?)?,
        ended: from_ms_option(row.get(10)?)?,
        next_try: from_ms_option(row.get(11)?)?,
        asks_person: row.get(12)?,
        settled: row.get(13)?,
        ahead: row
            .get::<_, Option<i64>>(14)?
            .map(time::Duration::milliseconds),
        heard: from_ms_option(row.get(15)?)?,
    })
}

/// How many rows there are of each combination of states.
pub(crate) fn states_of_rows(
    connection: &Connection,
    run: &str,
) -> Result<Vec<(Vec<StepState>, u32)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT states, count(*) FROM
             (SELECT group_concat(state) AS states FROM run_steps WHERE run = ?1 GROUP BY row)
         GROUP BY states",
    )?;
    let mut rows = statement.query([run])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        let words: String = row.get(0)?;
        let states = words.split(',').map(|word| from_word(word.to_owned()));
        counts.push((states.collect::<Result<_, _>>()?, row.get(1)?));
    }
    Ok(counts)
}

/// How many steps got an outcome after a moment.
pub(crate) fn ended_since(
    connection: &Connection,
    run: &str,
    moment: OffsetDateTime,
) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM run_steps WHERE run = ?1 AND ended > ?2")?
        .query_row(params![run, to_ms(moment)], |row| row.get(0))?)
}

/// How many steps are on their way, wait, and are looked up, and when the first of those that wait
/// is tried again.
pub(crate) fn at_work(connection: &Connection, run: &str) -> Result<AtWork, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'sending'),
                 count(*) FILTER (WHERE state = 'waiting'),
                 count(*) FILTER (WHERE state = 'unknown' AND NOT asks_person),
                 min(next_try)
             FROM run_steps WHERE run = ?1 AND state IN ('sending', 'waiting', 'unknown')",
        )?
        .query_row([run], |row| {
            Ok(AtWork {
                sending: row.get(0)?,
                waiting: row.get(1)?,
                looked_up: row.get(2)?,
                next_try: row.get(3)?,
            })
        })?)
}

/// What took effect and did not hold before, as (kind of step, with a mail, how many).
pub(crate) fn effects(
    connection: &Connection,
    run: &str,
) -> Result<Vec<(String, bool, u32)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT json_extract(what, '$.action') AS kind,
             coalesce(json_extract(what, '$.mail'), 0) AS mail, count(*)
         FROM run_steps WHERE run = ?1 AND state = ?2 AND held_already = 0
         GROUP BY json_extract(what, '$.action'), json_extract(what, '$.mail')",
    )?;
    let rows = statement.query_map(params![run, word(&StepState::Done)?], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The steps of the rows that changed after a version; 0 gives all.
pub(crate) fn changed(
    connection: &Connection,
    run: &str,
    since: u64,
) -> Result<Vec<Entry>, StoreError> {
    if since == 0 {
        return of_run(connection, run);
    }
    collect(
        connection,
        &format!(
            "{ENTRY} WHERE run = ?1 AND row IN
                 (SELECT row FROM run_rows WHERE run = ?1 AND version > ?2) ORDER BY row, step"
        ),
        params![run, runs::signed(since)],
    )
}

/// All steps of a run, by row and place.
pub(crate) fn of_run(connection: &Connection, run: &str) -> Result<Vec<Entry>, StoreError> {
    collect(
        connection,
        &format!("{ENTRY} WHERE run = ?1 ORDER BY row, step"),
        params![run],
    )
}

/// The steps of one row.
pub(crate) fn of_row(
    connection: &Connection,
    run: &str,
    row: u32,
) -> Result<Vec<Entry>, StoreError> {
    collect(
        connection,
        &format!("{ENTRY} WHERE run = ?1 AND row = ?2 ORDER BY step"),
        params![run, row],
    )
}

fn collect(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read(row)?);
    }
    Ok(entries)
}

/// Nobody knows whether what was on its way took effect: after a crash, or where the outcome
/// could not be written.
pub(crate) fn mark_unknown(connection: &Connection, run: &str) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE run_rows SET version = 1 + (SELECT version FROM runs WHERE runs.id = run_rows.run)
         WHERE run = ?2 AND EXISTS (SELECT 1 FROM run_steps
             WHERE run_steps.run = run_rows.run AND run_steps.row = run_rows.row
             AND run_steps.state = ?1)",
        params![word(&StepState::Sending)?, run],
    )?;
    connection.execute(
        "UPDATE run_steps SET state = ?1 WHERE state = ?2 AND run = ?3",
        params![word(&StepState::Unknown)?, word(&StepState::Sending)?, run],
    )?;
    Ok(())
}
