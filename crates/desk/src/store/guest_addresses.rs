//! Table `guest_addresses`: further addresses of guests, and which guests of the copy hold certain
//! addresses.

use guests::address::{self, same_address};
use guests::guest::Guest;
use rusqlite::{Connection, params};

use super::StoreError;
use super::fold::fold;
use super::guests::{COLUMNS, read};

/// Addresses besides the mail, which has a column of its own; few guests have any.
pub(super) const CREATE: &str = "
    CREATE TABLE guest_addresses (
        key TEXT NOT NULL,
        row INTEGER NOT NULL,
        PRIMARY KEY (key, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX guest_addresses_by_row ON guest_addresses (row);";

/// Adds further addresses of a row, folded.
pub(super) fn add(connection: &Connection, row: i64, keys: &[String]) -> Result<(), StoreError> {
    for key in keys {
        connection
            .prepare_cached("INSERT OR IGNORE INTO guest_addresses (key, row) VALUES (?1, ?2)")?
            .execute(params![key, row])?;
    }
    Ok(())
}

/// Drops the further addresses of a row.
pub(super) fn drop_of(connection: &Connection, row: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM guest_addresses WHERE row = ?1")?
        .execute([row])?;
    Ok(())
}

/// Drops the addresses of rows that went.
pub(super) fn sweep(connection: &Connection) -> Result<(), StoreError> {
    connection
        .execute_batch("DELETE FROM guest_addresses WHERE row NOT IN (SELECT row FROM guests)")?;
    Ok(())
}

/// The guest who holds each of these addresses, as mail or as a further address; the first one
/// counts where several do. Addresses that no guest holds are left out.
pub(crate) fn holders(
    connection: &Connection,
    addresses: &[String],
) -> Result<Vec<(String, Guest)>, StoreError> {
    let mut by_mail =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM guests WHERE mail_key = ?1"))?;
    let mut by_others = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM guests WHERE row IN
             (SELECT row FROM guest_addresses WHERE key = ?1)"
    ))?;
    let mut found = Vec::new();
    for address in addresses {
        let key = fold(address);
        let guest = match first(by_mail.query([&key])?, address)? {
            Some(guest) => Some(guest),
            None => first(by_others.query([&key])?, address)?,
        };
        found.extend(guest.map(|guest| (address::fold(address), guest)));
    }
    Ok(found)
}

/// What is folded alike need not be the same address.
fn first(mut rows: rusqlite::Rows<'_>, address: &str) -> Result<Option<Guest>, StoreError> {
    while let Some(row) = rows.next()? {
        let guest = read(row)?;
        let mut held = guest.mail.iter().chain(&guest.other_mails);
        if held.any(|held| same_address(held, address)) {
            return Ok(Some(guest));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{guest_changes, guests};

    fn guest(id: &str, mail: &str, other_mails: &[&str]) -> Guest {
        Guest {
            id: id.into(),
            display_name: "Ana".to_owned(),
            mail: Some(mail.to_owned()),
            user_principal_name: format!("{id}#EXT#@contoso.example"),
            user_type: Some("Guest".to_owned()),
            creation_type: Some("Invitation".to_owned()),
            external_user_state: Some("Accepted".to_owned()),
            external_user_state_change: None,
            created: None,
            account_enabled: true,
            company_name: None,
            other_mails: other_mails.iter().map(|&mail| mail.to_owned()).collect(),
        }
    }

    #[test]
    fn a_guest_is_found_by_any_address_and_by_no_other() {
        let connection = Connection::open_in_memory().unwrap();
        for table in [guests::CREATE, guest_changes::CREATE, CREATE] {
            connection.execute_batch(table).unwrap();
        }
        let kept = [
            guest("1", "Ana@Fabrikam.example", &["ana@old.example"]),
            guest("2", "ána@fabrikam.example", &[]),
            guest("3", "xana@fabrikam.example", &["ana@fabrikam.example.org"]),
        ];
        guests::put(&connection, &kept, 1).unwrap();
        let asked = [
            "ANA@fabrikam.example",
            "ana@old.example",
            "ana@fabrikam.example.org",
            "na@fabrikam.example",
            "o\"'x@y.example",
        ]
        .map(str::to_owned);
        let found: Vec<_> = holders(&connection, &asked)
            .unwrap()
            .into_iter()
            .map(|(address, guest)| (address, guest.id.0))
            .collect();
        let expected = [
            ("ana@fabrikam.example", "1"),
            ("ana@old.example", "1"),
            ("ana@fabrikam.example.org", "3"),
        ];
        assert_eq!(
            found,
            expected.map(|(address, id)| (address.to_owned(), id.to_owned()))
        );
    }
}
