//! `$search`: clauses in quotes, joined by AND and OR.

use winnow::ascii::{multispace0, multispace1};
use winnow::combinator::{alt, delimited, eof, preceded, repeat, separated, terminated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::take_while;

use super::{Entity, Error, Property, Searched, Value, value};

/// A search that can be held against rows.
pub(crate) enum Search<T: 'static> {
    And(Vec<Search<T>>),
    Or(Vec<Search<T>>),
    Words(&'static Property<T>, Vec<String>),
    Prefix(&'static Property<T>, String),
}

/// Parentheses deeper than this are refused.
const DEEPEST: usize = 16;

impl<T> Search<T> {
    /// Reads a search and checks its properties.
    ///
    /// # Errors
    ///
    /// Text that is no search; a property that cannot be searched.
    pub(crate) fn parse(entity: &Entity<T>, text: &str) -> Result<Self, Error> {
        let invalid = || Error::gateway(format!("Invalid $search clause: {text}"));
        if text.matches('(').count() > DEEPEST {
            return Err(invalid());
        }
        let clause = terminated(any_of, (multispace0, eof))
            .parse(text)
            .map_err(|_| invalid())?;
        Self::resolve(entity, clause)
    }

    fn resolve(entity: &Entity<T>, clause: Clause) -> Result<Self, Error> {
        let all = |clauses: Vec<Clause>| -> Result<Vec<Self>, Error> {
            clauses
                .into_iter()
                .map(|clause| Self::resolve(entity, clause))
                .collect()
        };
        match clause {
            Clause::And(clauses) => Ok(Self::And(all(clauses)?)),
            Clause::Or(clauses) => Ok(Self::Or(all(clauses)?)),
            Clause::Text(text) => {
                let (name, wanted) = text.split_once(':').ok_or_else(|| {
                    Error::gateway("The $search clause must be of the form \"property:value\".")
                })?;
                let property = entity.property(name).ok_or_else(|| entity.unknown(name))?;
                match property.search {
                    Searched::Tokens => Ok(Self::Words(property, words(wanted))),
                    Searched::Prefix => Ok(Self::Prefix(property, value::fold(wanted))),
                    Searched::No => Err(Error::unsupported(format!(
                        "Unsupported or invalid search clause specified for property '{name}' of \
                         resource '{}'.",
                        entity.resource
                    ))),
                }
            }
        }
    }

    pub(crate) fn matches(&self, row: &T) -> bool {
        match self {
            Self::And(clauses) => clauses.iter().all(|clause| clause.matches(row)),
            Self::Or(clauses) => clauses.iter().any(|clause| clause.matches(row)),
            Self::Words(property, wanted) => match (property.read)(row) {
                Value::Text(text) => {
                    let there = words(&text);
                    wanted
                        .iter()
                        .all(|word| there.iter().any(|known| known.starts_with(word.as_str())))
                }
                _ => false,
            },
            Self::Prefix(property, prefix) => match (property.read)(row) {
                Value::Text(text) => value::starts_with(&text, prefix),
                Value::Texts(texts) => texts.iter().any(|text| value::starts_with(text, prefix)),
                _ => false,
            },
        }
    }
}

/// Words as the index has them: cut at spaces, symbols, between letters and digits, and where a
/// small letter is followed by a capital.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for character in text.chars() {
        if character.is_alphanumeric() {
            let cut = before.is_none_or(|before| {
                before.is_numeric() != character.is_numeric()
                    || (before.is_lowercase() && character.is_uppercase())
            });
            match words.last_mut().filter(|_| !cut) {
                Some(word) => word.extend(character.to_lowercase()),
                None => words.push(character.to_lowercase().collect()),
            }
            before = Some(character);
        } else {
            before = None;
        }
    }
    words
}

#[derive(Debug)]
enum Clause {
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Text(String),
}

type Parsed<T> = Result<T, ErrMode<ContextError>>;

fn any_of(input: &mut &str) -> Parsed<Clause> {
    separated(1.., all_of, (multispace1, "OR", multispace1))
        .map(|clauses| join(clauses, Clause::Or))
        .parse_next(input)
}

fn all_of(input: &mut &str) -> Parsed<Clause> {
    separated(1.., one, (multispace1, "AND", multispace1))
        .map(|clauses| join(clauses, Clause::And))
        .parse_next(input)
}

fn join(mut clauses: Vec<Clause>, many: fn(Vec<Clause>) -> Clause) -> Clause {
    if clauses.len() == 1 {
        clauses.remove(0)
    } else {
        many(clauses)
    }
}

fn one(input: &mut &str) -> Parsed<Clause> {
    preceded(
        multispace0,
        alt((
            delimited("(", any_of, (multispace0, ")")),
            quoted.map(Clause::Text),
        )),
    )
    .parse_next(input)
}

/// Text in double quotes; backslash escapes a quote and itself.
fn quoted(input: &mut &str) -> Parsed<String> {
    delimited(
        "\"",
        repeat(
            0..,
            alt((
                take_while(1.., |c| c != '"' && c != '\\'),
                "\\\"".value("\""),
                "\\\\".value("\\"),
            )),
        )
        .fold(String::new, |mut text, part: &str| {
            text.push_str(part);
            text
        }),
        "\"",
    )
    .parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odata::Kind;

    struct Row(&'static str, &'static str);

    static ENTITY: Entity<Row> = Entity {
        name: "row",
        resource: "Row",
        properties: &[
            Property::new("displayName", Kind::Text, |row: &Row| Value::text(row.0))
                .search(Searched::Tokens),
            Property::new("mail", Kind::Text, |row: &Row| Value::text(row.1))
                .search(Searched::Prefix),
            Property::new("secret", Kind::Text, |row: &Row| Value::text(row.1)),
        ],
        unset: &[],
        unset_lists: &[],
        single: &[],
    };

    fn finds(search: &str, name: &'static str, mail: &'static str) -> bool {
        Search::parse(&ENTITY, search)
            .unwrap()
            .matches(&Row(name, mail))
    }

    #[test]
    fn names_are_found_by_the_beginnings_of_their_words() {
        assert!(finds("\"displayName:mar\"", "Ana Martins", ""));
        assert!(finds("\"displayName:martins ana\"", "Ana Martins", ""));
        assert!(!finds("\"displayName:artins\"", "Ana Martins", ""));
        assert!(finds("\"displayName:world\"", "HelloWorld", ""));
        assert!(finds("\"displayName:7\"", "Unit7b", ""));
        assert!(!finds("\"displayName:orld\"", "HelloWorld", ""));
    }

    #[test]
    fn other_properties_by_their_beginning_only() {
        assert!(finds("\"mail:ana.\"", "", "Ana.Martins@x"));
        assert!(!finds("\"mail:martins\"", "", "Ana.Martins@x"));
    }

    #[test]
    fn clauses_join_with_capital_words() {
        let both = "\"displayName:ana\" AND \"mail:b\"";
        assert!(!finds(both, "Ana", "a@x"));
        assert!(finds("\"displayName:ana\" OR \"mail:b\"", "Ana", "a@x"));
        assert!(finds(
            "(\"displayName:x\" OR \"mail:a\") AND \"displayName:ana\"",
            "Ana",
            "a@x"
        ));
        for text in [
            "displayName:ana",
            "\"displayName:a\" and \"mail:b\"",
            "\"ana\"",
            "\"open",
            "",
        ] {
            assert!(Search::parse(&ENTITY, text).is_err(), "{text}");
        }
        assert!(Search::parse(&ENTITY, "\"secret:a\"").is_err());
        assert!(Search::parse(&ENTITY, "\"nothing:a\"").is_err());
    }
}
