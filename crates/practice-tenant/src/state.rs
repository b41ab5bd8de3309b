//! `--state FILE`: what the tenant keeps on disk.
//!
//! The file holds the seed's parameters and every object that came to differ
//! from the seed. At the start the seed is planted again and the kept rows are
//! laid over it, so that a tenant of any size starts quickly and its file
//! stays small. SQLite makes each write whole or absent, also under `kill -9`.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

/// Rises when rows change their form, and when the seed comes to plant
/// something else: rows are only true over the seed that they were laid over.
pub(crate) const VERSION: i64 = 3;

/// How long to wait for another program that has the file open.
const PATIENCE: Duration = Duration::from_millis(500);

/// What kinds of rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Seed parameters, control key, signing key, clock.
    Meta,
    /// Users by id.
    Users,
    /// Deleted users by id.
    DeletedUsers,
    /// Groups by id.
    Groups,
    /// Service principals by id.
    ServicePrincipals,
    /// App role assignments by id.
    Assignments,
    /// `{group}/{member}`.
    Members,
    /// `{object}/{owner}`.
    Owners,
    /// Directory role assignments by id.
    RoleAssignments,
    /// Consent grants by id.
    Grants,
    /// Invitations by id.
    Invitations,
    /// All policies as one row.
    Policies,
    /// Changes by sequence.
    Changes,
    /// Mails in their order.
    Mails,
    /// Ledger entries in their order.
    Ledger,
    /// Entries of the audit log in their order.
    Audits,
    /// Refresh tokens and whatever else sign-in has to remember.
    SignIn,
}

impl Table {
    const ALL: [Self; 17] = [
        Self::Meta,
        Self::Users,
        Self::DeletedUsers,
        Self::Groups,
        Self::ServicePrincipals,
        Self::Assignments,
        Self::Members,
        Self::Owners,
        Self::RoleAssignments,
        Self::Grants,
        Self::Invitations,
        Self::Policies,
        Self::Changes,
        Self::Mails,
        Self::Ledger,
        Self::Audits,
        Self::SignIn,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Users => "user",
            Self::DeletedUsers => "deletedUser",
            Self::Groups => "group",
            Self::ServicePrincipals => "servicePrincipal",
            Self::Assignments => "appRoleAssignment",
            Self::Members => "member",
            Self::Owners => "owner",
            Self::RoleAssignments => "roleAssignment",
            Self::Grants => "permissionGrant",
            Self::Invitations => "invitation",
            Self::Policies => "policies",
            Self::Changes => "change",
            Self::Mails => "mail",
            Self::Ledger => "ledger",
            Self::Audits => "audit",
            Self::SignIn => "signIn",
        }
    }
}

/// The state file could not be used.
#[derive(Debug, Error)]
pub enum StateError {
    /// SQLite's or the disk's refusal.
    #[error("the state file {} cannot be used: {source}", path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file's mode could not be narrowed to its owner.
    #[error("the state file {} cannot be made: {source}", path.display())]
    Unmakeable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An older or a newer program wrote the file.
    #[error(
        "the state file {} is of version {found}; this program plants version {VERSION}, which its \
         rows do not fit",
        path.display()
    )]
    OtherVersion {
        /// Which file.
        path: PathBuf,
        /// Its version.
        found: i64,
    },
    /// A row is not what this program writes.
    #[error("the state file holds a row that this program did not write: {0}")]
    Foreign(String),
}

impl StateError {
    pub(crate) fn foreign(table: Table, key: &str) -> Self {
        Self::Foreign(format!("{} {key}", table.name()))
    }
}

/// One object to keep; no value means that it is gone.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) table: Table,
    pub(crate) key: String,
    pub(crate) value: Option<Value>,
}

impl Row {
    pub(crate) fn new(table: Table, key: impl Into<String>, value: Option<Value>) -> Self {
        Self {
            table,
            key: key.into(),
            value,
        }
    }
}

/// The rows that a state file held, in order of key.
#[derive(Debug, Default)]
pub struct Kept {
    rows: HashMap<&'static str, BTreeMap<String, Value>>,
}

impl Kept {
    /// All rows of a table; a null value means that the object is gone.
    pub fn rows(&self, table: Table) -> impl Iterator<Item = (&String, &Value)> {
        self.rows.get(table.name()).into_iter().flatten()
    }

    /// One row, read as `T`.
    pub fn get<T: DeserializeOwned>(&self, table: Table, key: &str) -> Option<T> {
        let value = self.rows.get(table.name())?.get(key)?;
        serde_json::from_value(value.clone()).ok()
    }
}

/// The open state file, or nothing where the tenant keeps nothing.
#[derive(Debug)]
pub(crate) struct Store {
    file: Option<(PathBuf, Mutex<Connection>)>,
    /// Where a file of another version was put.
    put_aside: Option<PathBuf>,
}

impl Store {
    /// A store that forgets.
    pub(crate) fn forgetful() -> Self {
        Self {
            file: None,
            put_aside: None,
        }
    }

    /// Opens or makes the file and reads what it holds. One of another version is refused, or
    /// put aside under another name.
    pub(crate) fn open(path: &Path, put_aside: bool) -> Result<(Self, Kept), StateError> {
        match Self::open_own(path) {
            Err(StateError::OtherVersion { found, .. }) if put_aside => {
                let mut aside = path.as_os_str().to_owned();
                aside.push(format!(".version-{found}"));
                tracing::warn!(
                    found,
                    "the practice tenant starts afresh: {}",
                    aside.display()
                );
                std::fs::rename(path, &aside).map_err(|source| StateError::Unmakeable {
                    path: path.to_owned(),
                    source,
                })?;
                let (own, kept) = Self::open_own(path)?;
                let own = Self {
                    put_aside: Some(aside.into()),
                    ..own
                };
                Ok((own, kept))
            }
            other => other,
        }
    }

    /// Where a file of another version was put.
    pub(crate) fn put_aside(&self) -> Option<&Path> {
        self.put_aside.as_deref()
    }

    fn open_own(path: &Path) -> Result<(Self, Kept), StateError> {
        let unusable = |source| StateError::Unusable {
            path: path.to_owned(),
            source,
        };
        make_private(path)?;
        let connection = Connection::open(path).map_err(unusable)?;
        connection.busy_timeout(PATIENCE).map_err(unusable)?;
        connection
            .execute_batch(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;",
            )
            .map_err(unusable)?;
        let found: i64 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(unusable)?;
        // A file that was just made is of version 0.
        if found != 0 && found != VERSION {
            return Err(StateError::OtherVersion {
                path: path.to_owned(),
                found,
            });
        }
        connection
            .execute_batch(&format!(
                "BEGIN IMMEDIATE;
                 CREATE TABLE IF NOT EXISTS kept (
                    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
                    PRIMARY KEY (kind, key)) WITHOUT ROWID;
                 PRAGMA user_version = {VERSION};
                 COMMIT;"
            ))
            .map_err(unusable)?;
        let kept = read(&connection).map_err(unusable)??;
        Ok((
            Self {
                file: Some((path.to_owned(), Mutex::new(connection))),
                put_aside: None,
            },
            kept,
        ))
    }

    /// Keeps the rows, all or none; returns when they are on disk.
    pub(crate) fn keep(&self, rows: &[Row]) -> Result<(), StateError> {
        self.transact(|connection| {
            let mut statement = connection.prepare_cached(
                "INSERT OR REPLACE INTO kept (kind, key, value) VALUES (?, ?, ?)",
            )?;
            for row in rows {
                let value = row.value.as_ref().unwrap_or(&Value::Null).to_string();
                statement.execute(params![row.table.name(), row.key, value])?;
            }
            Ok(())
        })
    }

    /// Forgets everything but `Meta`, and keeps `rows`.
    pub(crate) fn start_afresh(&self, rows: &[Row]) -> Result<(), StateError> {
        self.transact(|connection| {
            connection.execute("DELETE FROM kept WHERE kind <> ?", [Table::Meta.name()])?;
            let mut statement = connection
                .prepare("INSERT OR REPLACE INTO kept (kind, key, value) VALUES (?, ?, ?)")?;
            for row in rows {
                let value = row.value.as_ref().unwrap_or(&Value::Null).to_string();
                statement.execute(params![row.table.name(), row.key, value])?;
            }
            Ok(())
        })
    }

    /// As if the disk were full: SQLite refuses to let the file grow.
    #[cfg(test)]
    pub(crate) fn limit_to_present_size(&self) -> rusqlite::Result<()> {
        let Some((_, connection)) = &self.file else {
            return Ok(());
        };
        let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
    }

    fn transact(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StateError> {
        let Some((path, connection)) = &self.file else {
            return Ok(());
        };
        let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = || {
            let transaction = connection.transaction()?;
            work(&transaction)?;
            transaction.commit()
        };
        attempt().map_err(|source| StateError::Unusable {
            path: path.clone(),
            source,
        })
    }
}

/// A value as a row holds it. The tenant's own types always have a JSON form.
pub(crate) fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn read(connection: &Connection) -> rusqlite::Result<Result<Kept, StateError>> {
    let mut kept = Kept::default();
    let mut statement = connection.prepare("SELECT kind, key, value FROM kept")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let key: String = row.get(1)?;
        let text: String = row.get(2)?;
        let table = Table::ALL.iter().find(|table| table.name() == kind);
        match (table, serde_json::from_str(&text)) {
            (Some(table), Ok(value)) => {
                kept.rows
                    .entry(table.name())
                    .or_default()
                    .insert(key, value);
            }
            _ => return Ok(Err(StateError::Foreign(format!("{kind} {key}")))),
        }
    }
    Ok(Ok(kept))
}

/// The file holds keys and refresh tokens: only its owner may read it.
fn make_private(path: &Path) -> Result<(), StateError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .map(drop)
        .map_err(|source| StateError::Unmakeable {
            path: path.to_owned(),
            source,
        })
}
