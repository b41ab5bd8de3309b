//! Which guests of the copy hold certain addresses.

use guests::address::{self, same_address};
use guests::guest::Guest;
use rusqlite::{Connection, params};

use super::StoreError;
use super::fold::fold;
use super::guests::{COLUMNS, read};

/// The guest who holds each of these addresses, as mail or as a further address; the first one
/// counts where several do. Addresses that no guest holds are left out.
pub(crate) fn holders(
    connection: &Connection,
    addresses: &[String],
) -> Result<Vec<(String, Guest)>, StoreError> {
    let mut by_mail =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM guests WHERE mail_key = ?1"))?;
    let mut anywhere = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM guests WHERE row IN
             (SELECT rowid FROM guests_text WHERE guests_text MATCH ?1 LIMIT 20)"
    ))?;
    let mut found = Vec::new();
    for address in addresses {
        let key = fold(address);
        let quoted = format!("\"{}\"", key.replace('"', "\"\""));
        let guest = match first(by_mail.query(params![key])?, address)? {
            Some(guest) => Some(guest),
            None => first(anywhere.query(params![quoted])?, address)?,
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
    use crate::store::guests;

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
        connection.execute_batch(guests::CREATE).unwrap();
        connection.execute_batch(guests::WITHOUT_TRIGGERS).unwrap();
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
