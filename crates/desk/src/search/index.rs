//! What guests are searched and sorted by, in memory: by estimate thirty megabytes for a quarter of
//! a million of them.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::bits::Bits;
use super::texts::Texts;
use crate::view::guests::GuestSort;

/// Lines of a guest's text.
const NAME: usize = 0;
const MAIL: usize = 1;
const COMPANY: usize = 2;

/// A time that is not known; it comes before all that are.
const NO_TIME: i64 = i64::MIN;
/// The state of a place whose guest is gone.
const GONE: u8 = u8::MAX;
/// Places of guests who are gone before it pays to begin anew.
const MOST_GONE: usize = 1_024;

/// A guest as the index takes it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Number of the row in the store.
    pub(crate) row: i64,
    /// The number of the state.
    pub(crate) state: u8,
    /// Partner domain.
    pub(crate) domain: Option<String>,
    /// Times in milliseconds since 1970.
    pub(crate) created: Option<i64>,
    pub(crate) state_changed: Option<i64>,
    /// Name, address, company and further addresses, folded, a line each.
    pub(crate) folded: String,
}

/// What narrows the list down; an empty list narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) states: Vec<u8>,
    pub(super) domains: Vec<String>,
    /// At or after.
    pub(super) created_from: Option<i64>,
    /// Before.
    pub(super) created_to: Option<i64>,
    /// Each stands somewhere in the text.
    pub(super) words: Vec<String>,
}

/// The index. Guests have places, in the order of their rows in the store.
#[derive(Debug, Default)]
pub(super) struct Index {
    rows: Vec<i64>,
    states: Vec<u8>,
    domains: Vec<u32>,
    created: Vec<i64>,
    state_changed: Vec<i64>,
    texts: Texts,
    names: Domains,
    gone: usize,
    orders: HashMap<GuestSort, Vec<u32>>,
}

/// Partner domains by number; 0 is none.
#[derive(Debug, Default)]
struct Domains {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Domains {
    fn number(&mut self, domain: Option<String>) -> u32 {
        let Some(domain) = domain else { return 0 };
        let next = u32::try_from(self.texts.len() + 1).unwrap_or(0);
        *self.numbers.entry(domain).or_insert_with_key(|domain| {
            self.texts.push(domain.clone());
            next
        })
    }

    fn text(&self, number: u32) -> Option<&str> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.texts.get(place).map(String::as_str)
    }

    /// By number, the place of each in the order of the alphabet; none comes first.
    fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<usize> = (0..self.texts.len()).collect();
        sorted.sort_by_key(|place| &self.texts[*place]);
        let mut ranks = vec![0; self.texts.len() + 1];
        for (rank, place) in (1..).zip(sorted) {
            ranks[place + 1] = rank;
        }
        ranks
    }
}

impl Index {
    /// Adds a guest, whose row comes after those of all others.
    pub(super) fn push(&mut self, entry: Entry) {
        self.rows.push(entry.row);
        self.states.push(entry.state);
        self.domains.push(self.names.number(entry.domain));
        self.created.push(entry.created.unwrap_or(NO_TIME));
        self.state_changed
            .push(entry.state_changed.unwrap_or(NO_TIME));
        self.texts.push(&entry.folded);
    }

    /// Gives back the memory that was set aside for more.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.states.shrink_to_fit();
        self.domains.shrink_to_fit();
        self.created.shrink_to_fit();
        self.state_changed.shrink_to_fit();
        self.texts.shrink();
    }

    /// Takes over that these rows are gone and then these guests, in rising order, are new or
    /// changed. False where it pays to begin anew instead; the index is of no use then.
    pub(super) fn update(&mut self, gone: &[i64], changed: Vec<Entry>) -> bool {
        let before = self.rows.len();
        let mut touched = Bits::none(before);
        for row in gone {
            if let Ok(place) = self.rows.binary_search(row)
                && self.states[place] != GONE
            {
                self.states[place] = GONE;
                self.gone += 1;
                touched.insert(place);
            }
        }
        let mut renewed = Vec::new();
        for entry in changed {
            if self.rows.last().is_none_or(|last| entry.row > *last) {
                self.push(entry);
                continue;
            }
            let Ok(place) = self.rows.binary_search(&entry.row) else {
                return false;
            };
            if self.states[place] == GONE {
                self.gone -= 1;
            }
            self.states[place] = entry.state;
            self.domains[place] = self.names.number(entry.domain);
            self.created[place] = entry.created.unwrap_or(NO_TIME);
            self.state_changed[place] = entry.state_changed.unwrap_or(NO_TIME);
            touched.insert(place);
            renewed.push((place, entry.folded));
        }
        if self.gone > MOST_GONE && self.gone > self.rows.len() / 4 {
            return false;
        }
        if !renewed.is_empty() {
            let renewed = renewed.iter();
            self.texts
                .replace(renewed.map(|(place, text)| (*place, text.as_str())));
        }
        let moved: Vec<u32> = (0..self.rows.len())
            .filter(|place| *place >= before || touched.has(*place))
            .filter(|place| self.states[*place] != GONE)
            .map(short)
            .collect();
        let mut orders = std::mem::take(&mut self.orders);
        for (sort, order) in &mut orders {
            order.retain(|place| !touched.has(*place as usize));
            let mut moved = moved.clone();
            self.sort(*sort, &mut moved);
            *order = merged(order, &moved, |a, b| self.compare(*sort, a, b));
        }
        self.orders = orders;
        true
    }

    /// The places of guests that match.
    pub(super) fn matching(&self, filter: &Filter) -> Bits {
        let domains: Vec<u32> = filter
            .domains
            .iter()
            .map(|domain| self.names.numbers.get(domain).copied().unwrap_or(u32::MAX))
            .collect();
        let by_domain = !domains.is_empty();
        let by_time = filter.created_from.is_some() || filter.created_to.is_some();
        let mut places = Bits::all(self.rows.len(), |place| {
            let state = self.states[place];
            state != GONE
                && (filter.states.is_empty() || filter.states.contains(&state))
                && (!by_domain || domains.contains(&self.domains[place]))
                && (!by_time || self.within(place, filter))
        });
        // The longest is the rarest, by and large.
        let mut words: Vec<&String> = filter.words.iter().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            self.texts.narrow(&mut places, word);
        }
        places
    }

    fn within(&self, place: usize, filter: &Filter) -> bool {
        let created = self.created[place];
        created != NO_TIME
            && filter.created_from.is_none_or(|from| created >= from)
            && filter.created_to.is_none_or(|to| created < to)
    }

    /// Rows of these places in an order, from the one with this number on.
    pub(super) fn window(
        &mut self,
        places: &Bits,
        (sort, descending): (GuestSort, bool),
        offset: usize,
        count: usize,
    ) -> Vec<i64> {
        self.prepare(sort);
        let order = self.orders.get(&sort).map_or(&[][..], Vec::as_slice);
        let wanted = |place: &&u32| places.has(**place as usize);
        let rows = |place: &u32| self.rows[*place as usize];
        if descending {
            let found = order.iter().rev().filter(wanted);
            found.skip(offset).take(count).map(rows).collect()
        } else {
            let found = order.iter().filter(wanted);
            found.skip(offset).take(count).map(rows).collect()
        }
    }

    /// Makes the order ready, where it is not.
    pub(super) fn prepare(&mut self, sort: GuestSort) {
        if self.orders.contains_key(&sort) {
            return;
        }
        let mut order: Vec<u32> = (0..self.rows.len())
            .filter(|place| self.states[*place] != GONE)
            .map(short)
            .collect();
        self.sort(sort, &mut order);
        self.orders.insert(sort, order);
    }

    /// How many guests there are by the number of their state.
    pub(super) fn states(&self) -> HashMap<u8, u32> {
        let mut counts = HashMap::new();
        for state in self.states.iter().filter(|state| **state != GONE) {
            *counts.entry(*state).or_default() += 1;
        }
        counts
    }

    /// Partner domains and how many guests are of each.
    pub(super) fn domains(&self) -> impl Iterator<Item = (&str, u32)> {
        let mut counts = vec![0; self.names.texts.len() + 1];
        for (domain, state) in self.domains.iter().zip(&self.states) {
            counts[*domain as usize] += u32::from(*state != GONE);
        }
        let counted = self.names.texts.iter().zip(counts.into_iter().skip(1));
        counted
            .filter(|(_, count)| *count > 0)
            .map(|(text, count)| (text.as_str(), count))
    }

    fn sort(&self, sort: GuestSort, places: &mut [u32]) {
        // Most are told apart by how their keys begin, without a look at the texts.
        let ranks = match sort {
            GuestSort::PartnerDomain => self.names.ranks(),
            _ => Vec::new(),
        };
        let mut keyed: Vec<(u128, u32)> = places
            .iter()
            .map(|place| (self.beginning(sort, *place, &ranks), *place))
            .collect();
        keyed.sort_unstable_by(|(a, place_a), (b, place_b)| {
            a.cmp(b)
                .then_with(|| self.compare(sort, *place_a, *place_b))
        });
        for (place, (_, sorted)) in places.iter_mut().zip(keyed) {
            *place = sorted;
        }
    }

    /// A number that never says more of two places than [`Self::compare`] does.
    fn beginning(&self, sort: GuestSort, place: u32, ranks: &[u32]) -> u128 {
        let at = place as usize;
        let text = |line| first_bytes(self.texts.line(at, line));
        // Times before 1970 come before those after.
        let time = |time: i64| u128::from(time.cast_unsigned() ^ (1 << 63));
        match sort {
            GuestSort::DisplayName => text(NAME),
            GuestSort::Mail => text(MAIL),
            GuestSort::CompanyName => text(COMPANY),
            GuestSort::PartnerDomain => {
                u128::from(ranks[self.domains[at] as usize]) << 96 | text(NAME) >> 32
            }
            GuestSort::State => u128::from(self.states[at]) << 96 | text(NAME) >> 32,
            GuestSort::Created => time(self.created[at]),
            GuestSort::StateChanged => time(self.state_changed[at]),
        }
    }

    /// The order of two places; those that are alike come in the order of their rows.
    fn compare(&self, sort: GuestSort, a: u32, b: u32) -> Ordering {
        let (x, y) = (a as usize, b as usize);
        let text = |line| self.texts.line(x, line).cmp(self.texts.line(y, line));
        let unlike = match sort {
            GuestSort::DisplayName => text(NAME),
            GuestSort::Mail => text(MAIL),
            GuestSort::CompanyName => text(COMPANY),
            GuestSort::PartnerDomain => {
                let domain = |place: usize| self.names.text(self.domains[place]);
                domain(x).cmp(&domain(y)).then_with(|| text(NAME))
            }
            GuestSort::State => self.states[x].cmp(&self.states[y]).then_with(|| text(NAME)),
            GuestSort::Created => self.created[x].cmp(&self.created[y]),
            GuestSort::StateChanged => self.state_changed[x].cmp(&self.state_changed[y]),
        };
        unlike.then(a.cmp(&b))
    }
}

/// A place as orders keep it; there are never as many guests as that.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// How a text begins, as a number that is sorted as texts are.
fn first_bytes(text: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    let known = text.len().min(bytes.len());
    bytes[..known].copy_from_slice(&text[..known]);
    u128::from_be_bytes(bytes)
}

/// Two sorted lists as one.
fn merged(a: &[u32], b: &[u32], compare: impl Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let mut rest = a;
    for one in b {
        // Few come between many: their places are looked for, not walked to.
        let place = rest.partition_point(|other| compare(*other, *one).is_lt());
        all.extend_from_slice(&rest[..place]);
        all.push(*one);
        rest = &rest[place..];
    }
    all.extend_from_slice(rest);
    all
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
