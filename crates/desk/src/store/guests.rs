//! Table `guests`: the copy of the tenant's guests.

use guests::guest::{Guest, GuestState};
use guests::id::UserId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use time::OffsetDateTime;

use super::fold::fold;
use super::times::{from_ms_option, to_ms};
use super::{StoreError, guest_addresses, guest_changes};

/// The guests, what they are found by in the copy, and the change that each row was last touched
/// by. What the list is searched and sorted by has no index here: see `search`.
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
        mail_key TEXT NOT NULL,
        folded TEXT NOT NULL,
        change INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX guests_by_mail ON guests (mail_key);
    CREATE INDEX guests_by_generation ON guests (generation);
    CREATE INDEX guests_by_change ON guests (change);";

/// Earlier formats had the list's searches in SQL. The copy is loaded afresh.
pub(super) const DROP_FORMER: &str = "
    DROP TABLE IF EXISTS guests_text;
    DROP TABLE IF EXISTS guests;";

/// The columns that [`read`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, display_name, mail, user_principal_name, user_type, \
    creation_type, external_user_state, state_changed, created, account_enabled, company_name, \
    other_mails";

/// The number under which a state is kept, in the order in which states are sorted.
pub(crate) fn state_number(state: GuestState) -> u8 {
    match state {
        GuestState::PendingAcceptance => 0,
        GuestState::Accepted => 1,
        GuestState::Blocked => 2,
        GuestState::NoState => 3,
    }
}

/// Keeps guests as the directory just said they are. Gives how many of them the full load of this
/// generation had not brought before.
pub(crate) fn put(
    connection: &Connection,
    guests: &[Guest],
    generation: i64,
) -> Result<u32, StoreError> {
    let mut brought = 0;
    let mut number = None;
    for guest in guests {
        let kept = kept(connection, &guest.id)?;
        if kept
            .as_ref()
            .is_none_or(|kept| kept.generation < generation)
        {
            brought += 1;
        }
        match kept {
            Some(kept) if kept.is(guest) => {
                if kept.generation < generation {
                    connection
                        .prepare_cached("UPDATE guests SET generation = ?2 WHERE row = ?1")?
                        .execute((kept.row, generation))?;
                }
            }
            other => {
                let number = match number {
                    Some(number) => number,
                    None => *number.insert(guest_changes::next(connection)?),
                };
                match other {
                    Some(kept) => change(connection, &kept, guest, generation, number)?,
                    None => insert(connection, guest, generation, number)?,
                }
            }
        }
    }
    Ok(brought)
}

/// A row that is there.
struct Kept {
    row: i64,
    generation: i64,
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
    let sql = format!("SELECT {COLUMNS}, row, generation FROM guests WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id.as_str()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(Kept {
        row: row.get(12)?,
        generation: row.get(13)?,
        guest: read(row)?,
    }))
}

fn insert(
    connection: &Connection,
    guest: &Guest,
    generation: i64,
    number: i64,
) -> Result<(), StoreError> {
    let keys = Keys::of(guest);
    connection
        .prepare_cached(
            "INSERT INTO guests (id, display_name, mail, user_principal_name, user_type,
                 creation_type, external_user_state, state_changed, created, account_enabled,
                 company_name, other_mails, generation, state, domain, mail_key, folded, change)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)",
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
            keys.mail,
            keys.folded,
            number,
        ])?;
    guest_addresses::add(connection, connection.last_insert_rowid(), &keys.others)
}

fn change(
    connection: &Connection,
    kept: &Kept,
    guest: &Guest,
    generation: i64,
    number: i64,
) -> Result<(), StoreError> {
    let keys = Keys::of(guest);
    connection
        .prepare_cached(
            "UPDATE guests SET display_name = ?2, mail = ?3, user_principal_name = ?4,
                 user_type = ?5, creation_type = ?6, external_user_state = ?7, state_changed = ?8,
                 created = ?9, account_enabled = ?10, company_name = ?11, other_mails = ?12,
                 generation = max(generation, ?13), state = ?14, domain = ?15, mail_key = ?16,
                 folded = ?17, change = ?18
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
            keys.mail,
            keys.folded,
            number,
        ])?;
    guest_addresses::drop_of(connection, kept.row)?;
    guest_addresses::add(connection, kept.row, &keys.others)
}

/// What a guest is found by.
struct Keys {
    mail: String,
    /// Further addresses.
    others: Vec<String>,
    /// All of it, for the search: name, mail and company in the first three lines, by which lists
    /// are sorted.
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
        let others: Vec<String> = guest
            .other_mails
            .iter()
            .filter(|other| Some(*other) != guest.mail.as_ref())
            .map(|other| fold(other))
            .collect();
        let mut folded = format!("{name}\n{mail}\n{company}\n{}", fold(address));
        for other in &others {
            folded.push('\n');
            folded.push_str(other);
        }
        Self {
            mail,
            others,
            folded,
        }
    }
}

/// Drops a user who is no guest any more. True where one was there.
pub(crate) fn remove(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    let row = connection
        .prepare_cached("DELETE FROM guests WHERE id = ?1 RETURNING row")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(row) = row else { return Ok(false) };
    guest_addresses::drop_of(connection, row)?;
    guest_changes::note_gone(connection, row)?;
    Ok(true)
}

/// Drops what a full load did not find again.
pub(crate) fn sweep(connection: &Connection, generation: i64) -> Result<(), StoreError> {
    let swept = connection.execute("DELETE FROM guests WHERE generation < ?1", [generation])?;
    if swept > 0 {
        guest_addresses::sweep(connection)?;
        guest_changes::begin_anew(connection)?;
    }
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

/// The guest of a row, where it is still there.
pub(crate) fn at(connection: &Connection, row: i64) -> Result<Option<Guest>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM guests WHERE row = ?1"))?;
    let mut rows = statement.query([row])?;
    rows.next()?.map(read).transpose()
}

/// The id of a row's guest, where it is still there.
pub(crate) fn id_at(connection: &Connection, row: i64) -> Result<Option<UserId>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT id FROM guests WHERE row = ?1")?
        .query_row([row], |row| row.get(0).map(UserId))
        .optional()?)
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

/// How many guests there are.
pub(crate) fn count(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM guests")?
        .query_row([], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use time::macros::datetime;

    use super::*;
    use crate::search::Entry;

    fn store() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        for table in [CREATE, guest_addresses::CREATE, guest_changes::CREATE] {
            connection.execute_batch(table).unwrap();
        }
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

    /// What the search would hold, after it has taken over all changes since it last looked.
    fn follow(connection: &Connection, seen: &mut (i64, BTreeMap<i64, String>)) -> Vec<String> {
        let now = guest_changes::now(connection).unwrap();
        let (change, texts) = seen;
        if now.whole > *change {
            texts.clear();
            let keep = |entry: Entry| drop(texts.insert(entry.row, entry.folded));
            guest_changes::all(connection, keep).unwrap();
        } else {
            for row in guest_changes::gone(connection, *change).unwrap() {
                texts.remove(&row);
            }
            let changed = guest_changes::changed(connection, *change).unwrap();
            texts.extend(changed.into_iter().map(|entry| (entry.row, entry.folded)));
        }
        *change = now.change;
        let name = |text: &String| text.lines().next().unwrap().to_owned();
        let mut names: Vec<String> = texts.values().map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn whoever_follows_the_changes_holds_what_is_there() {
        let connection = store();
        let seen = &mut (0, BTreeMap::new());
        let both = [guest("a", "Ada"), guest("b", "Bert"), guest("a", "Adam")];
        assert_eq!(put(&connection, &both, 1).unwrap(), 2);
        assert_eq!(follow(&connection, seen), ["adam", "bert"]);
        put(&connection, &[guest("b", "Berta"), guest("c", "Cleo")], 1).unwrap();
        assert_eq!(follow(&connection, seen), ["adam", "berta", "cleo"]);
        // The row of the last one is given to whoever comes next.
        assert!(remove(&connection, "c").unwrap());
        assert!(!remove(&connection, "c").unwrap());
        put(&connection, &[guest("d", "Dora")], 1).unwrap();
        assert_eq!(follow(&connection, seen), ["adam", "berta", "dora"]);
        assert!(remove(&connection, "d").unwrap());
        assert_eq!(follow(&connection, seen), ["adam", "berta"]);
        put(&connection, &[guest("a", "Adam")], 2).unwrap();
        sweep(&connection, 2).unwrap();
        assert_eq!(follow(&connection, seen), ["adam"]);
        put(&connection, &[guest("e", "Emma")], 2).unwrap();
        assert_eq!(follow(&connection, seen), ["adam", "emma"]);
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
        let kept = find(&connection, &UserId("a".to_owned())).unwrap();
        assert_eq!(kept.unwrap().display_name, "Anna");
    }
}
