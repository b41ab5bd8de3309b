//! Table `guests`: the copy of the tenant's guests, with an index over any part of their names,
//! addresses and companies.

use guests::guest::{Guest, GuestState};
use guests::id::UserId;
use rusqlite::{Connection, Row, params};

use super::StoreError;
use super::fold::fold;
use super::times::{from_ms_option, to_ms};
use crate::view::guests::{DomainCount, GuestCounts};

/// Everything a window is filtered and sorted by has a column and an index of its own. Sort keys
/// end in the row's number, so that the order is the same each time.
pub(super) const CREATE: &str = "
    CREATE TABLE guests (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        display_name TEXT NOT NULL,
        mail TEXT,
        user_principal_name TEXT NOT NULL,
        user_type TEXT,
        creation_type TEXT,
        external_user_state TEXT,
        state_changed INTEGER,
        created INTEGER,
        account_enabled INTEGER NOT NULL,
        company_name TEXT,
        other_mails TEXT NOT NULL,
        generation INTEGER NOT NULL,
        state INTEGER NOT NULL,
        domain TEXT,
        name_key TEXT NOT NULL,
        mail_key TEXT NOT NULL,
        company_key TEXT NOT NULL,
        folded TEXT NOT NULL
    ) STRICT;
    CREATE INDEX guests_by_name ON guests (name_key);
    CREATE INDEX guests_by_mail ON guests (mail_key);
    CREATE INDEX guests_by_domain ON guests (domain, name_key);
    CREATE INDEX guests_by_company ON guests (company_key);
    CREATE INDEX guests_by_state ON guests (state, name_key);
    CREATE INDEX guests_by_created ON guests (created);
    CREATE INDEX guests_by_state_changed ON guests (state_changed);
    CREATE INDEX guests_by_generation ON guests (generation);
    CREATE VIRTUAL TABLE guests_text USING fts5 (
        folded, content = 'guests', content_rowid = 'row',
        tokenize = 'trigram remove_diacritics 1'
    );
    CREATE TRIGGER guests_text_new AFTER INSERT ON guests BEGIN
        INSERT INTO guests_text (rowid, folded) VALUES (new.row, new.folded);
    END;
    CREATE TRIGGER guests_text_gone AFTER DELETE ON guests BEGIN
        INSERT INTO guests_text (guests_text, rowid, folded) VALUES ('delete', old.row, old.folded);
    END;
    CREATE TRIGGER guests_text_changed AFTER UPDATE OF folded ON guests
        WHEN old.folded IS NOT new.folded BEGIN
        INSERT INTO guests_text (guests_text, rowid, folded) VALUES ('delete', old.row, old.folded);
        INSERT INTO guests_text (rowid, folded) VALUES (new.row, new.folded);
    END;";

/// The columns that [`read`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, display_name, mail, user_principal_name, user_type, \
    creation_type, external_user_state, state_changed, created, account_enabled, company_name, \
    other_mails";

/// The number under which a state is kept, in the order in which states are sorted.
pub(crate) fn state_number(state: GuestState) -> i64 {
    match state {
        GuestState::PendingAcceptance => 0,
        GuestState::Accepted => 1,
        GuestState::Blocked => 2,
        GuestState::NoState => 3,
    }
}

/// Keeps guests as the directory just said they are.
pub(crate) fn put(
    connection: &Connection,
    guests: &[Guest],
    generation: i64,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO guests (id, display_name, mail, user_principal_name, user_type, creation_type,
             external_user_state, state_changed, created, account_enabled, company_name, other_mails,
             generation, state, domain, name_key, mail_key, company_key, folded)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)
         ON CONFLICT (id) DO UPDATE SET
             display_name = excluded.display_name, mail = excluded.mail,
             user_principal_name = excluded.user_principal_name, user_type = excluded.user_type,
             creation_type = excluded.creation_type,
             external_user_state = excluded.external_user_state,
             state_changed = excluded.state_changed, created = excluded.created,
             account_enabled = excluded.account_enabled, company_name = excluded.company_name,
             other_mails = excluded.other_mails, generation = excluded.generation,
             state = excluded.state, domain = excluded.domain, name_key = excluded.name_key,
             mail_key = excluded.mail_key, company_key = excluded.company_key,
             folded = excluded.folded",
    )?;
    for guest in guests {
        let name_key = fold(&guest.display_name);
        let mail_key = guest.mail.as_deref().map(fold).unwrap_or_default();
        let company_key = guest.company_name.as_deref().map(fold).unwrap_or_default();
        let address = if guest.mail.is_some() {
            ""
        } else {
            &guest.user_principal_name
        };
        let mut folded = format!("{name_key}\n{mail_key}\n{company_key}\n{}", fold(address));
        for other in guest
            .other_mails
            .iter()
            .filter(|other| Some(*other) != guest.mail.as_ref())
        {
            folded.push('\n');
            folded.push_str(&fold(other));
        }
        statement.execute(params![
            guest.id.as_str(),
            guest.display_name,
            guest.mail,
            guest.user_principal_name,
            guest.user_type,
            guest.creation_type,
            guest.external_user_state,
            guest.external_user_state_change.map(to_ms),
            guest.created.map(to_ms),
            guest.account_enabled,
            guest.company_name,
            serde_json::to_string(&guest.other_mails)?,
            generation,
            state_number(guest.state()),
            guest.partner_domain(),
            name_key,
            mail_key,
            company_key,
            folded,
        ])?;
    }
    Ok(())
}

/// Drops a user who is no guest any more. True where one was there.
pub(crate) fn remove(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("DELETE FROM guests WHERE id = ?1")?
        .execute([id])?
        > 0)
}

/// Drops what a full load did not find again.
pub(crate) fn sweep(connection: &Connection, generation: i64) -> Result<(), StoreError> {
    connection.execute("DELETE FROM guests WHERE generation < ?1", [generation])?;
    connection.execute_batch("PRAGMA optimize")?;
    Ok(())
}

/// Guests that the load under way has brought so far.
pub(crate) fn loaded(connection: &Connection, generation: i64) -> Result<u32, StoreError> {
    Ok(connection.query_row(
        "SELECT count(*) FROM guests WHERE generation = ?1",
        [generation],
        |row| row.get(0),
    )?)
}

/// One guest, as last read.
pub(crate) fn find(connection: &Connection, id: &UserId) -> Result<Option<Guest>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM guests WHERE id = ?1"))?;
    let mut rows = statement.query([id.as_str()])?;
    rows.next()?.map(read).transpose()
}

/// A row of [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> Result<Guest, StoreError> {
    let other_mails: String = row.get(11)?;
    Ok(Guest {
        id: UserId(row.get(0)?),
        display_name: row.get(1)?,
        mail: row.get(2)?,
        user_principal_name: row.get(3)?,
        user_type: row.get(4)?,
        creation_type: row.get(5)?,
        external_user_state: row.get(6)?,
        external_user_state_change: from_ms_option(row.get(7)?)?,
        created: from_ms_option(row.get(8)?)?,
        account_enabled: row.get(9)?,
        company_name: row.get(10)?,
        other_mails: serde_json::from_str(&other_mails)?,
    })
}

/// How many guests are in each state.
pub(crate) fn counts(connection: &Connection) -> Result<GuestCounts, StoreError> {
    let mut counts = GuestCounts::default();
    let mut statement =
        connection.prepare_cached("SELECT state, count(*) FROM guests GROUP BY state")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(1)?;
        counts.all += number;
        match row.get::<_, i64>(0)? {
            0 => counts.pending_acceptance = number,
            1 => counts.accepted = number,
            2 => counts.blocked = number,
            _ => counts.no_state = number,
        }
    }
    Ok(counts)
}

/// Partner domains that hold this text, those of most guests first.
pub(crate) fn domains(connection: &Connection, text: &str) -> Result<Vec<DomainCount>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT domain, count(*) AS guests FROM guests
         WHERE domain IS NOT NULL AND instr(domain, ?1) > 0
         GROUP BY domain ORDER BY guests DESC, domain LIMIT 200",
    )?;
    let rows = statement.query_map([text.trim().to_lowercase()], |row| {
        Ok(DomainCount {
            domain: row.get(0)?,
            guests: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
