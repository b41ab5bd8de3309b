//! Windows of guests: by text, state, partner domain and age, in any order.
//!
//! The store keeps the guests; what they are searched and sorted by is kept in memory too, made
//! from the store when first needed and brought up to date by what changed there since, whoever
//! changed it. Of a window, only the rows that are shown are read from the store.

mod bits;
mod index;
mod texts;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use guests::guest::Guest;
use guests::id::UserId;
use rusqlite::Connection;

pub(crate) use index::Entry;

use crate::store::fold::fold;
use crate::store::times::to_ms;
use crate::store::{StoreError, guest_changes, guests as table};
use crate::view::guests::{DomainCount, GuestCounts, GuestQuery, GuestRow, GuestSort, GuestWindow};
use bits::Bits;
use index::{Filter, Index};

/// Rows in a window at most.
const MOST_ROWS: u32 = 500;
/// Words of a text that are searched for at most.
const MOST_WORDS: usize = 8;
/// Partner domains that are listed at most.
const MOST_DOMAINS: usize = 200;
/// What was found last is kept for the next windows of the same list.
const KEPT: usize = 8;

/// The guests of one store, as they are searched.
#[derive(Default)]
pub(crate) struct Search(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    index: Option<Index>,
    /// The change that the index was last brought up to.
    change: i64,
    /// What was found last, the newest at the end.
    found: Vec<(Filter, Arc<Bits>)>,
}

impl Search {
    /// Makes ready what takes longest, order by order, so that nobody waits for it later. Others
    /// may search in between.
    pub(crate) fn warm(&self, connection: &Connection) -> Result<(), StoreError> {
        for sort in GuestSort::ALL {
            self.memory(connection)?.index().prepare(sort);
        }
        Ok(())
    }

    /// A window of rows with the total.
    pub(crate) fn window(
        &self,
        connection: &Connection,
        query: &GuestQuery,
    ) -> Result<GuestWindow, StoreError> {
        // One look at the store, so that the rows are those that were found.
        let reading = connection.unchecked_transaction()?;
        let (total, rows) = {
            let mut memory = self.memory(&reading)?;
            let found = memory.find(filter(query));
            let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
            let count = query.count.min(MOST_ROWS) as usize;
            let order = (query.sort, query.descending);
            (
                found.count(),
                memory.index().window(&found, order, offset, count),
            )
        };
        let read = rows.iter().map(|row| table::at(&reading, *row));
        let rows = read
            .filter_map(Result::transpose)
            .map(|guest| Ok(GuestRow::from(&guest?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(GuestWindow {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            offset: query.offset,
            rows,
        })
    }

    /// Ids of the window of all that match, in the query's order; a window may hold them all.
    pub(crate) fn ids(
        &self,
        connection: &Connection,
        query: &GuestQuery,
    ) -> Result<Vec<UserId>, StoreError> {
        let reading = connection.unchecked_transaction()?;
        let rows = {
            let mut memory = self.memory(&reading)?;
            let found = memory.find(filter(query));
            let order = (query.sort, query.descending);
            let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
            let count = usize::try_from(query.count).unwrap_or(usize::MAX);
            memory.index().window(&found, order, offset, count)
        };
        let ids = rows.iter().map(|row| table::id_at(&reading, *row));
        ids.filter_map(Result::transpose).collect()
    }

    /// How many guests are in each state.
    pub(crate) fn counts(&self, connection: &Connection) -> Result<GuestCounts, StoreError> {
        let mut counts = GuestCounts::default();
        for (state, number) in self.memory(connection)?.index().states() {
            counts.all += number;
            match state {
                0 => counts.pending_acceptance = number,
                1 => counts.accepted = number,
                2 => counts.blocked = number,
                _ => counts.no_state = number,
            }
        }
        Ok(counts)
    }

    /// Partner domains that hold this text, those of most guests first.
    pub(crate) fn domains(
        &self,
        connection: &Connection,
        text: &str,
    ) -> Result<Vec<DomainCount>, StoreError> {
        let text = text.trim().to_lowercase();
        let mut memory = self.memory(connection)?;
        let known = memory.index().domains();
        let mut domains: Vec<DomainCount> = known
            .filter(|(domain, _)| domain.contains(&text))
            .map(|(domain, guests)| DomainCount {
                domain: domain.to_owned(),
                guests,
            })
            .collect();
        domains.sort_by(|a, b| {
            b.guests
                .cmp(&a.guests)
                .then_with(|| a.domain.cmp(&b.domain))
        });
        domains.truncate(MOST_DOMAINS);
        Ok(domains)
    }

    /// The index, up to date with what this connection sees.
    fn memory(&self, connection: &Connection) -> Result<MutexGuard<'_, Memory>, StoreError> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.catch_up(connection)?;
        Ok(memory)
    }
}

impl Memory {
    fn catch_up(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let now = guest_changes::now(connection)?;
        if self.index.is_some() && self.change >= now.change {
            return Ok(());
        }
        self.found.clear();
        let known = self.index.take().filter(|_| now.whole <= self.change);
        self.index = match known {
            Some(mut index) => {
                let gone = guest_changes::gone(connection, self.change)?;
                let changed = guest_changes::changed(connection, self.change)?;
                index.update(&gone, changed).then_some(index)
            }
            None => None,
        };
        if self.index.is_none() {
            let mut index = Index::default();
            guest_changes::all(connection, |entry| index.push(entry))?;
            index.shrink();
            self.index = Some(index);
        }
        self.change = now.change;
        Ok(())
    }

    fn index(&mut self) -> &mut Index {
        self.index.get_or_insert_default()
    }

    fn find(&mut self, filter: Filter) -> Arc<Bits> {
        if let Some(place) = self.found.iter().position(|(known, _)| *known == filter) {
            let known = self.found.remove(place);
            let bits = Arc::clone(&known.1);
            self.found.push(known);
            return bits;
        }
        let bits = Arc::new(self.index().matching(&filter));
        if self.found.len() == KEPT {
            self.found.remove(0);
        }
        self.found.push((filter, Arc::clone(&bits)));
        bits
    }
}

/// What a query narrows the list down by. Every word of the folded text counts, wherever it
/// stands: `novak pietro` finds Pietro Novak.
fn filter(query: &GuestQuery) -> Filter {
    Filter {
        states: query
            .states
            .iter()
            .copied()
            .map(table::state_number)
            .collect(),
        domains: query
            .domains
            .iter()
            .map(|domain| domain.to_lowercase())
            .collect(),
        created_from: query.created_from.map(to_ms),
        created_to: query.created_to.map(to_ms),
        words: fold(&query.text)
            .split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect(),
    }
}

/// The rows of these guests, in the order asked for; those that are gone are left out.
pub(crate) fn rows(connection: &Connection, ids: &[UserId]) -> Result<Vec<GuestRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(guest) = table::find(connection, id)? {
            rows.push(GuestRow::from(&guest));
        }
    }
    Ok(rows)
}

impl From<&Guest> for GuestRow {
    fn from(guest: &Guest) -> Self {
        Self {
            id: guest.id.clone(),
            display_name: guest.display_name.clone(),
            mail: guest.mail.clone(),
            user_principal_name: guest.user_principal_name.clone(),
            partner_domain: guest.partner_domain(),
            company_name: guest.company_name.clone(),
            kind: guest.kind(),
            state: guest.state(),
            invitation_state: guest.invitation_state(),
            created: guest.created,
            state_changed: guest.external_user_state_change,
        }
    }
}
