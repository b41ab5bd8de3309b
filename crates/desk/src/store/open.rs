//! Opening the file: what is damaged is put aside, what is newer is left alone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::StoreError;
use super::migrations;

/// Files up to this size are checked as a whole at each start; larger ones where they are read.
const CHECKED_WHOLE: u64 = 32 * 1024 * 1024;
/// How long a change waits for another process that writes. Its commits are short; a slow disk
/// may take a while over one.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the file, or a new one in its place where it is damaged.
pub(super) fn open(file: &Path) -> Result<(Connection, Option<PathBuf>), StoreError> {
    match connect(file) {
        Ok(connection) => Ok((connection, None)),
        Err(StoreError::Damaged(_)) => {
            let aside = put_aside(file)?;
            Ok((connect(file)?, Some(aside)))
        }
        Err(error) => Err(error),
    }
}

/// Opens a file that another process has open: it was checked and brought up to date there.
pub(super) fn join(file: &Path) -> Result<Connection, StoreError> {
    let joined = || {
        let connection = Connection::open(file)?;
        connection.busy_timeout(PATIENCE)?;
        migrations::refuse_newer(&connection)?;
        migrations::refuse_older(&connection)?;
        set_up(&connection)?;
        Ok(connection)
    };
    joined().map_err(|error| match error {
        StoreError::Damaged(what) => StoreError::DamagedElsewhere(what),
        error => error,
    })
}

fn connect(file: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    check(&connection, file)?;
    migrations::refuse_newer(&connection)?;
    set_up(&connection)?;
    migrations::run(&mut connection)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(())
}

fn check(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    if std::fs::metadata(file)?.len() > CHECKED_WHOLE {
        return Ok(());
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(verdict))
    }
}

/// Renames the file and what belongs to it, never over something that is there.
fn put_aside(file: &Path) -> Result<PathBuf, StoreError> {
    let aside = (1..)
        .map(|number: u32| beside(file, &format!(".damaged-{number}")))
        .find(|candidate| !candidate.exists())
        .ok_or(StoreError::Closed)?;
    for suffix in ["-wal", "-shm"] {
        let from = beside(file, suffix);
        if from.exists() {
            std::fs::rename(from, beside(&aside, suffix))?;
        }
    }
    std::fs::rename(file, &aside)?;
    Ok(aside)
}

/// The path with something written behind its name.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_put_aside_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant.sqlite");
        for number in 1..=2 {
            std::fs::write(&file, format!("no database {number}").repeat(400)).unwrap();
            let (connection, aside) = open(&file).unwrap();
            let aside = aside.unwrap();
            assert!(
                aside
                    .to_string_lossy()
                    .ends_with(&format!(".damaged-{number}"))
            );
            let kept = std::fs::read_to_string(&aside).unwrap();
            assert!(kept.starts_with(&format!("no database {number}")));
            drop(connection);
            std::fs::remove_file(&file).unwrap();
        }
    }

    #[test]
    fn a_file_damaged_in_the_middle_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant.sqlite");
        let (connection, _) = open(&file).unwrap();
        connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
            .unwrap();
        drop(connection);
        let mut bytes = std::fs::read(&file).unwrap();
        let end = bytes.len();
        bytes[4096..end].fill(0xA5);
        std::fs::write(&file, bytes).unwrap();
        let (_, aside) = open(&file).unwrap();
        assert!(aside.is_some());
    }

    #[test]
    fn whoever_joins_changes_nothing_about_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant.sqlite");
        let (connection, _) = open(&file).unwrap();
        join(&file).unwrap();
        connection.execute_batch("PRAGMA user_version = 1").unwrap();
        assert!(matches!(join(&file), Err(StoreError::Older)));
        drop(connection);
        std::fs::write(&file, "no database".repeat(400)).unwrap();
        let refused = join(&file).err().unwrap();
        assert!(matches!(refused, StoreError::DamagedElsewhere(_)));
        assert!(file.exists());
    }

    #[test]
    fn a_newer_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant.sqlite");
        let connection = Connection::open(&file).unwrap();
        connection
            .execute_batch("CREATE TABLE later (x); PRAGMA user_version = 999;")
            .unwrap();
        drop(connection);
        let before = std::fs::read(&file).unwrap();
        assert!(matches!(
            open(&file),
            Err(StoreError::Newer { found: 999, .. })
        ));
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }
}
