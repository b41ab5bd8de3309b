//! Which properties a filter uses, and by which operators.

use std::collections::HashMap;

/// What a filter asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) uses: Vec<Use>,
    /// It holds `not`.
    pub(crate) negates: bool,
    /// The most values that one `in` lists, or clauses that one chain of `or` joins.
    pub(crate) most_values: usize,
}

/// One property under one operator or function, both in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) path: String,
    pub(crate) operator: String,
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Literal,
    Sign(char),
}

const OPERATORS: &[&str] = &["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];
const FUNCTIONS: &[&str] = &["startswith", "endswith", "contains"];

impl Filter {
    pub(crate) fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let mut filter = Self::default();
        let mut variables: HashMap<&str, &str> = HashMap::new();
        // How many clauses are joined so far, for each parenthesis that is open.
        let mut joined = vec![1];
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::Sign('(') => joined.push(1),
                Token::Sign(')') if joined.len() > 1 => {
                    joined.pop();
                }
                _ => {}
            }
            let Token::Word(word) = token else { continue };
            let after = &tokens[index + 1..];
            let lower = word.to_lowercase();
            if lower == "or" {
                if let Some(clauses) = joined.last_mut() {
                    *clauses += 1;
                    filter.most_values = filter.most_values.max(*clauses);
                }
            } else if lower == "not" {
                filter.negates = true;
            } else if let Some(path) = word.strip_suffix("/any").or(word.strip_suffix("/all")) {
                if let [
                    Token::Sign('('),
                    Token::Word(variable),
                    Token::Sign(':'),
                    ..,
                ] = after
                {
                    variables.insert(variable, path);
                }
            } else if FUNCTIONS.contains(&lower.as_str()) {
                if let [Token::Sign('('), Token::Word(path), ..] = after {
                    filter.note(&variables, path, &lower);
                }
            } else if let Some(Token::Word(next)) = after.first() {
                let operator = next.to_lowercase();
                if OPERATORS.contains(&operator.as_str()) {
                    filter.note(&variables, word, &operator);
                }
            }
            if lower == "in" {
                let values = after
                    .iter()
                    .take_while(|token| **token != Token::Sign(')'))
                    .filter(|token| **token == Token::Literal)
                    .count();
                filter.most_values = filter.most_values.max(values);
            }
        }
        filter
    }

    fn note(&mut self, variables: &HashMap<&str, &str>, path: &str, operator: &str) {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let path = match variables.get(first) {
            Some(collection) if rest.is_empty() => (*collection).to_owned(),
            Some(collection) => format!("{collection}/{rest}"),
            None => path.to_owned(),
        };
        let operator = operator.to_owned();
        self.uses.push(Use { path, operator });
    }

    /// The properties, in the order in which they stand.
    pub(crate) fn names(&self) -> Vec<String> {
        self.uses.iter().map(|one| one.path.clone()).collect()
    }

    pub(crate) fn has(&self, operator: &str) -> bool {
        self.uses.iter().any(|one| one.operator == operator)
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            tokens.push(Token::Literal);
            rest = after_literal(rest);
        } else if c.is_ascii_alphanumeric() || c == '_' {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || "_/.-:+".contains(c)))
                .unwrap_or(rest.len());
            // A colon belongs to a time, but ends a lambda's variable.
            let end = match rest.find(':') {
                Some(colon) if colon < end && !c.is_ascii_digit() => colon,
                _ => end,
            };
            let word = &rest[..end];
            let is_guid = uuid::Uuid::parse_str(word).is_ok();
            let is_constant = ["true", "false", "null"].contains(&word.to_lowercase().as_str());
            tokens.push(if c.is_ascii_digit() || is_guid || is_constant {
                Token::Literal
            } else {
                Token::Word(word)
            });
            rest = &rest[end..];
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Sign(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    tokens
}

/// What follows a quoted literal; a doubled quote stands for one.
fn after_literal(text: &str) -> &str {
    let mut rest = &text[1..];
    while let Some(at) = rest.find('\'') {
        rest = &rest[at + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => rest = more,
            None => return rest,
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(text: &str) -> Vec<(String, String)> {
        let filter = Filter::read(text);
        let pairs = filter.uses.into_iter();
        pairs.map(|one| (one.path, one.operator)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = expected.iter();
        pairs
            .map(|(path, operator)| ((*path).to_owned(), (*operator).to_owned()))
            .collect()
    }

    #[test]
    fn properties_and_operators_are_read_out_of_filters() {
        assert_eq!(
            uses("userType eq 'Guest' and startsWith(mail,'o''brien and x')"),
            pairs(&[("userType", "eq"), ("mail", "startswith")])
        );
        assert_eq!(
            uses("tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')"),
            pairs(&[("tags", "eq")])
        );
        assert_eq!(
            uses("identities/any(i:i/issuer eq 'a' and i/issuerAssignedId eq 'b')"),
            pairs(&[
                ("identities/issuer", "eq"),
                ("identities/issuerAssignedId", "eq")
            ])
        );
        assert_eq!(
            uses("createdDateTime ge 2026-01-01T00:00:00Z and accountEnabled ne true"),
            pairs(&[("createdDateTime", "ge"), ("accountEnabled", "ne")])
        );
        assert_eq!(
            uses("id eq aaaaaaaa-1111-4111-8111-111111111111"),
            pairs(&[("id", "eq")])
        );
    }

    #[test]
    fn negation_and_long_lists_are_seen() {
        assert!(Filter::read("not(userType eq 'Guest')").negates);
        assert!(!Filter::read("displayName eq 'not'").negates);
        assert_eq!(Filter::read("mail in ('a','b','c')").most_values, 3);
        let chain = "userType eq 'Guest' and (mail eq 'a' or mail eq 'b' or (id eq 'c'))";
        assert_eq!(Filter::read(chain).most_values, 3);
        assert!(Filter::read("endswith(mail,'x')").has("endswith"));
    }
}
