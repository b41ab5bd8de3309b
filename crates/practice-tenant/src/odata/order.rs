//! `$orderby`.

use super::{Entity, Error, Level, Property, Query, QueryOption, Value, value};

/// One property, up or down. The directory sorts by no more than one.
pub(crate) struct Order<T: 'static> {
    property: &'static Property<T>,
    pub(crate) descending: bool,
}

/// The place of a row in the order: nulls first, text without letter case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct SortKey(Option<String>);

impl<T> Order<T> {
    /// Reads `displayName desc`.
    ///
    /// # Errors
    ///
    /// A property that is unknown, or that cannot be sorted by (in this kind of query).
    pub(crate) fn parse(entity: &Entity<T>, query: &Query) -> Result<Option<Self>, Error> {
        let Some(text) = query.get(QueryOption::OrderBy) else {
            return Ok(None);
        };
        let mut words = text.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descending = match words.next().map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(other) => {
                return Err(Error::gateway(format!(
                    "Syntax error: '{other}' is not valid in '$orderby'."
                )));
            }
        };
        if words.next().is_some() || name.contains(',') {
            return Err(not_sortable());
        }
        let property = entity.property(name).ok_or_else(|| entity.unknown(name))?;
        let needed = if query.get(QueryOption::Filter).is_some() && property.order == Level::Plain {
            Level::Advanced
        } else {
            property.order
        };
        match needed {
            Level::Plain => {}
            Level::Advanced if query.advanced()? => {}
            Level::Advanced | Level::No => return Err(not_sortable()),
        }
        Ok(Some(Self {
            property,
            descending,
        }))
    }

    pub(crate) fn key(&self, row: &T) -> SortKey {
        SortKey(match (self.property.read)(row) {
            Value::Null => None,
            Value::Text(text) => Some(value::fold(&text)),
            other => Some(other.into_json().to_string()),
        })
    }
}

fn not_sortable() -> Error {
    Error::unsupported("Sorting not supported for current query.")
}
