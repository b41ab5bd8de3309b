//! Table `guests`: the copy of the tenant's guests, with an index over any part of their names,
//! addresses and companies.

use guests::guest::{Guest, GuestState};
use guests::id::UserId;
use rusqlite::{Connection, Row, params};
use time::OffsetDateTime;

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

/// Lets go of the triggers that kept the text index: each change made by a trigger was written into
/// the index by itself, which took longer than all the rest. [`put`], [`remove`] and [`sweep`] keep
/// it now, many rows in one statement.
pub(super) const WITHOUT_TRIGGERS: &str = "
    DROP TRIGGER guests_text_new;
    DROP TRIGGER guests_text_gone;
    DROP TRIGGER guests_text_changed;";

/// Keeps guests as the directory just said they are. Gives how many of them the full load of this
/// generation had not brought before.
pub(crate) fn put(
    connection: &Connection,
    guests: &[Guest],
    generation: i64,
) -> Result<u32, StoreError> {
    let last: i64 =
        connection.query_row("SELECT coalesce(max(row), 0) FROM guests", [], |row| {
            row.get(0)
        })?;
    let mut brought = 0;
    for guest in guests {
        let Some(kept) = kept(connection, &guest.id)? else {
            insert(connection, guest, generation)?;
            brought += 1;
            continue;
        };
        if kept.generation < generation {
            brought += 1;
        }
        // A row of this call is not in the index yet.
        let is_indexed = kept.row <= last;
        if !kept.is(guest) {
            change(connection, &kept, guest, generation, is_indexed)?;
        } else if kept.generation < generation {
            connection
                .prepare_cached("UPDATE guests SET generation = ?2 WHERE row = ?1")?
                .execute((kept.row, generation))?;
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO guests_text (rowid, folded) SELECT row, folded FROM guests WHERE row > ?1",
        )?
        .execute([last])?;
    Ok(brought)
}

/// A row that is there.
struct Kept {
    row: i64,
    generation: i64,
    folded: String,
    guest: Guest,
}

impl Kept {
    /// Whether the guest is as kept, where moments are kept to the millisecond.
    fn is(&self, guest: &Guest) -> bool {
        let as_kept = |moment: Option<OffsetDateTime>| moment.map(to_ms);
        as_kept(self.guest.created) == as_kept(guest.created)
            && as_kept(self.guest.external_user_state_change)
                == as_kept(guest.external_user_state_change)
            && self.guest
                == Guest {
                    created: self.guest.created,
                    external_user_state_change: self.guest.external_user_state_change,
                    ..guest.clone()
                }
    }
}

fn kept(connection: &Connection, id: &UserId) -> Result<Option<Kept>, StoreError> {
    let sql = format!("SELECT {COLUMNS}, row, generation, folded FROM guests WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id.as_str()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(Kept {
        row: row.get(12)?,
        generation: row.get(13)?,
        folded: row.get(14)?,
        guest: read(row)?,
    }))
}

fn insert(connection: &Connection, guest: &Guest, generation: i64) -> Result<(), StoreError> {
    let keys = Keys::of(guest);
    connection
        .prepare_cached(
            "INSERT INTO guests (id, display_name, mail, user_principal_name, user_type,
                 creation_type, external_user_state, state_changed, created, account_enabled,
                 company_name, other_mails, generation, state, domain, name_key, mail_key,
                 company_key, folded)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)",
        )?
        .execute(params![
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
            keys.name,
            keys.mail,
            keys.company,
            keys.folded,
        ])?;
    Ok(())
}

fn change(
    connection: &Connection,
    kept: &Kept,
    guest: &Guest,
    generation: i64,
    is_indexed: bool,
) -> Result<(), StoreError> {
    let keys = Keys::of(guest);
    connection
        .prepare_cached(
            "UPDATE guests SET display_name = ?2, mail = ?3, user_principal_name = ?4,
                 user_type = ?5, creation_type = ?6, external_user_state = ?7, state_changed = ?8,
                 created = ?9, account_enabled = ?10, company_name = ?11, other_mails = ?12,
                 generation = max(generation, ?13), state = ?14, domain = ?15, name_key = ?16,
                 mail_key = ?17, company_key = ?18, folded = ?19
             WHERE row = ?1",
        )?
        .execute(params![
            kept.row,
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
            keys.name,
            keys.mail,
            keys.company,
            keys.folded,
        ])?;
    if is_indexed && keys.folded != kept.folded {
        unindex(connection, kept.row, &kept.folded)?;
        connection
            .prepare_cached("INSERT INTO guests_text (rowid, folded) VALUES (?1, ?2)")?
            .execute((kept.row, &keys.folded))?;
    }
    Ok(())
}

/// Takes a row out of the text index, which has to be told what it holds of it.
fn unindex(connection: &Connection, row: i64, folded: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO guests_text (guests_text, rowid, folded) VALUES ('delete', ?1, ?2)",
        )?
        .execute((row, folded))?;
    Ok(())
}

/// What a guest is sorted and found by.
struct Keys {
    name: String,
    mail: String,
    company: String,
    folded: String,
}

impl Keys {
    fn of(guest: &Guest) -> Self {
        let name = fold(&guest.display_name);
        let mail = guest.mail.as_deref().map(fold).unwrap_or_default();
        let company = guest.company_name.as_deref().map(fold).unwrap_or_default();
        let address = if guest.mail.is_some() {
            ""
        } else {
            &guest.user_principal_name
        };
        let mut folded = format!("{name}\n{mail}\n{company}\n{}", fold(address));
        for other in guest
            .other_mails
            .iter()
            .filter(|other| Some(*other) != guest.mail.as_ref())
        {
            folded.push('\n');
            folded.push_str(&fold(other));
        }
        Self {
            name,
            mail,
            company,
            folded,
        }
    }
}

/// Drops a user who is no guest any more. True where one was there.
pub(crate) fn remove(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    let Some(kept) = kept(connection, &UserId(id.to_owned()))? else {
        return Ok(false);
    };
    unindex(connection, kept.row, &kept.folded)?;
    connection
        .prepare_cached("DELETE FROM guests WHERE row = ?1")?
        .execute([kept.row])?;
    Ok(true)
}

/// Drops what a full load did not find again.
pub(crate) fn sweep(connection: &Connection, generation: i64) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO guests_text (guests_text, rowid, folded)
         SELECT 'delete', row, folded FROM guests WHERE generation < ?1",
        [generation],
    )?;
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

/// Guests by user type that the load of this generation has brought.
pub(crate) fn loaded_guests(connection: &Connection, generation: i64) -> Result<u64, StoreError> {
    let brought: u32 = connection.query_row(
        "SELECT count(*) FROM guests WHERE generation >= ?1 AND user_type = 'Guest'",
        [generation],
        |row| row.get(0),
    )?;
    Ok(u64::from(brought))
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

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn store() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        connection.execute_batch(WITHOUT_TRIGGERS).unwrap();
        connection
    }

    fn guest(id: &str, name: &str) -> Guest {
        Guest {
            id: UserId(id.to_owned()),
            display_name: name.to_owned(),
            mail: Some(format!("{id}@partner.example")),
            user_principal_name: format!("{id}_partner.example#EXT#@contoso.example"),
            user_type: Some("Guest".to_owned()),
            creation_type: Some("Invitation".to_owned()),
            external_user_state: Some("Accepted".to_owned()),
            external_user_state_change: Some(datetime!(2026-11-24 08:00:00.123_456_7 UTC)),
            created: Some(datetime!(2026-11-24 07:00:00.765_432_1 UTC)),
            account_enabled: true,
            company_name: None,
            other_mails: Vec::new(),
        }
    }

    /// Ids by a text, after the index was held against the table.
    fn found(connection: &Connection, text: &str) -> Vec<String> {
        let check = "INSERT INTO guests_text (guests_text, rank) VALUES ('integrity-check', 1)";
        connection.execute(check, []).unwrap();
        let sql = "SELECT id FROM guests WHERE row IN
            (SELECT rowid FROM guests_text WHERE guests_text MATCH ?1) ORDER BY id";
        let mut statement = connection.prepare(sql).unwrap();
        let ids = statement.query_map([format!("\"{text}\"")], |row| row.get(0));
        ids.unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn the_text_index_follows_every_change() {
        let connection = store();
        let both = [guest("a", "Ada"), guest("b", "Bert"), guest("a", "Adam")];
        assert_eq!(put(&connection, &both, 1).unwrap(), 2);
        assert_eq!(found(&connection, "adam"), ["a"]);
        assert_eq!(found(&connection, "partner"), ["a", "b"]);
        put(&connection, &[guest("b", "Berta"), guest("c", "Cleo")], 1).unwrap();
        assert_eq!(found(&connection, "berta"), ["b"]);
        assert_eq!(found(&connection, "cleo"), ["c"]);
        assert!(remove(&connection, "c").unwrap());
        assert!(!remove(&connection, "c").unwrap());
        assert_eq!(found(&connection, "cleo"), [""; 0]);
        put(&connection, &[guest("a", "Adam")], 2).unwrap();
        sweep(&connection, 2).unwrap();
        assert_eq!(found(&connection, "partner"), ["a"]);
    }

    #[test]
    fn what_is_brought_again_counts_once_and_is_written_only_if_it_changed() {
        let connection = store();
        assert_eq!(put(&connection, &[guest("a", "Ada")], 1).unwrap(), 1);
        assert_eq!(put(&connection, &[guest("a", "Ada")], 1).unwrap(), 0);
        let changes = || connection.query_row("SELECT total_changes()", [], |row| row.get(0));
        let before: i64 = changes().unwrap();
        assert_eq!(put(&connection, &[guest("a", "Ada")], 1).unwrap(), 0);
        assert_eq!(changes(), Ok(before));
        assert_eq!(put(&connection, &[guest("a", "Ada")], 2).unwrap(), 1);
        assert_eq!(put(&connection, &[guest("a", "Anna")], 1).unwrap(), 0);
        assert_eq!(loaded_guests(&connection, 2).unwrap(), 1);
        assert_eq!(found(&connection, "anna"), ["a"]);
    }
}
