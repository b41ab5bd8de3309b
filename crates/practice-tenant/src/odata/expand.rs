//! `$expand`: related objects within an answer.

use super::{Error, query};

/// The most objects that one expanded relation shows.
pub(crate) const MOST_EXPANDED: usize = 20;

/// One relation to expand, perhaps with a `$select` of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expand {
    pub(crate) relation: String,
    pub(crate) select: Option<Vec<String>>,
}

impl Expand {
    /// Reads `members($select=id,mail),owners`.
    ///
    /// # Errors
    ///
    /// Parentheses that do not close, an inner option other than `$select`.
    pub(crate) fn parse(text: &str) -> Result<Vec<Self>, Error> {
        split(text)?.into_iter().map(Self::one).collect()
    }

    fn one(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (relation, inner) = match text.split_once('(') {
            None => (text, None),
            Some((relation, rest)) => (
                relation,
                Some(rest.strip_suffix(')').ok_or_else(|| wrong(text))?),
            ),
        };
        if relation.is_empty() || !relation.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(wrong(text));
        }
        let select = match inner {
            None => None,
            Some(inner) => {
                let (name, value) = inner.split_once('=').ok_or_else(|| wrong(text))?;
                if !name
                    .trim()
                    .trim_start_matches('$')
                    .eq_ignore_ascii_case("select")
                    || value.contains(';')
                {
                    return Err(wrong(text));
                }
                Some(query::names(value)?)
            }
        };
        Ok(Self {
            relation: relation.to_owned(),
            select,
        })
    }
}

fn split(text: &str) -> Result<Vec<&str>, Error> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (index, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    if depth != 0 {
        return Err(wrong(text));
    }
    parts.push(&text[start..]);
    Ok(parts)
}

fn wrong(text: &str) -> Error {
    Error::gateway(format!(
        "Parsing OData Select and Expand failed: '{text}' is not valid."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_with_and_without_a_select() {
        assert_eq!(
            Expand::parse("sponsors($select=id,displayName),manager").unwrap(),
            vec![
                Expand {
                    relation: "sponsors".to_owned(),
                    select: Some(vec!["id".to_owned(), "displayName".to_owned()]),
                },
                Expand {
                    relation: "manager".to_owned(),
                    select: None,
                },
            ]
        );
    }

    #[test]
    fn broken_clauses_are_refused() {
        for text in [
            "",
            "members(",
            "members)",
            "members($top=5)",
            "a b",
            "members($select=)",
        ] {
            assert!(Expand::parse(text).is_err(), "{text}");
        }
    }
}
