//! Table `sync_state`: how far the copy of the guests is.

use entra::graph::DeltaLink;
use rusqlite::{Connection, OptionalExtension as _, params};
use time::OffsetDateTime;

use super::StoreError;
use super::times::{from_ms_option, to_ms};

pub(super) const CREATE: &str = "
    CREATE TABLE sync_state (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        mark TEXT,
        generation INTEGER NOT NULL,
        stage INTEGER NOT NULL,
        synced INTEGER
    ) STRICT;
    INSERT INTO sync_state VALUES (1, NULL, 0, 0, NULL);";

/// Nothing is loaded yet.
pub(super) const AFRESH: &str = "UPDATE sync_state SET mark = NULL, stage = 0, synced = NULL";

/// How far the copy is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SyncState {
    /// Where the next changes are asked for; none: nothing was begun.
    pub(crate) mark: Option<DeltaLink>,
    /// Number of the full load that is under way or was the last.
    pub(crate) generation: i64,
    /// [`LOADED`] when the full load is through; less before.
    pub(crate) stage: i64,
    /// When the copy last agreed with the directory.
    pub(crate) synced: Option<OffsetDateTime>,
}

/// The stage at which the full load is through.
pub(crate) const LOADED: i64 = 2;

pub(crate) fn load(connection: &Connection) -> Result<SyncState, StoreError> {
    let kept = connection
        .query_row(
            "SELECT mark, generation, stage, synced FROM sync_state",
            [],
            |row| {
                Ok((
                    row.get::<_, Option<String>>(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get::<_, Option<i64>>(3)?,
                ))
            },
        )
        .optional()?;
    let Some((mark, generation, stage, synced)) = kept else {
        return Err(StoreError::Damaged(
            "the state of the sync is missing".to_owned(),
        ));
    };
    Ok(SyncState {
        mark: mark.map(DeltaLink::new),
        generation,
        stage,
        synced: from_ms_option(synced)?,
    })
}

/// Begins a full load: the mark comes first, so that no change between is lost.
pub(crate) fn begin(connection: &Connection, mark: &DeltaLink) -> Result<SyncState, StoreError> {
    connection.execute(
        "UPDATE sync_state SET mark = ?1, generation = generation + 1, stage = 0",
        [mark.as_str()],
    )?;
    load(connection)
}

/// The full load is through.
pub(crate) fn finish(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET stage = ?1", [LOADED])?;
    Ok(())
}

/// Changes up to this mark are in the copy.
pub(crate) fn advance(connection: &Connection, mark: &DeltaLink) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET mark = ?1", [mark.as_str()])?;
    Ok(())
}

/// The copy agrees with the directory.
pub(crate) fn agreed(connection: &Connection, now: OffsetDateTime) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET synced = ?1", params![to_ms(now)])?;
    Ok(())
}

/// The mark is no longer good: what was loaded stays usable until the fresh load replaces it.
pub(crate) fn forget_mark(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET mark = NULL, stage = 0", [])?;
    Ok(())
}
