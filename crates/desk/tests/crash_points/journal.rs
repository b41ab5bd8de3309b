//! The journal, read past the desk.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// The file of the account's store.
pub(crate) const FILE: &str = "tenant.sqlite";

/// Copies the store as it is at one moment, whoever has it open.
pub(crate) fn copy(from: &Path, to: &Path) {
    let connection = Connection::open(from.join(FILE)).unwrap();
    let target = to.join(FILE).to_str().unwrap().to_owned();
    connection.execute("VACUUM INTO ?1", [target]).unwrap();
}

/// Watches how far the journal of a folder is, without touching it.
pub(crate) struct Watch {
    connection: Connection,
}

impl Watch {
    pub(crate) fn new(folder: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self {
            connection: Connection::open_with_flags(folder.join(FILE), flags).unwrap(),
        }
    }

    /// How often the run was written; 0 before it is there.
    pub(crate) fn version(&self) -> u64 {
        let version = self
            .connection
            .query_row("SELECT max(version) FROM runs", [], |row| {
                row.get::<_, Option<i64>>(0)
            });
        // The desk may be in the middle of something that keeps readers out.
        version.ok().flatten().unwrap_or(0).unsigned_abs()
    }
}

/// What the journal of a killed desk says.
pub(crate) struct Left {
    /// Rows whose invitation, or mail to a guest who was there before, was on its way.
    pub(crate) invitations: BTreeSet<u32>,
    /// The ids of all requests that were ever meant to leave, as far as they were not replaced.
    pub(crate) requests: BTreeSet<String>,
}

/// Reads what is left, out of a copy: to open the file is to mend it.
pub(crate) fn left(folder: &Path) -> Left {
    let copy = tempfile::tempdir().unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("{FILE}{suffix}");
        if folder.join(&name).exists() {
            std::fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
        }
    }
    let connection = Connection::open(copy.path().join(FILE)).unwrap();
    let invitations = "SELECT row FROM run_steps WHERE state IN ('sending', 'unknown')
        AND json_extract(what, '$.action') IN ('invite', 'resend')";
    let requests = "SELECT client_request_id FROM run_steps WHERE client_request_id IS NOT NULL";
    Left {
        invitations: column(&connection, invitations),
        requests: column(&connection, requests),
    }
}

fn column<T: rusqlite::types::FromSql + Ord>(connection: &Connection, sql: &str) -> BTreeSet<T> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}
