//! Lists: what a query asks for, and the page that answers it.

use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::compile::{Test, compile};
use super::entity::{Column, Entity, show};
use super::order::{Order, SortKey};
use super::search::Search;
use super::{Error, Expand, Query, QueryOption, filter, token};

/// A list query, checked against the table of its rows.
pub(crate) struct Plan<T: 'static> {
    pub(crate) filter: Option<Test<T>>,
    search: Option<Search<T>>,
    order: Option<Order<T>>,
    columns: Vec<Column<T>>,
    pub(crate) expand: Vec<Expand>,
    top: usize,
    count: bool,
    from: Option<Cursor>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Cursor {
    /// After the row of that sequence number.
    After(u64),
    /// After the row of that sort key and sequence number.
    Sorted(SortKey, u64),
}

/// One page of rows.
pub(crate) struct Page<'a, T> {
    pub(crate) rows: Vec<&'a T>,
    /// The token of the page after this one.
    pub(crate) next: Option<String>,
    /// All that matches; on the first page only, and only where asked for.
    pub(crate) count: Option<usize>,
}

const OPTIONS: &[QueryOption] = &[
    QueryOption::Select,
    QueryOption::Filter,
    QueryOption::Search,
    QueryOption::OrderBy,
    QueryOption::Top,
    QueryOption::Count,
    QueryOption::Expand,
    QueryOption::SkipToken,
];

impl<T> Plan<T> {
    /// Checks every option of a list query.
    ///
    /// # Errors
    ///
    /// Whatever the directory refuses: see the parts.
    pub(crate) fn new(entity: &'static Entity<T>, query: &Query) -> Result<Self, Error> {
        query.only(OPTIONS)?;
        let select = query.select()?;
        let columns = entity.columns(select.as_deref(), true)?;
        let searched = query.get(QueryOption::Search);
        let advanced = query.advanced()?;
        let filter = query
            .get(QueryOption::Filter)
            .map(|text| {
                let expression = filter::parse(text)
                    .map_err(|reason| Error::gateway(format!("Invalid filter clause: {reason}")))?;
                // A search is answered by the same index as an advanced query.
                compile(entity, &expression, advanced, query.url_length)
            })
            .transpose()?;
        let search = searched
            .map(|text| {
                if query.eventual {
                    Search::parse(entity, text)
                } else {
                    Err(Error::unsupported(
                        "Request with $search query parameter only works through MSGraph with a \
                         special request header: 'ConsistencyLevel: eventual'",
                    ))
                }
            })
            .transpose()?;
        let order = Order::parse(entity, query)?;
        let expand = query.expand()?;
        if !expand.is_empty() && (advanced || search.is_some()) {
            return Err(Error::unsupported(
                "$expand is not supported in combination with advanced query capabilities.",
            ));
        }
        let from = query
            .get(QueryOption::SkipToken)
            .map(|text| {
                token::decode(text)
                    .ok_or_else(|| Error::bad_request("The specified page token value is invalid."))
            })
            .transpose()?;
        Ok(Self {
            filter,
            search,
            order,
            columns,
            expand,
            top: query.top()?,
            // Without the header the option is ignored in silence.
            count: advanced,
            from,
        })
    }

    /// Whether this is a page after the first.
    pub(crate) const fn continues(&self) -> bool {
        self.from.is_some()
    }

    pub(crate) fn limit(&mut self, most: usize) {
        self.top = self.top.min(most);
    }

    fn matches(&self, row: &T) -> bool {
        self.filter.as_ref().is_none_or(|test| test.matches(row))
            && self.search.as_ref().is_none_or(|search| search.matches(row))
    }

    /// Takes this query's page. `rows` yields the rows whose sequence number is greater than the
    /// one given, in rising order, so that a page costs no more than what lies before its end.
    pub(crate) fn page<'a, I>(&self, rows: impl Fn(Option<u64>) -> I) -> Page<'a, T>
    where
        I: Iterator<Item = (u64, &'a T)>,
    {
        let (found, next) = match &self.order {
            None => self.in_sequence(&rows),
            Some(order) => self.sorted(order, &rows),
        };
        let count = (self.count && self.from.is_none())
            .then(|| rows(None).filter(|(_, row)| self.matches(row)).count());
        Page {
            rows: found,
            next: next.map(|cursor| token::encode(&cursor)),
            count,
        }
    }

    fn in_sequence<'a, I>(&self, rows: &impl Fn(Option<u64>) -> I) -> (Vec<&'a T>, Option<Cursor>)
    where
        I: Iterator<Item = (u64, &'a T)>,
    {
        let after = match self.from {
            Some(Cursor::After(sequence) | Cursor::Sorted(_, sequence)) => Some(sequence),
            None => None,
        };
        let mut matching = rows(after).filter(|(_, row)| self.matches(row));
        let found: Vec<(u64, &T)> = matching.by_ref().take(self.top).collect();
        let next = match (matching.next(), found.last()) {
            (Some(_), Some((sequence, _))) => Some(Cursor::After(*sequence)),
            _ => None,
        };
        (found.into_iter().map(|(_, row)| row).collect(), next)
    }

    /// One pass with a heap of the page's size: no whole list is sorted for a page.
    fn sorted<'a, I>(
        &self,
        order: &Order<T>,
        rows: &impl Fn(Option<u64>) -> I,
    ) -> (Vec<&'a T>, Option<Cursor>)
    where
        I: Iterator<Item = (u64, &'a T)>,
    {
        let mut heap: BinaryHeap<Ranked<'a, T>> = BinaryHeap::with_capacity(self.top + 2);
        let floor = match &self.from {
            Some(Cursor::Sorted(key, sequence)) => Some((key, *sequence)),
            _ => None,
        };
        for (sequence, row) in rows(None).filter(|(_, row)| self.matches(row)) {
            let ranked = Ranked {
                key: order.key(row),
                sequence,
                descending: order.descending,
                row,
            };
            if floor.is_some_and(|(key, floor)| !ranked.comes_after(key, floor)) {
                continue;
            }
            heap.push(ranked);
            if heap.len() > self.top + 1 {
                heap.pop();
            }
        }
        let mut ranked = heap.into_sorted_vec();
        let more = ranked.len() > self.top;
        ranked.truncate(self.top);
        let next = ranked
            .last()
            .filter(|_| more)
            .map(|last| Cursor::Sorted(last.key.clone(), last.sequence));
        (ranked.into_iter().map(|ranked| ranked.row).collect(), next)
    }

    pub(crate) fn show(&self, row: &T) -> Map<String, Json> {
        show(row, &self.columns)
    }
}

struct Ranked<'a, T> {
    key: SortKey,
    sequence: u64,
    descending: bool,
    row: &'a T,
}

impl<T> Ranked<'_, T> {
    fn against(&self, key: &SortKey, sequence: u64) -> std::cmp::Ordering {
        let by_key = self.key.cmp(key);
        let by_key = if self.descending { by_key.reverse() } else { by_key };
        by_key.then(self.sequence.cmp(&sequence))
    }

    fn comes_after(&self, key: &SortKey, sequence: u64) -> bool {
        self.against(key, sequence).is_gt()
    }
}

impl<T> PartialEq for Ranked<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ranked<'_, T> {}

impl<T> PartialOrd for Ranked<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ranked<'_, T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.against(&other.key, other.sequence)
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
