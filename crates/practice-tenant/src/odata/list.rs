//! Lists: what a query asks for, and the page that answers it.

use std::borrow::Borrow;
use std::collections::BinaryHeap;

use serde::de::DeserializeOwned;
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
    from: Option<String>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Cursor<K> {
    /// After the row of that key.
    After(K),
    /// After the row of that place in the order, and of that key.
    Sorted(SortKey, K),
}

/// One page of rows.
pub(crate) struct Page<R> {
    pub(crate) rows: Vec<R>,
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
        let columns = entity.columns(query.select()?.as_deref(), true)?;
        Self::with_columns(entity, query, columns)
    }

    /// The same for rows that the caller shows by itself.
    ///
    /// # Errors
    ///
    /// As [`Plan::new`], except for `$select`.
    pub(crate) fn unshown(entity: &'static Entity<T>, query: &Query) -> Result<Self, Error> {
        Self::with_columns(entity, query, Vec::new())
    }

    fn with_columns(
        entity: &'static Entity<T>,
        query: &Query,
        columns: Vec<Column<T>>,
    ) -> Result<Self, Error> {
        query.only(OPTIONS)?;
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
        let from = query.get(QueryOption::SkipToken).map(str::to_owned);
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

    pub(crate) fn limit(&mut self, most: usize) {
        self.top = self.top.min(most);
    }

    fn matches(&self, row: &T) -> bool {
        self.filter.as_ref().is_none_or(|test| test.matches(row))
            && self
                .search
                .as_ref()
                .is_none_or(|search| search.matches(row))
    }

    /// Takes this query's page. `rows` yields the rows whose key is greater than the one given,
    /// in rising order, so that a page costs no more than what lies before its end.
    ///
    /// # Errors
    ///
    /// A page token that this list did not give out.
    pub(crate) fn page<K, R, I>(&self, rows: impl Fn(Option<K>) -> I) -> Result<Page<R>, Error>
    where
        K: Clone + Ord + Serialize + DeserializeOwned,
        R: Borrow<T>,
        I: Iterator<Item = (K, R)>,
    {
        let from =
            match &self.from {
                None => None,
                Some(text) => Some(token::decode::<Cursor<K>>(text).ok_or_else(|| {
                    Error::bad_request("The specified page token value is invalid.")
                })?),
            };
        let count = (self.count && from.is_none()).then(|| {
            rows(None)
                .filter(|(_, row)| self.matches(row.borrow()))
                .count()
        });
        let (rows, next) = match &self.order {
            None => self.in_sequence(from, &rows),
            Some(order) => self.sorted(order, from, &rows),
        };
        Ok(Page {
            rows,
            next: next.map(|cursor| token::encode(&cursor)),
            count,
        })
    }

    /// How many rows match.
    pub(crate) fn number<R: Borrow<T>>(&self, rows: impl Iterator<Item = R>) -> usize {
        rows.filter(|row| self.matches(row.borrow())).count()
    }

    fn in_sequence<K, R, I>(
        &self,
        from: Option<Cursor<K>>,
        rows: &impl Fn(Option<K>) -> I,
    ) -> (Vec<R>, Option<Cursor<K>>)
    where
        K: Clone,
        R: Borrow<T>,
        I: Iterator<Item = (K, R)>,
    {
        let after = from.map(|(Cursor::After(key) | Cursor::Sorted(_, key))| key);
        let mut matching = rows(after).filter(|(_, row)| self.matches(row.borrow()));
        let found: Vec<(K, R)> = matching.by_ref().take(self.top).collect();
        let next = match (matching.next(), found.last()) {
            (Some(_), Some((key, _))) => Some(Cursor::After(key.clone())),
            _ => None,
        };
        (found.into_iter().map(|(_, row)| row).collect(), next)
    }

    /// One pass with a heap of the page's size: no whole list is sorted for a page.
    fn sorted<K, R, I>(
        &self,
        order: &Order<T>,
        from: Option<Cursor<K>>,
        rows: &impl Fn(Option<K>) -> I,
    ) -> (Vec<R>, Option<Cursor<K>>)
    where
        K: Clone + Ord,
        R: Borrow<T>,
        I: Iterator<Item = (K, R)>,
    {
        let mut heap: BinaryHeap<Ranked<K, R>> = BinaryHeap::with_capacity(self.top + 2);
        let floor = match from {
            Some(Cursor::Sorted(place, key)) => Some((place, key)),
            _ => None,
        };
        for (key, row) in rows(None).filter(|(_, row)| self.matches(row.borrow())) {
            let ranked = Ranked {
                place: order.key(row.borrow()),
                key,
                descending: order.descending,
                row,
            };
            if floor
                .as_ref()
                .is_some_and(|(place, key)| ranked.against(place, key).is_le())
            {
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
            .map(|last| Cursor::Sorted(last.place.clone(), last.key.clone()));
        (ranked.into_iter().map(|ranked| ranked.row).collect(), next)
    }

    pub(crate) fn show(&self, row: &T) -> Map<String, Json> {
        show(row, &self.columns)
    }
}

struct Ranked<K, R> {
    place: SortKey,
    key: K,
    descending: bool,
    row: R,
}

impl<K: Ord, R> Ranked<K, R> {
    fn against(&self, place: &SortKey, key: &K) -> std::cmp::Ordering {
        let by_place = self.place.cmp(place);
        let by_place = if self.descending {
            by_place.reverse()
        } else {
            by_place
        };
        by_place.then_with(|| self.key.cmp(key))
    }
}

impl<K: Ord, R> PartialEq for Ranked<K, R> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord, R> Eq for Ranked<K, R> {}

impl<K: Ord, R> PartialOrd for Ranked<K, R> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, R> Ord for Ranked<K, R> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.against(&other.place, &other.key)
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
