//! Table `defaults`: what a new draft starts from.

use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;
use crate::defaults::TenantDefaults;

pub(super) const CREATE: &str = "
    CREATE TABLE defaults (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        defaults TEXT NOT NULL
    ) STRICT;";

pub(crate) fn load(connection: &Connection) -> Result<TenantDefaults, StoreError> {
    let kept: Option<String> = connection
        .query_row("SELECT defaults FROM defaults", [], |row| row.get(0))
        .optional()?;
    Ok(kept
        .map(|text| serde_json::from_str(&text))
        .transpose()?
        .unwrap_or_default())
}

pub(crate) fn save(connection: &Connection, defaults: &TenantDefaults) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO defaults VALUES (1, ?1) ON CONFLICT DO UPDATE SET defaults = excluded.defaults",
        [serde_json::to_string(defaults)?],
    )?;
    Ok(())
}
