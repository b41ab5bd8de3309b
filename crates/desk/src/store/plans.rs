//! Table `plans`: plans as they were made, which runs start from.

use guests::draft::Draft;
use guests::id::PlanId;
use guests::plan::Plan;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::times::to_ms;

pub(super) const CREATE: &str = "
    CREATE TABLE plans (
        id TEXT PRIMARY KEY,
        made INTEGER NOT NULL,
        plan TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// Plans that no run came from are kept up to this number.
const KEPT: i64 = 20;

pub(crate) fn save(connection: &Connection, plan: &Plan) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO plans VALUES (?1, ?2, ?3)",
        params![
            plan.id.as_str(),
            to_ms(plan.made),
            serde_json::to_string(plan)?
        ],
    )?;
    connection.execute(
        "DELETE FROM plans WHERE id NOT IN (SELECT plan FROM runs)
             AND id NOT IN (SELECT id FROM plans ORDER BY made DESC LIMIT ?1)",
        [KEPT],
    )?;
    Ok(())
}

pub(crate) fn load(connection: &Connection, id: &PlanId) -> Result<Option<Plan>, StoreError> {
    read(connection, id)
}

/// What a plan was made of, without what it found.
pub(crate) fn draft(connection: &Connection, id: &PlanId) -> Result<Option<Draft>, StoreError> {
    #[derive(Deserialize)]
    struct Only {
        draft: Draft,
    }
    Ok(read::<Only>(connection, id)?.map(|only| only.draft))
}

fn read<T: DeserializeOwned>(
    connection: &Connection,
    id: &PlanId,
) -> Result<Option<T>, StoreError> {
    let kept: Option<String> = connection
        .query_row(
            "SELECT plan FROM plans WHERE id = ?1",
            [id.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
}
