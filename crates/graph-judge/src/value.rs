//! Whether a JSON value is of the type that the metadata gives it.

use serde_json::{Map, Value};

use crate::exchange::Exchange;
use crate::model::{Model, TypeRef};
use crate::path::Target;

/// Most references in one PATCH (Microsoft Graph, group-post-members).
const MOST_BOUND: usize = 20;

/// Whose body it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Request,
    Answer,
    /// Without `@odata.type`, so that a member of a derived type may stand in any object.
    BareAnswer,
}

/// What is wrong with a request's body.
pub(crate) fn request_problems(model: &Model, target: &Target, body: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let bound = body.get("members@odata.bind").and_then(Value::as_array);
    if bound.is_some_and(|bound| bound.len() > MOST_BOUND) {
        found.push(format!("members@odata.bind names more than {MOST_BOUND}"));
    }
    match target {
        Target::Value(kind) => check(
            model,
            &kind.one(),
            body,
            "body",
            Manner::Request,
            &mut found,
        ),
        Target::Reference => {
            if body.get("@odata.id").and_then(Value::as_str).is_none() {
                found.push("a reference needs @odata.id".to_owned());
            }
        }
        Target::Action { parameters, .. } => {
            for (name, value) in body.as_object().into_iter().flatten() {
                match parameters.get(name) {
                    Some(kind) => check(model, kind, value, name, Manner::Request, &mut found),
                    None => found.push(format!("the action takes no {name:?}")),
                }
            }
        }
        Target::Count | Target::Raw => found.push("a body where none belongs".to_owned()),
    }
    found
}

/// What is wrong with a successful answer's body.
pub(crate) fn answer_problems(model: &Model, target: &Target, exchange: &Exchange) -> Vec<String> {
    if exchange.spoilt {
        return Vec::new();
    }
    let Some(body) = &exchange.answer else {
        return absence_problems(target, exchange);
    };
    let manner = if exchange.bare {
        Manner::BareAnswer
    } else {
        Manner::Answer
    };
    let mut found = Vec::new();
    let kind = match target {
        Target::Value(kind) => kind.clone(),
        Target::Action {
            returns: Some(kind),
            ..
        } => kind.clone(),
        Target::Count | Target::Reference | Target::Raw | Target::Action { .. } => return found,
    };
    // A POST to a collection answers with the one that was made.
    let asked_for_all = exchange.method == "GET" || matches!(target, Target::Action { .. });
    if kind.collection && asked_for_all {
        let Some(items) = body.get("value").and_then(Value::as_array) else {
            return vec!["a collection needs value[]".to_owned()];
        };
        for item in items {
            check(model, &kind.one(), item, "value[]", manner, &mut found);
        }
        if body
            .get("@odata.nextLink")
            .is_some_and(|link| !link.is_string())
        {
            found.push("@odata.nextLink is no string".to_owned());
        }
    } else if model.is_structured(&kind.name) {
        check(model, &kind.one(), body, "body", manner, &mut found);
    }
    // A thousand rows with one mistake are one mistake.
    found.sort_unstable();
    found.dedup();
    found
}

/// What is wrong with a successful answer that has no body, or none that is JSON: only what was
/// not a read may leave it out, with status 204.
fn absence_problems(target: &Target, exchange: &Exchange) -> Vec<String> {
    let owes = match target {
        Target::Value(_) | Target::Count => exchange.status != 204 || exchange.method == "GET",
        Target::Action { returns, .. } => returns.is_some(),
        Target::Reference | Target::Raw => false,
    };
    owes.then(|| format!("{} without a body that is JSON", exchange.status))
        .into_iter()
        .collect()
}

/// What is wrong with a refusal's body: it must be the error envelope.
///
/// Source: Microsoft Graph, "Microsoft Graph error responses and resource types".
pub(crate) fn error_problems(exchange: &Exchange) -> Vec<String> {
    if exchange.spoilt {
        return Vec::new();
    }
    let Some(error) = exchange.answer.as_ref().and_then(|body| body.get("error")) else {
        return vec![format!("{} without an error envelope", exchange.status)];
    };
    let mut found = Vec::new();
    for name in ["code", "message"] {
        if !error.get(name).is_some_and(Value::is_string) {
            found.push(format!("error.{name} is missing"));
        }
    }
    if let Some(inner) = error.get("innerError") {
        for name in ["date", "request-id", "client-request-id"] {
            if !inner.get(name).is_some_and(Value::is_string) {
                found.push(format!("error.innerError.{name} is missing"));
            }
        }
    }
    found
}

fn check(
    model: &Model,
    kind: &TypeRef,
    value: &Value,
    at: &str,
    manner: Manner,
    found: &mut Vec<String>,
) {
    if kind.collection {
        match value.as_array() {
            Some(items) => {
                let at = format!("{at}[]");
                for item in items {
                    check(model, &kind.one(), item, &at, manner, found);
                }
            }
            None => found.push(format!("{at} is no array")),
        }
        return;
    }
    if value.is_null() {
        return;
    }
    if let Some(enumeration) = model.enumeration(&kind.name) {
        let Some(text) = value.as_str() else {
            found.push(format!("{at} is no name of {}", kind.name));
            return;
        };
        let known = |name: &str| enumeration.members.contains(name.trim());
        let fits = if enumeration.flags {
            text.split(',').all(known)
        } else {
            known(text)
        };
        if !fits {
            found.push(format!("{at}: {} has no {text:?}", kind.name));
        }
    } else if let Some(edm) = kind.name.strip_prefix("Edm.") {
        if !fits_primitive(edm, value) {
            found.push(format!("{at} is no {edm}: {value}"));
        }
    } else if model.is_structured(&kind.name) {
        match value.as_object() {
            Some(object) => check_object(model, kind, object, at, manner, found),
            None => found.push(format!("{at} is no object")),
        }
    }
}

fn check_object(
    model: &Model,
    kind: &TypeRef,
    object: &Map<String, Value>,
    at: &str,
    manner: Manner,
    found: &mut Vec<String>,
) {
    let stated = object
        .get("@odata.type")
        .and_then(Value::as_str)
        .map(|stated| TypeRef::parse(stated.trim_start_matches('#')).name);
    let name = match stated {
        Some(stated) if model.derives(&stated, &kind.name) => stated,
        Some(stated) if model.is_structured(&stated) => {
            found.push(format!(
                "{at} says it is a {stated}, which is no {}",
                kind.name
            ));
            return;
        }
        _ => kind.name.clone(),
    };
    for (property, value) in object {
        if let Some((before, annotation)) = property.split_once('@') {
            if manner == Manner::Request && annotation == "odata.bind" {
                match model.member(&name, before, false) {
                    Some(member) if member.navigation => {}
                    _ => found.push(format!("{at}: {name} has nothing named {before:?} to bind")),
                }
            }
            continue;
        }
        match model.member(&name, property, false) {
            Some(member) => {
                let place = format!("{at}.{property}");
                if value.is_null() && !member.nullable && !member.kind.collection {
                    found.push(format!("{place} is null"));
                }
                check(model, &member.kind, value, &place, manner, found);
            }
            // Directory objects are open types: a property that the cut leaves out may be there,
            // but ours are all in it, so an unknown name is a mistake unless it is an extension.
            None if property.starts_with("extension_") && model.is_open(&name) => {}
            None if manner == Manner::BareAnswer && model.is_in_derived(&name, property) => {}
            None => found.push(format!("{at}: {name} has no {property:?}")),
        }
    }
}

fn fits_primitive(edm: &str, value: &Value) -> bool {
    match edm {
        "String" | "Guid" | "Duration" | "Binary" | "Stream" | "TimeOfDay" => value.is_string(),
        "Boolean" => value.is_boolean(),
        "Int16" | "Int32" | "Int64" | "Byte" => value.is_i64() || value.is_u64(),
        "Double" | "Single" | "Decimal" => value.is_number(),
        "DateTimeOffset" => value.as_str().is_some_and(|text| {
            time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
                .is_ok()
        }),
        "Date" => value.as_str().is_some_and(|text| text.len() == 10),
        _ => true,
    }
}
