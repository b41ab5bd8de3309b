//! The body of a lambda: what must hold of one member of a collection.

use serde_json::Value as Json;

use super::compile::{GE, LE, Operand, compare, operand};
use super::entity::Kind;
use super::filter::{Expr, Function, Operator, Path};
use super::{Value, value};

/// A test of one item. Paths are relative to the range variable; empty for the item itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    And(Vec<Item>),
    Or(Vec<Item>),
    Not(Box<Item>),
    Compare(Vec<String>, Operator, Operand),
    In(Vec<String>, Vec<Operand>),
    Starts(Vec<String>, String),
    Ends(Vec<String>, String),
}

/// The only complex collection that the directory filters by needs both of these at once.
const TOGETHER: [&str; 2] = ["issuer", "issuerAssignedId"];

impl Item {
    /// `None` where the directory does not support the body for such a collection.
    pub(super) fn compile(kind: Kind, name: &str, variable: &str, body: &Expr) -> Option<Self> {
        let item = Self::read(kind, variable, body)?;
        match kind {
            Kind::Texts => Some(item),
            // learn.microsoft.com, "directoryAudit resource type".
            Kind::ComplexList if name == "targetResources" => match &item {
                Self::Compare(path, Operator::Eq, _)
                    if path.iter().eq(["id"]) || path.iter().eq(["displayName"]) =>
                {
                    Some(item)
                }
                Self::Starts(path, _) if path.iter().eq(["displayName"]) => Some(item),
                _ => None,
            },
            Kind::ComplexList if name == "identities" => {
                let Self::And(members) = &item else {
                    return None;
                };
                TOGETHER
                    .iter()
                    .all(|wanted| {
                        members.iter().any(|member| {
                            matches!(member, Self::Compare(path, Operator::Eq, _)
                                if path.iter().eq([wanted]))
                        })
                    })
                    .then_some(item)
            }
            _ => None,
        }
    }

    fn read(kind: Kind, variable: &str, body: &Expr) -> Option<Self> {
        let all = |members: &[Expr]| -> Option<Vec<Self>> {
            members
                .iter()
                .map(|member| Self::read(kind, variable, member))
                .collect()
        };
        let relative = |path: &Path| -> Option<Vec<String>> {
            let (first, rest) = path.0.split_first()?;
            (first == variable && rest.is_empty() == (kind == Kind::Texts)).then(|| rest.to_vec())
        };
        Some(match body {
            Expr::And(members) => Self::And(all(members)?),
            Expr::Or(members) => Self::Or(all(members)?),
            Expr::Not(inner) => Self::Not(Box::new(Self::read(kind, variable, inner)?)),
            Expr::Compare(path, operator, literal) => Self::Compare(
                relative(path)?,
                *operator,
                operand(Kind::Text, literal, "Equal").ok()?,
            ),
            Expr::In(path, values) => Self::In(
                relative(path)?,
                values
                    .iter()
                    .map(|value| operand(Kind::Text, value, "In").ok())
                    .collect::<Option<_>>()?,
            ),
            Expr::Call(Function::StartsWith, path, text) => {
                Self::Starts(relative(path)?, value::fold(text))
            }
            Expr::Call(Function::EndsWith, path, text) => {
                Self::Ends(relative(path)?, value::fold(text))
            }
            Expr::Call(Function::Contains, ..) | Expr::Lambda { .. } => return None,
        })
    }

    /// Names of the operators used, for the check against the property's table.
    pub(super) fn operators(&self) -> Vec<&'static str> {
        match self {
            Self::And(members) | Self::Or(members) => {
                members.iter().flat_map(Self::operators).collect()
            }
            Self::Not(inner) => {
                let mut operators = inner.operators();
                operators.push("Not");
                operators
            }
            Self::Compare(_, Operator::Eq, _) => vec!["Equals"],
            Self::Compare(_, Operator::Ne, _) => vec!["Not Equals"],
            Self::Compare(_, Operator::Ge | Operator::Gt, _) => vec![GE],
            Self::Compare(..) => vec![LE],
            Self::In(..) => vec!["In"],
            Self::Starts(..) => vec!["StartsWith"],
            Self::Ends(..) => vec!["EndsWith"],
        }
    }

    /// The texts that an item itself must be one of, where the test says so outright.
    pub(super) fn exactly(&self) -> Option<Vec<&str>> {
        match self {
            Self::Compare(path, Operator::Eq, Operand::Text(text)) if path.is_empty() => {
                Some(vec![text])
            }
            Self::In(path, operands) if path.is_empty() => operands
                .iter()
                .map(|operand| match operand {
                    Operand::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect(),
            Self::Or(members) => {
                let mut all = Vec::new();
                for member in members {
                    all.extend(member.exactly()?);
                }
                Some(all)
            }
            Self::And(members) => members.iter().find_map(Self::exactly),
            _ => None,
        }
    }

    pub(super) fn any(&self, collection: &Value<'_>) -> bool {
        match collection {
            Value::Texts(texts) => texts.iter().any(|text| {
                let item = Value::text(text);
                self.holds(&|_| Some(item.clone()))
            }),
            Value::Json(Json::Array(items)) => items.iter().any(|item| {
                self.holds(&|path| {
                    let found = path.iter().try_fold(item, |at, name| at.get(name))?;
                    Some(match found {
                        Json::String(text) => Value::text(text),
                        Json::Bool(flag) => Value::Bool(*flag),
                        _ => Value::Null,
                    })
                })
            }),
            _ => false,
        }
    }

    fn holds<'v>(&self, at: &dyn Fn(&[String]) -> Option<Value<'v>>) -> bool {
        let value = |path: &[String]| at(path).unwrap_or(Value::Null);
        match self {
            Self::And(members) => members.iter().all(|member| member.holds(at)),
            Self::Or(members) => members.iter().any(|member| member.holds(at)),
            Self::Not(inner) => !inner.holds(at),
            Self::Compare(path, operator, operand) => compare(&value(path), *operator, operand),
            Self::In(path, operands) => {
                let found = value(path);
                operands
                    .iter()
                    .any(|operand| compare(&found, Operator::Eq, operand))
            }
            Self::Starts(path, folded) => {
                matches!(value(path), Value::Text(text) if value::starts_with(&text, folded))
            }
            Self::Ends(path, folded) => {
                matches!(value(path), Value::Text(text) if value::ends_with(&text, folded))
            }
        }
    }
}
