//! Which rows of `guests` changed since when, so that what was made of them is brought up to date
//! without reading all of them again, whichever process changed them.

use rusqlite::{Connection, Row};

use super::StoreError;
use crate::search::Entry;

/// Changes are numbered. What went is written down since `whole`; whoever knows an earlier state
/// reads everything.
pub(super) const CREATE: &str = "
    CREATE TABLE guest_changes (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        latest INTEGER NOT NULL,
        whole INTEGER NOT NULL
    ) STRICT;
    INSERT INTO guest_changes VALUES (1, 0, 0);
    CREATE TABLE guests_gone (
        change INTEGER NOT NULL,
        row INTEGER NOT NULL,
        PRIMARY KEY (change, row)
    ) STRICT, WITHOUT ROWID;";

/// Where the numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Now {
    /// The last change.
    pub(crate) change: i64,
    /// Since this one it is written down what went.
    pub(crate) whole: i64,
}

/// The number of a change that is about to be made.
pub(super) fn next(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("UPDATE guest_changes SET latest = latest + 1 RETURNING latest")?
        .query_row([], |row| row.get(0))?)
}

/// A row went.
pub(super) fn note_gone(connection: &Connection, row: i64) -> Result<(), StoreError> {
    let change = next(connection)?;
    connection
        .prepare_cached("INSERT INTO guests_gone (change, row) VALUES (?1, ?2)")?
        .execute([change, row])?;
    Ok(())
}

/// Rows went that are not written down one by one.
pub(super) fn begin_anew(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "DELETE FROM guests_gone;
         UPDATE guest_changes SET latest = latest + 1, whole = latest + 1;",
    )?;
    Ok(())
}

/// Where the numbers stand.
pub(crate) fn now(connection: &Connection) -> Result<Now, StoreError> {
    Ok(connection
        .prepare_cached("SELECT latest, whole FROM guest_changes")?
        .query_row([], |row| {
            Ok(Now {
                change: row.get(0)?,
                whole: row.get(1)?,
            })
        })?)
}

/// Rows that went after a change.
pub(crate) fn gone(connection: &Connection, after: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT row FROM guests_gone WHERE change > ?1")?;
    let rows = statement.query_map([after], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Rows that came or changed after a change, in rising order.
pub(crate) fn changed(connection: &Connection, after: i64) -> Result<Vec<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT row, state, domain, created, state_changed, folded
         FROM guests WHERE change > ?1 ORDER BY row",
    )?;
    let rows = statement.query_map([after], entry)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All rows, in rising order.
pub(crate) fn all(connection: &Connection, mut take: impl FnMut(Entry)) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT row, state, domain, created, state_changed, folded FROM guests ORDER BY row",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(entry(row)?);
    }
    Ok(())
}

fn entry(row: &Row<'_>) -> Result<Entry, rusqlite::Error> {
    Ok(Entry {
        row: row.get(0)?,
        state: row.get(1)?,
        domain: row.get(2)?,
        created: row.get(3)?,
        state_changed: row.get(4)?,
        folded: row.get(5)?,
    })
}
