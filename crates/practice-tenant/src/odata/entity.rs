//! The table that describes one kind of row.

use serde_json::{Map, Value as Json};

use super::{Error, Value};

/// Whether the directory answers a question plainly, only as an advanced query
/// (`ConsistencyLevel: eventual` with `$count=true`), or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    No,
    Plain,
    Advanced,
}

/// Filter operators of one property, as the directory's own table lists them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operators {
    pub(crate) eq: Level,
    pub(crate) null: Level,
    pub(crate) within: Level,
    pub(crate) ne: Level,
    pub(crate) ge: Level,
    pub(crate) le: Level,
    pub(crate) starts: Level,
    pub(crate) ends: Level,
}

impl Operators {
    pub(crate) const NONE: Self = Self::of(Level::No, Level::No, Level::No, Level::No, Level::No);

    /// `eq`, `in`, `ne` with `not`, `ge` with `le`, `startsWith`. Comparing with null is advanced
    /// wherever `ne` is known.
    pub(crate) const fn of(
        eq: Level,
        within: Level,
        ne: Level,
        range: Level,
        starts: Level,
    ) -> Self {
        Self {
            eq,
            null: ne,
            within,
            ne,
            ge: range,
            le: range,
            starts,
            ends: Level::No,
        }
    }

    /// Without `ge`.
    pub(crate) const fn not_from(mut self) -> Self {
        self.ge = Level::No;
        self
    }

    pub(crate) const fn ends_advanced(mut self) -> Self {
        self.ends = Level::Advanced;
        self
    }
}

/// What a literal must be to be compared with a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Bool,
    Guid,
    Time,
    Texts,
    Complex,
    ComplexList,
}

impl Kind {
    pub(crate) const fn edm(self) -> &'static str {
        match self {
            Self::Text => "Edm.String",
            Self::Bool => "Edm.Boolean",
            Self::Guid => "Edm.Guid",
            Self::Time => "Edm.DateTimeOffset",
            Self::Texts => "Collection(Edm.String)",
            Self::Complex => "Edm.ComplexType",
            Self::ComplexList => "Collection(Edm.ComplexType)",
        }
    }
}

/// How `$search` reads a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    No,
    /// By words, in any order.
    Tokens,
    /// By its beginning.
    Prefix,
}

/// One property of a row of type `T`.
pub(crate) struct Property<T: 'static> {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Shown when nothing is selected.
    pub(crate) default: bool,
    pub(crate) filter: Operators,
    pub(crate) order: Level,
    pub(crate) search: Searched,
    pub(crate) read: for<'a> fn(&'a T) -> Value<'a>,
}

impl<T> Property<T> {
    pub(crate) const fn new(
        name: &'static str,
        kind: Kind,
        read: for<'a> fn(&'a T) -> Value<'a>,
    ) -> Self {
        Self {
            name,
            kind,
            default: false,
            filter: Operators::NONE,
            order: Level::No,
            search: Searched::No,
            read,
        }
    }

    pub(crate) const fn default(mut self) -> Self {
        self.default = true;
        self
    }

    pub(crate) const fn filter(mut self, filter: Operators) -> Self {
        self.filter = filter;
        self
    }

    pub(crate) const fn order(mut self, order: Level) -> Self {
        self.order = order;
        self
    }

    pub(crate) const fn search(mut self, search: Searched) -> Self {
        self.search = search;
        self
    }
}

/// Everything that queries need to know of one entity type.
pub(crate) struct Entity<T: 'static> {
    /// `microsoft.graph.` and the name of the type.
    pub(crate) name: &'static str,
    /// What directory messages call it.
    pub(crate) resource: &'static str,
    pub(crate) properties: &'static [Property<T>],
    /// Declared properties that this tenant never fills: null.
    pub(crate) unset: &'static [&'static str],
    /// The same, for collections: empty.
    pub(crate) unset_lists: &'static [&'static str],
    /// Properties that are to be had of one object only, never of a list.
    pub(crate) single: &'static [&'static str],
}

/// One column of an answer.
pub(crate) enum Column<T: 'static> {
    Read(&'static Property<T>),
    Null(&'static str),
    Empty(&'static str),
}

impl<T> Entity<T> {
    pub(crate) fn property(&self, name: &str) -> Option<&'static Property<T>> {
        self.properties
            .iter()
            .find(|property| property.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn unknown(&self, name: &str) -> Error {
        Error::gateway(format!(
            "Could not find a property named '{name}' on type 'microsoft.graph.{}'.",
            self.name
        ))
    }

    /// The columns that a `$select` asks for; the default ones without. `id` is always there.
    ///
    /// # Errors
    ///
    /// A name that the type does not declare; one that lists do not serve.
    pub(crate) fn columns(
        &self,
        select: Option<&[String]>,
        list: bool,
    ) -> Result<Vec<Column<T>>, Error> {
        let Some(names) = select.filter(|names| !names.iter().any(|name| name == "*")) else {
            let defaults = self.properties.iter().filter(|property| property.default);
            return Ok(defaults.map(Column::Read).collect());
        };
        let mut columns: Vec<Column<T>> = Vec::with_capacity(names.len() + 1);
        for name in names {
            let column = self.column(name, list)?;
            if !columns.iter().any(|known| known.name() == column.name()) {
                columns.push(column);
            }
        }
        if !columns.iter().any(|column| column.name() == "id") {
            columns.extend(self.property("id").map(Column::Read));
        }
        Ok(columns)
    }

    /// The columns of those selected names that this type knows; for lists of mixed kinds.
    pub(crate) fn known_columns(&self, select: Option<&[String]>) -> Vec<Column<T>> {
        let known = select.map(|names| {
            names
                .iter()
                .filter(|name| *name == "*" || self.column(name, true).is_ok())
                .cloned()
                .collect::<Vec<_>>()
        });
        self.columns(known.as_deref(), true).unwrap_or_default()
    }

    fn column(&self, name: &str, list: bool) -> Result<Column<T>, Error> {
        let known = |names: &'static [&'static str]| {
            names
                .iter()
                .copied()
                .find(|known| known.eq_ignore_ascii_case(name))
        };
        if let Some(property) = self.property(name).filter(|p| !p.name.contains('/')) {
            return Ok(Column::Read(property));
        }
        if let Some(single) = known(self.single) {
            if list {
                return Err(Error::new(
                    http::StatusCode::NOT_IMPLEMENTED,
                    "NotImplemented",
                    format!(
                        "The property '{single}' can be read of a single {} only.",
                        self.name
                    ),
                ));
            }
            return Ok(Column::Null(single));
        }
        known(self.unset)
            .map(Column::Null)
            .or_else(|| known(self.unset_lists).map(Column::Empty))
            .ok_or_else(|| self.unknown(name))
    }
}

impl<T> Column<T> {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Read(property) => property.name,
            Self::Null(name) | Self::Empty(name) => name,
        }
    }
}

/// One row as an object of the chosen columns.
pub(crate) fn show<T>(row: &T, columns: &[Column<T>]) -> Map<String, Json> {
    columns
        .iter()
        .map(|column| {
            let value = match column {
                Column::Read(property) => (property.read)(row).into_json(),
                Column::Null(_) => Json::Null,
                Column::Empty(_) => Json::Array(Vec::new()),
            };
            (column.name().to_owned(), value)
        })
        .collect()
}
