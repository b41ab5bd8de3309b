//! Windows of guests: by text, state, partner domain and age, in any order.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use guests::guest::Guest;
use guests::id::UserId;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::store::fold::fold;
use crate::store::times::to_ms;
use crate::store::{StoreError, guests as table};
use crate::view::guests::{GuestQuery, GuestRow, GuestSort, GuestWindow};

/// Rows in a window at most.
const MOST_ROWS: u32 = 500;
/// Ids of a selection at most.
pub(crate) const MOST_IDS: u32 = 5_000;
/// Up to this many matches of a text are gathered and sorted; where there are more, the order is
/// walked until the window is full, which then comes soon.
const FEW: u32 = 1_500;

/// Totals of the last queries: the same text is asked for again with each window scrolled to.
#[derive(Default)]
pub(crate) struct Totals(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    version: u64,
    totals: HashMap<String, u32>,
}

impl Totals {
    fn get(&self, version: u64, key: &str) -> Option<u32> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version != version {
            *kept = Remembered {
                version,
                totals: HashMap::new(),
            };
        }
        kept.totals.get(key).copied()
    }

    fn put(&self, version: u64, key: String, total: u32) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version == version && kept.totals.len() < 256 {
            kept.totals.insert(key, total);
        }
    }
}

/// Words of a text that are searched for at most.
const MOST_WORDS: usize = 8;

/// A query as SQL.
struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    fn new(query: &GuestQuery) -> Self {
        let mut filter = Self {
            conditions: Vec::new(),
            values: Vec::new(),
        };
        if !query.states.is_empty() {
            let states = query
                .states
                .iter()
                .map(|state| table::state_number(*state).into());
            filter.any_of("state", states.collect());
        }
        if !query.domains.is_empty() {
            let domains = query
                .domains
                .iter()
                .map(|domain| domain.to_lowercase().into());
            filter.any_of("domain", domains.collect());
        }
        for (sign, moment) in [(">=", query.created_from), ("<", query.created_to)] {
            if let Some(moment) = moment {
                filter.add(&format!("created {sign} ?"), to_ms(moment).into());
            }
        }
        filter
    }

    fn add(&mut self, condition: &str, value: Value) {
        self.conditions.push(condition.to_owned());
        self.values.push(value);
    }

    fn any_of(&mut self, column: &str, values: Vec<Value>) {
        let places = vec!["?"; values.len()].join(",");
        self.conditions.push(format!("{column} IN ({places})"));
        self.values.extend(values);
    }

    /// Every word of the folded text, wherever it stands: `novak pietro` finds Pietro Novak.
    fn text(&mut self, connection: &Connection, text: &str) -> Result<(), StoreError> {
        text.split_whitespace()
            .take(MOST_WORDS)
            .try_for_each(|word| self.word(connection, word))
    }

    /// One word, as the cheapest condition that finds it.
    fn word(&mut self, connection: &Connection, text: &str) -> Result<(), StoreError> {
        if text.chars().count() < 3 {
            self.add("instr(folded, ?) > 0", text.to_owned().into());
            return Ok(());
        }
        let phrase = format!("\"{}\"", text.replace('"', "\"\""));
        let few: Vec<i64> = connection
            .prepare_cached("SELECT rowid FROM guests_text WHERE guests_text MATCH ?1 LIMIT ?2")?
            .query_map((&phrase, FEW + 1), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if few.len() > FEW as usize {
            self.add("instr(folded, ?) > 0", text.to_owned().into());
        } else {
            let list: Vec<String> = few.iter().map(i64::to_string).collect();
            self.conditions.push(format!("row IN ({})", list.join(",")));
        }
        Ok(())
    }

    fn clause(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!("WHERE {}", self.conditions.join(" AND "))
    }
}

fn order(query: &GuestQuery) -> String {
    let columns: &[&str] = match query.sort {
        GuestSort::DisplayName => &["name_key"],
        GuestSort::Mail => &["mail_key"],
        GuestSort::PartnerDomain => &["domain", "name_key"],
        GuestSort::State => &["state", "name_key"],
        GuestSort::Created => &["created"],
        GuestSort::CompanyName => &["company_key"],
        GuestSort::StateChanged => &["state_changed"],
    };
    let way = if query.descending { "DESC" } else { "ASC" };
    let mut terms: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} {way}"))
        .collect();
    terms.push(format!("row {way}"));
    terms.join(", ")
}

/// A window of rows with the total. `version` says which state of the copy totals belong to.
pub(crate) fn window(
    connection: &Connection,
    query: &GuestQuery,
    totals: &Totals,
    version: u64,
) -> Result<GuestWindow, StoreError> {
    let text = fold(query.text.trim());
    let mut filter = Filter::new(query);
    filter.text(connection, &text)?;
    let clause = filter.clause();

    let key = format!("{text}\u{0}{:?}\u{0}{:?}", filter.conditions, filter.values);
    let total = match totals.get(version, &key) {
        Some(total) => total,
        None => {
            let sql = format!("SELECT count(*) FROM guests {clause}");
            let total = connection
                .prepare_cached(&sql)?
                .query_row(params_from_iter(&filter.values), |row| row.get(0))?;
            totals.put(version, key, total);
            total
        }
    };

    let count = query.count.min(MOST_ROWS);
    let sql = format!(
        "SELECT {} FROM guests {clause} ORDER BY {} LIMIT {count} OFFSET {}",
        table::COLUMNS,
        order(query),
        query.offset,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(&filter.values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(GuestRow::from(&table::read(row)?));
    }
    Ok(GuestWindow {
        total,
        offset: query.offset,
        rows,
    })
}

/// Ids of all that match, in the query's order, at most [`MOST_IDS`].
pub(crate) fn ids(connection: &Connection, query: &GuestQuery) -> Result<Vec<UserId>, StoreError> {
    let mut filter = Filter::new(query);
    filter.text(connection, &fold(query.text.trim()))?;
    let sql = format!(
        "SELECT id FROM guests {} ORDER BY {} LIMIT {MOST_IDS}",
        filter.clause(),
        order(query)
    );
    let mut statement = connection.prepare(&sql)?;
    let ids = statement
        .query_map(params_from_iter(&filter.values), |row| {
            Ok(UserId(row.get(0)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(ids)
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
