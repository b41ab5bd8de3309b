//! Whom a command concerns: addresses, ids, lists, or guests that a filter finds.

use std::path::Path;

use clap::Args;
use desk::Desk;
use desk::view::guests::GuestRow;
use guests::address::parse_list;
use guests::draft::DraftPerson;
use guests::id::UserId;
use uuid::Uuid;

use crate::exit::Failure;
use crate::filters::{self, Filters};
use crate::list::{self, ListOptions, ListRead};
use crate::output::tell;

/// Guests who are there already.
#[derive(Clone, Debug, Args)]
pub(crate) struct Whom {
    /// Addresses, object IDs, or a list in a file; - reads a list from standard input
    #[arg(value_name = "ADDRESS|ID|FILE.csv|-")]
    whom: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    list: ListOptions,
}

/// Whom a command concerns, and the lists that say so.
pub(crate) struct Found {
    pub(crate) people: Vec<DraftPerson>,
    pub(crate) lists: Vec<ListRead>,
}

impl Whom {
    /// Everybody meant, those that the copy knows with their ids.
    pub(crate) async fn find(&self, desk: &Desk) -> Result<Found, Failure> {
        if self.whom.is_empty() && self.filters.is_empty() {
            return Err(Failure::usage(
                "Say whom: addresses, IDs, a list, or a filter such as --pending-older-than.",
            ));
        }
        let (mut people, mut lists) = (Vec::new(), Vec::new());
        if !self.filters.is_empty() {
            if !self.whom.is_empty() {
                return Err(Failure::usage("Either addresses and lists, or filters."));
            }
            filters::up_to_date(desk, false).await?;
            people.extend(self.filters.guests(desk).await?.into_iter().map(person));
            if people.is_empty() {
                return Err(Failure::usage("No guest matches."));
            }
        }
        for text in &self.whom {
            if let Ok(id) = Uuid::try_parse(text.trim()) {
                people.push(by_id(desk, UserId(id.to_string())).await?);
            } else if text == "-" || is_list(text) {
                let (of_list, read) = list::read(desk, text, &self.list, None).await?;
                people.extend(without_access(of_list));
                lists.push(read);
            } else {
                people.extend(addresses(text));
            }
        }
        let (people, _) = desk.match_guests(people).await?;
        Ok(Found { people, lists })
    }
}

/// A list says here whom a command concerns. What else it asks for, such as groups of its own, is
/// not what the command was given for.
fn without_access(mut people: Vec<DraftPerson>) -> Vec<DraftPerson> {
    let mut left = 0;
    for own in people.iter_mut().filter_map(|person| person.own.as_mut()) {
        left += usize::from(!std::mem::take(&mut own.access).is_empty());
    }
    if left > 0 {
        tell!("usher: groups and applications that the list names are not given: {left} rows.");
    }
    people
}

/// People by addresses in any form, those that are none included: the plan says what is wrong.
pub(crate) fn addresses(text: &str) -> Vec<DraftPerson> {
    let entries = parse_list(text);
    if entries.is_empty() {
        return vec![bare(text)];
    }
    let entry = entries.into_iter().map(|entry| DraftPerson {
        display_name: entry.display_name,
        ..bare(&entry.address)
    });
    entry.collect()
}

fn bare(address: &str) -> DraftPerson {
    DraftPerson {
        address: address.to_owned(),
        display_name: None,
        user_id: None,
        own: None,
    }
}

fn person(row: GuestRow) -> DraftPerson {
    DraftPerson {
        address: row.mail.unwrap_or_default(),
        display_name: Some(row.display_name),
        user_id: Some(row.id),
        own: None,
    }
}

async fn by_id(desk: &Desk, id: UserId) -> Result<DraftPerson, Failure> {
    if let Some(row) = desk.guest_rows(std::slice::from_ref(&id)).await?.pop() {
        return Ok(person(row));
    }
    // Whether there is such a guest the plan says of this row, as it does of addresses.
    Ok(DraftPerson {
        user_id: Some(id.clone()),
        ..bare(id.as_str())
    })
}

/// An address is no file, whatever lies in the folder.
fn is_list(text: &str) -> bool {
    let path = Path::new(text);
    let named_so = path.extension().is_some_and(|extension| {
        ["csv", "tsv", "txt"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    path.is_file() && (named_so || !text.contains('@')) || named_so && !text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_from_addresses() {
        for list in ["partners.csv", "/no/such/LIST.TXT"] {
            assert!(is_list(list), "{list}");
        }
        for address in ["ada@partner.example", "ada@files.csv", "nobody"] {
            assert!(!is_list(address), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_left_for_the_plan_to_judge() {
        let named = addresses("Ada Lovelace <ada@partner.example>");
        assert_eq!(named[0].address, "ada@partner.example");
        assert_eq!(named[0].display_name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(addresses("nobody").len(), 1);
        assert_eq!(addresses("").len(), 1);
    }
}
