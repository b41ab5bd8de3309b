//! What a path leads to, and whether its query names what is there.

use std::collections::HashMap;

use crate::exchange::Exchange;
use crate::model::{Model, TypeRef};

/// What a path leads to.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// An entity, a collection of them, or a complex value.
    Value(TypeRef),
    /// `$count`.
    Count,
    /// `$ref` of a navigation property.
    Reference,
    /// `$value` and other raw content.
    Raw,
    /// An action with its parameters.
    Action {
        parameters: HashMap<String, TypeRef>,
        returns: Option<TypeRef>,
    },
}

/// Walks the path through the model.
pub(crate) fn resolve(model: &Model, exchange: &Exchange) -> Result<Target, String> {
    let (version, segments) = exchange.segments();
    if version != "v1.0" && version != "beta" {
        return Err(format!("{version:?} is no version of the service"));
    }
    let mut segments = segments.into_iter();
    let first = segments.next().ok_or("the path is empty")?;
    let (name, key) = split_key(&first);
    let mut at = model
        .root(name)
        .ok_or_else(|| format!("there is no {name:?}"))?;
    if key.is_some() {
        at = at.one();
    }
    for segment in segments {
        match segment.to_lowercase().as_str() {
            "$count" => return Ok(Target::Count),
            "$value" => return Ok(Target::Raw),
            "$ref" => return Ok(Target::Reference),
            _ => {}
        }
        if let Some(cast) = cast_of(model, &segment) {
            at.name = cast;
            continue;
        }
        let (name, key) = split_key(&segment);
        if let Some(call) = model.call(&at, name) {
            if call.action {
                return Ok(Target::Action {
                    parameters: call.parameters,
                    returns: call.returns,
                });
            }
            at = call
                .returns
                .ok_or_else(|| format!("{name} returns nothing"))?;
            continue;
        }
        if at.collection {
            if key.is_some() {
                return Err(format!("{} has no function {name:?}", at.name));
            }
            // A key as a segment of its own.
            at = at.one();
            continue;
        }
        let member = model
            .member(&at.name, name, true)
            .ok_or_else(|| format!("{} has no {name:?}", at.name))?;
        at = member.kind.clone();
        if key.is_some() {
            at = at.one();
        }
    }
    Ok(Target::Value(at))
}

/// `name(key)` -> `name`, `key`.
fn split_key(segment: &str) -> (&str, Option<&str>) {
    match segment.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')')),
        None => (segment, None),
    }
}

fn cast_of(model: &Model, segment: &str) -> Option<String> {
    let lower = segment.to_lowercase();
    let name = lower
        .strip_prefix("microsoft.graph.")
        .or_else(|| lower.strip_prefix("graph."))?;
    model.type_named(name)
}

/// Names in the query that the type does not have.
pub(crate) fn query_problems(model: &Model, target: &Target, exchange: &Exchange) -> Vec<String> {
    let Target::Value(kind) = target else {
        return Vec::new();
    };
    if !model.is_structured(&kind.name) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (option, value) in exchange.options() {
        let names: Vec<String> = match option.as_str() {
            "select" => value
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect(),
            "orderby" => value
                .split(',')
                .filter_map(|part| part.split_whitespace().next().map(str::to_owned))
                .collect(),
            "expand" => value
                .split(',')
                .filter_map(|part| part.split('(').next())
                .filter(|part| !part.contains(')'))
                .map(|name| name.trim().to_owned())
                .collect(),
            "filter" => filter_names(&value),
            _ => Vec::new(),
        };
        for name in names.iter().filter(|name| !name.is_empty() && *name != "*") {
            let first = name.split('/').next().unwrap_or(name);
            if model
                .member(&kind.name, first, option == "filter")
                .is_none()
            {
                found.push(format!(
                    "${option} names {first:?}, which {} does not have",
                    kind.name
                ));
            }
        }
        if option == "top" && value.parse::<u32>().is_ok_and(|top| top > 999) {
            found.push(format!("$top={value} is above 999"));
        }
    }
    found
}

/// The property paths of a filter: identifiers that are no operators, functions, literals or lambda variables.
fn filter_names(filter: &str) -> Vec<String> {
    const WORDS: &[&str] = &[
        "and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in", "null", "true", "false",
        "has",
    ];
    let mut names = Vec::new();
    let mut variables = Vec::new();
    let mut rest = filter;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            rest = after_literal(rest);
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.' | '-')))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            if let Some(path) = word
                .strip_suffix("/any")
                .or_else(|| word.strip_suffix("/all"))
            {
                names.push(path.to_owned());
                let inside = after.trim_start_matches('(').trim_start();
                if let Some((variable, _)) = inside.split_once(':') {
                    variables.push(variable.trim().to_owned());
                }
            } else if after.starts_with(':') || after.starts_with('(') || word.contains('-') {
                // A lambda's variable, a function, or a GUID.
            } else if !WORDS.contains(&word.to_lowercase().as_str()) {
                names.push(word.to_owned());
            }
        } else if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.' | '+')))
                .unwrap_or(rest.len());
            rest = &rest[end..];
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    names.retain(|name| {
        let first = name.split('/').next().unwrap_or(name);
        !variables.iter().any(|variable| variable == first)
    });
    names
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
    use super::filter_names;

    #[test]
    fn names_are_read_out_of_filters() {
        assert_eq!(
            filter_names("userType eq 'Guest' and startswith(mail,'o''brien and x')"),
            ["userType", "mail"]
        );
        assert_eq!(
            filter_names("tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')"),
            ["tags"]
        );
        assert_eq!(
            filter_names("proxyAddresses/any(p:p in ('smtp:a@b.example')) or mail in ('a','b')"),
            ["proxyAddresses", "mail"]
        );
        assert_eq!(
            filter_names("createdDateTime ge 2026-01-01T00:00:00Z"),
            ["createdDateTime"]
        );
    }
}
