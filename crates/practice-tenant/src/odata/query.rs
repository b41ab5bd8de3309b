//! Query options, from the raw query string.

use percent_encoding::percent_decode_str;

use super::{Error, Expand};

/// The options the service knows. A `$` before the name may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryOption {
    Select,
    Filter,
    Search,
    OrderBy,
    Top,
    Skip,
    Count,
    Expand,
    SkipToken,
    DeltaToken,
    Format,
}

const NAMES: &[(&str, QueryOption)] = &[
    ("select", QueryOption::Select),
    ("filter", QueryOption::Filter),
    ("search", QueryOption::Search),
    ("orderby", QueryOption::OrderBy),
    ("top", QueryOption::Top),
    ("skip", QueryOption::Skip),
    ("count", QueryOption::Count),
    ("expand", QueryOption::Expand),
    ("skiptoken", QueryOption::SkipToken),
    ("deltatoken", QueryOption::DeltaToken),
    ("format", QueryOption::Format),
];

/// Largest page, and what `$top` may be.
pub(crate) const LARGEST_PAGE: usize = 999;
const USUAL_PAGE: usize = 100;

/// What a request asks for beside its path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    options: Vec<(QueryOption, String)>,
    /// The pairs as they came, which a nextLink repeats.
    raw: Vec<(Option<QueryOption>, String)>,
    /// `ConsistencyLevel: eventual` was sent.
    pub(crate) eventual: bool,
    /// Length of the whole URL, which limits advanced queries.
    pub(crate) url_length: usize,
    /// The path ends in `/$count`, which is as good as `$count=true`.
    pub(crate) counts_by_path: bool,
}

impl Query {
    /// Reads a query string. `+` and `%20` are both a space; `%2B` is a plus.
    ///
    /// # Errors
    ///
    /// A repeated option, an unknown one with `$`, a `$skip`.
    pub(crate) fn parse(text: &str, eventual: bool) -> Result<Self, Error> {
        let mut query = Self {
            eventual,
            url_length: text.len(),
            ..Self::default()
        };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name)?;
            let known = option(&name);
            if known.is_none() && name.starts_with('$') {
                return Err(not_supported(&name));
            }
            if let Some(option) = known {
                if option == QueryOption::Skip {
                    return Err(Error::bad_request(
                        "'$skip' is not supported by the service.",
                    ));
                }
                if query.get(option).is_some() {
                    return Err(Error::gateway(format!(
                        "Query option '{name}' was specified more than once, but it must be \
                         specified at most once."
                    )));
                }
                query.options.push((option, decode(value)?));
            }
            query.raw.push((known, pair.to_owned()));
        }
        Ok(query)
    }

    pub(crate) fn get(&self, option: QueryOption) -> Option<&str> {
        self.options
            .iter()
            .find(|(known, _)| *known == option)
            .map(|(_, value)| value.as_str())
    }

    /// The query without an option, which links to further pages repeat all the same.
    pub(crate) fn without(&self, option: QueryOption) -> Self {
        let mut query = self.clone();
        query.options.retain(|(known, _)| *known != option);
        query
    }

    /// Refuses every option that is not in the list.
    ///
    /// # Errors
    ///
    /// The first option that does not belong here.
    pub(crate) fn only(&self, allowed: &[QueryOption]) -> Result<(), Error> {
        let stranger = self
            .options
            .iter()
            .find(|(option, _)| *option != QueryOption::Format && !allowed.contains(option));
        match stranger {
            Some((option, _)) => Err(not_supported(&format!("${}", name_of(*option)))),
            None => Ok(()),
        }
    }

    /// Names of `$select`, trimmed.
    ///
    /// # Errors
    ///
    /// An empty name.
    pub(crate) fn select(&self) -> Result<Option<Vec<String>>, Error> {
        self.get(QueryOption::Select).map(names).transpose()
    }

    /// `$expand`, read.
    ///
    /// # Errors
    ///
    /// Text that is no expand clause.
    pub(crate) fn expand(&self) -> Result<Vec<Expand>, Error> {
        self.get(QueryOption::Expand)
            .map_or_else(|| Ok(Vec::new()), Expand::parse)
    }

    /// Rows of a page.
    ///
    /// # Errors
    ///
    /// A `$top` that is no number or lies outside 1 to 999.
    pub(crate) fn top(&self) -> Result<usize, Error> {
        let Some(text) = self.get(QueryOption::Top) else {
            return Ok(USUAL_PAGE);
        };
        let number: i64 = text.parse().map_err(|_| {
            Error::gateway(format!(
                "Invalid value '{text}' for $top query option found. The $top query option \
                 requires a non-negative integer value."
            ))
        })?;
        usize::try_from(number)
            .ok()
            .filter(|number| (1..=LARGEST_PAGE).contains(number))
            .ok_or_else(|| {
                Error::unsupported(format!(
                    "Invalid page size specified: '{number}'. Must be between 1 and \
                     {LARGEST_PAGE} inclusive."
                ))
            })
    }

    /// Whether `$count=true` was asked.
    ///
    /// # Errors
    ///
    /// A value that is neither true nor false.
    pub(crate) fn count(&self) -> Result<bool, Error> {
        match self.get(QueryOption::Count) {
            None => Ok(false),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Some(text) => Err(Error::gateway(format!(
                "Invalid value '{text}' for $count query option found. The $count query option \
                 requires a boolean value."
            ))),
        }
    }

    /// Header and `$count=true` are both there.
    ///
    /// # Errors
    ///
    /// As [`Query::count`].
    pub(crate) fn advanced(&self) -> Result<bool, Error> {
        Ok(self.eventual && (self.counts_by_path || self.count()?))
    }

    /// The URL of the following page: every option as it came, with another token.
    pub(crate) fn link(&self, url: &str, option: QueryOption, token: &str) -> String {
        let replaced = [QueryOption::SkipToken, QueryOption::DeltaToken];
        let mut pairs: Vec<String> = self
            .raw
            .iter()
            .filter(|(known, _)| !known.is_some_and(|known| replaced.contains(&known)))
            .map(|(_, pair)| pair.clone())
            .collect();
        pairs.push(format!("${}={token}", name_of(option)));
        format!("{url}?{}", pairs.join("&"))
    }
}

/// Splits a comma-separated list of names.
pub(crate) fn names(text: &str) -> Result<Vec<String>, Error> {
    text.split(',')
        .map(|name| match name.trim() {
            "" => Err(Error::gateway(
                "Term '' is not valid in a $select or $expand expression.",
            )),
            name => Ok(name.to_owned()),
        })
        .collect()
}

fn option(name: &str) -> Option<QueryOption> {
    let name = name.strip_prefix('$').unwrap_or(name);
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, option)| *option)
}

fn name_of(option: QueryOption) -> &'static str {
    NAMES
        .iter()
        .find(|(_, known)| *known == option)
        .map_or("", |(name, _)| *name)
}

fn not_supported(name: &str) -> Error {
    Error::gateway(format!(
        "The query specified in the URI is not valid. The query parameter '{name}' is not \
         supported."
    ))
}

fn decode(text: &str) -> Result<String, Error> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Error::gateway("The query string is not valid UTF-8."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(text, false).unwrap()
    }

    #[test]
    fn dollar_raw_or_escaped_plus_or_space() {
        let query = query("%24filter=mail+eq%20'a%2Bb@x'&$top=5&select=id");
        assert_eq!(query.get(QueryOption::Filter), Some("mail eq 'a+b@x'"));
        assert_eq!(query.top(), Ok(5));
        assert_eq!(query.select(), Ok(Some(vec!["id".to_owned()])));
    }

    #[test]
    fn a_link_keeps_the_options_as_they_came() {
        let query = query("%24filter=mail+eq+'a%2Bb@x'&$skiptoken=old&$top=5");
        assert_eq!(
            query.link("http://h/v1.0/users", QueryOption::SkipToken, "new"),
            "http://h/v1.0/users?%24filter=mail+eq+'a%2Bb@x'&$top=5&$skiptoken=new"
        );
    }

    #[test]
    fn page_sizes_are_one_to_999() {
        assert_eq!(query("").top(), Ok(100));
        assert_eq!(query("$top=999").top(), Ok(999));
        for text in ["$top=0", "$top=1000", "$top=-1", "$top=x"] {
            assert!(query(text).top().is_err(), "{text}");
        }
    }

    #[test]
    fn refuses_what_the_service_refuses() {
        assert!(Query::parse("$skip=5", false).is_err());
        assert!(Query::parse("$frobnicate=5", false).is_err());
        assert!(Query::parse("$top=5&top=6", false).is_err());
        assert!(Query::parse("utm=5", false).is_ok());
        assert!(query("$count=maybe").count().is_err());
        assert!(query("$top=5").only(&[QueryOption::Select]).is_err());
    }

    #[test]
    fn advanced_needs_header_and_count() {
        assert_eq!(
            Query::parse("$count=true", true).unwrap().advanced(),
            Ok(true)
        );
        assert_eq!(
            Query::parse("$count=true", false).unwrap().advanced(),
            Ok(false)
        );
        assert_eq!(Query::parse("", true).unwrap().advanced(), Ok(false));
    }
}
