//! The file's format, and how an older one is brought up to date.

use rusqlite::Connection;

use super::{
    StoreError, defaults, guest_addresses, guest_changes, guests, plans, redeem_links, run_steps,
    runs, sync_state,
};

/// One entry a format, oldest first: what each table needs. An older Usher may not open the
/// file once a newer one has written it.
const FORMATS: &[&[&str]] = &[
    &[
        sync_state::CREATE,
        defaults::CREATE,
        plans::CREATE,
        runs::CREATE,
        run_steps::CREATE,
        redeem_links::CREATE,
    ],
    &[run_steps::COUNT],
    &[runs::WORKED, run_steps::ENDED],
    // Changed how the guests were indexed, which the next one does away with.
    &[],
    &[
        guests::DROP_FORMER,
        guests::CREATE,
        guest_addresses::CREATE,
        guest_changes::CREATE,
        sync_state::AFRESH,
    ],
    &[runs::BY_ADDRESS, run_steps::SETTLED],
];

/// Refuses a file of a later format, before anything is written to it.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), StoreError> {
    let (found, known) = (format(connection)?, newest());
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(())
}

/// Refuses a file of an earlier format, which a process that knows no other has open.
pub(super) fn refuse_older(connection: &Connection) -> Result<(), StoreError> {
    if format(connection)? < newest() {
        return Err(StoreError::Older);
    }
    Ok(())
}

/// Brings the file up to date, one format a transaction.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let mut number = format(connection)?;
    let done = usize::try_from(number).unwrap_or(0);
    for tables in FORMATS.iter().skip(done) {
        number += 1;
        let change = connection.transaction()?;
        for table in *tables {
            change.execute_batch(table)?;
        }
        change.pragma_update(None, "user_version", number)?;
        change.commit()?;
    }
    Ok(())
}

fn newest() -> i64 {
    i64::try_from(FORMATS.len()).unwrap_or(i64::MAX)
}

fn format(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
