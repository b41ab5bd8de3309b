//! Tables `runs` and `run_rows`: what was started, and for whom.

use std::time::Duration;

use guests::activity::RunState;
use guests::address::fold;
use guests::draft::DraftKind;
use guests::explanation::Explanation;
use guests::id::{PlanId, UserId};
use guests::plan::verdict::Verdict;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::StoreError;
use super::times::{from_ms, from_ms_option, to_ms};
use crate::trouble::{Trouble, TroubleCode};

/// `version` counts the changes of a run; a row carries the number of its last one, so that a
/// watcher asks for what came after the number it knows.
pub(super) const CREATE: &str = "
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        plan TEXT NOT NULL REFERENCES plans (id),
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        mails INTEGER NOT NULL,
        state TEXT NOT NULL,
        paused_because TEXT,
        started INTEGER NOT NULL,
        ended INTEGER,
        version INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE run_rows (
        run TEXT NOT NULL REFERENCES runs (id),
        row INTEGER NOT NULL,
        address TEXT NOT NULL,
        display_name TEXT,
        user_id TEXT,
        verdict TEXT NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (run, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_rows_by_version ON run_rows (run, version);
    CREATE INDEX run_rows_by_user ON run_rows (user_id) WHERE user_id IS NOT NULL;";

/// How long a run was worked on, without its rests: up to the last time it came to rest, and
/// since when it goes on now.
pub(super) const WORKED: &str = "
    ALTER TABLE runs ADD COLUMN worked INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN running_since INTEGER;
    UPDATE runs SET worked = max(coalesce(ended, started) - started, 0) WHERE state <> 'running';
    UPDATE runs SET running_since = started WHERE state = 'running';";

/// Why a run is paused: in words, and by which trouble where it was one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    #[serde(flatten)]
    pub(crate) explanation: Explanation,
    /// Not in runs that an earlier Usher wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) trouble: Option<TroubleCode>,
}

impl From<Trouble> for Pause {
    fn from(trouble: Trouble) -> Self {
        Self {
            trouble: Some(trouble.code),
            explanation: trouble.explanation,
        }
    }
}

impl From<Explanation> for Pause {
    fn from(explanation: Explanation) -> Self {
        Self {
            explanation,
            trouble: None,
        }
    }
}

/// By which address a person is found in whichever run: two runs must not invite the same one.
pub(super) const BY_ADDRESS: &str = "
    ALTER TABLE run_rows ADD COLUMN folded TEXT NOT NULL DEFAULT '';
    UPDATE run_rows SET folded = lower(address);
    CREATE INDEX run_rows_by_address ON run_rows (folded);";

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) plan: PlanId,
    pub(crate) kind: DraftKind,
    pub(crate) title: String,
    /// Invitations of the run are mailed by Microsoft.
    pub(crate) mails: bool,
    pub(crate) state: RunState,
    pub(crate) paused_because: Option<Pause>,
    pub(crate) started: OffsetDateTime,
    pub(crate) ended: Option<OffsetDateTime>,
    /// How long it was worked on until it last came to rest.
    pub(crate) worked: Duration,
    /// Since when it goes on; none while it rests.
    pub(crate) running_since: Option<OffsetDateTime>,
    /// Another process carries it out: which one. Not in the table.
    pub(crate) elsewhere: Option<String>,
    pub(crate) version: u64,
}

/// One person of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) row: u32,
    pub(crate) address: String,
    pub(crate) display_name: Option<String>,
    pub(crate) user_id: Option<UserId>,
    pub(crate) verdict: Verdict,
}

/// An enumeration as the word that it has in JSON.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(StoreError::Content(other.to_string())),
    }
}

/// The enumeration of a word.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}

pub(super) fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

pub(super) fn from_json<T: DeserializeOwned>(
    text: Option<String>,
) -> Result<Option<T>, StoreError> {
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Records a run that is about to begin.
pub(crate) fn insert(
    connection: &Connection,
    run: &Run,
    people: &[Person],
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO runs (id, plan, kind, title, mails, state, started, running_since, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)",
        params![
            run.id,
            run.plan.as_str(),
            word(&run.kind)?,
            run.title,
            run.mails,
            word(&run.state)?,
            to_ms(run.started)
        ],
    )?;
    let mut statement =
        connection.prepare_cached("INSERT INTO run_rows VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)")?;
    for person in people {
        statement.execute(params![
            run.id,
            person.row,
            person.address,
            person.display_name,
            person.user_id.as_ref().map(UserId::as_str),
            word(&person.verdict)?,
            fold(&person.address),
        ])?;
    }
    Ok(())
}

/// Changes a run's state, and counts the time that it was worked on until now.
pub(crate) fn set_state(
    connection: &Connection,
    id: &str,
    state: RunState,
    because: Option<&Pause>,
    ended: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<u64, StoreError> {
    connection.execute(
        "UPDATE runs SET state = ?2, paused_because = ?3, ended = ?4,
             worked = worked + max(?5 - coalesce(running_since, ?5), 0),
             running_since = CASE WHEN ?6 THEN ?5 END
         WHERE id = ?1",
        params![
            id,
            word(&state)?,
            json(because)?,
            ended.map(to_ms),
            to_ms(now),
            state == RunState::Running
        ],
    )?;
    bump(connection, id)
}

/// Marks a run as cut off where it is under way by its state. When it was cut off, the last thing
/// that it wrote down tells best.
pub(crate) fn interrupt(connection: &Connection, id: &str) -> Result<Option<u64>, StoreError> {
    let interrupted = connection.execute(
        "UPDATE runs SET state = ?1, paused_because = NULL,
             worked = worked + max(coalesce((SELECT max(max(coalesce(sent, 0), coalesce(ended, 0)))
                 FROM run_steps WHERE run_steps.run = runs.id), 0) - running_since, 0),
             running_since = NULL
         WHERE id = ?3 AND state = ?2",
        params![word(&RunState::Interrupted)?, word(&RunState::Running)?, id],
    )?;
    match interrupted {
        0 => Ok(None),
        _ => bump(connection, id).map(Some),
    }
}

/// Runs that are under way by their state, in this process or another, or that were cut off.
pub(crate) fn running(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM runs WHERE state = ?1")?;
    let rows = statement.query_map([word(&RunState::Running)?], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many runs there are, and how many changes of them in all.
pub(crate) fn changes(connection: &Connection) -> Result<(i64, i64), StoreError> {
    Ok(connection.query_row(
        "SELECT count(*), coalesce(sum(version), 0) FROM runs",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// A version as SQLite keeps it.
pub(super) fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// Counts one more change of a run.
pub(crate) fn bump(connection: &Connection, id: &str) -> Result<u64, StoreError> {
    let version: i64 = connection
        .prepare_cached("UPDATE runs SET version = version + 1 WHERE id = ?1 RETURNING version")?
        .query_row([id], |row| row.get(0))?;
    Ok(version.unsigned_abs())
}

/// A row has changed.
pub(crate) fn touch(connection: &Connection, id: &str, row: u32) -> Result<u64, StoreError> {
    let version = bump(connection, id)?;
    connection
        .prepare_cached("UPDATE run_rows SET version = ?3 WHERE run = ?1 AND row = ?2")?
        .execute(params![id, row, signed(version)])?;
    Ok(version)
}

/// The guest of a row is known now.
pub(crate) fn set_user(
    connection: &Connection,
    id: &str,
    row: u32,
    user: &UserId,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE run_rows SET user_id = ?3 WHERE run = ?1 AND row = ?2")?
        .execute(params![id, row, user.as_str()])?;
    Ok(())
}

const RUN: &str = "SELECT id, plan, kind, title, mails, state, paused_because, started, ended, worked, \
     running_since, version FROM runs";

fn read_run(row: &Row<'_>) -> Result<Run, StoreError> {
    Ok(Run {
        id: row.get(0)?,
        plan: PlanId(row.get(1)?),
        kind: from_word(row.get(2)?)?,
        title: row.get(3)?,
        mails: row.get(4)?,
        state: from_word(row.get(5)?)?,
        paused_because: from_json(row.get(6)?)?,
        started: from_ms(row.get(7)?)?,
        ended: from_ms_option(row.get(8)?)?,
        worked: Duration::from_millis(row.get::<_, i64>(9)?.unsigned_abs()),
        running_since: from_ms_option(row.get(10)?)?,
        elsewhere: None,
        version: row.get::<_, i64>(11)?.unsigned_abs(),
    })
}

/// All runs, newest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Run>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} ORDER BY number DESC"))?;
    let mut rows = statement.query([])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(read_run(row)?);
    }
    Ok(runs)
}

/// One run.
pub(crate) fn find(connection: &Connection, id: &str) -> Result<Option<Run>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(read_run).transpose()
}

/// The people of a run that changed after a version; 0 gives all.
pub(crate) fn people(
    connection: &Connection,
    id: &str,
    since: u64,
) -> Result<Vec<Person>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT row, address, display_name, user_id, verdict FROM run_rows
         WHERE run = ?1 AND version > ?2 ORDER BY row",
    )?;
    let mut rows = statement.query(params![id, signed(since)])?;
    let mut people = Vec::new();
    while let Some(row) = rows.next()? {
        people.push(Person {
            row: row.get(0)?,
            address: row.get(1)?,
            display_name: row.get(2)?,
            user_id: row.get::<_, Option<String>>(3)?.map(UserId),
            verdict: from_word(row.get(4)?)?,
        });
    }
    Ok(people)
}

/// True where a run was started from this plan.
pub(crate) fn has_plan(connection: &Connection, plan: &PlanId) -> Result<bool, StoreError> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM runs WHERE plan = ?1)",
        [plan.as_str()],
        |row| row.get(0),
    )?)
}

/// The last run and row in which an invitation went to this guest, and when.
pub(crate) fn last_invitation(
    connection: &Connection,
    user: &UserId,
) -> Result<Option<(String, u32, OffsetDateTime, PlanId)>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT run_rows.run, run_rows.row, run_steps.ended, runs.plan
             FROM run_rows
             JOIN runs ON runs.id = run_rows.run
             JOIN run_steps ON run_steps.run = run_rows.run AND run_steps.row = run_rows.row
             WHERE run_rows.user_id = ?1 AND run_steps.invitation = 1 AND run_steps.state = 'done'
             ORDER BY run_steps.ended DESC LIMIT 1",
        )?
        .query_row([user.as_str()], |row| {
            let ended: Option<i64> = row.get(2)?;
            Ok((
                row.get(0)?,
                row.get(1)?,
                ended.unwrap_or_default(),
                row.get::<_, String>(3)?,
            ))
        })
        .optional()?;
    let Some((run, row, ended, plan)) = found else {
        return Ok(None);
    };
    Ok(Some((run, row, from_ms(ended)?, PlanId(plan))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_that_an_earlier_usher_wrote_has_words_only() {
        let words = r#""code":"a","summary":"b","cause":"c","remedy":"d","who":[],"setting":null,"request":null"#;
        let old: Pause = serde_json::from_str(&format!("{{{words}}}")).unwrap();
        assert_eq!((old.trouble, old.explanation.summary.as_str()), (None, "b"));
        let new = Pause {
            trouble: Some(TroubleCode::SignInRequired),
            ..old
        };
        let text = serde_json::to_string(&new).unwrap();
        assert_eq!(text, format!(r#"{{{words},"trouble":"signInRequired"}}"#));
        assert_eq!(serde_json::from_str::<Pause>(&text).unwrap(), new);
    }
}
