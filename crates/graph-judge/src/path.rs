//! What a path leads to, and whether its query names what is there.

use std::collections::HashMap;

use crate::exchange::Exchange;
use crate::filter::Filter;
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
            "filter" => Filter::read(&value).names(),
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
