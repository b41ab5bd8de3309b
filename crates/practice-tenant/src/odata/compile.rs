//! A filter held against the table of what the directory can filter.

use time::OffsetDateTime;
use uuid::Uuid;

use super::entity::{Entity, Kind, Level, Property};
use super::filter::{Expr, Function, Literal, Operator, Path, Quantifier};
use super::item::Item;
use super::{Error, Value, value};

/// Most values of an `in`, or members of a chain of `or`, in a plain query.
const MOST_CHOICES: usize = 15;
/// Deepest alternation of `and` and `or` in a plain query, the comparison itself included.
const GREATEST_HEIGHT: usize = 3;
/// Longest URL of an advanced query, in characters.
const LONGEST_ADVANCED: usize = 2_048;
/// What the service calls `ge` and `le`.
pub(super) const GE: &str = "Greater Than Or Equals";
pub(super) const LE: &str = "Less Than Or Equals";

/// A filter that can be held against rows.
pub(crate) enum Test<T: 'static> {
    And(Vec<Test<T>>),
    Or(Vec<Test<T>>),
    Not(Box<Test<T>>),
    Compare(&'static Property<T>, Operator, Operand),
    In(&'static Property<T>, Vec<Operand>),
    Starts(&'static Property<T>, String),
    Ends(&'static Property<T>, String),
    Any(&'static Property<T>, Item),
}

/// The right side of a comparison; text without letter case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Null,
    Bool(bool),
    Text(String),
    Guid(Uuid),
    Time(OffsetDateTime),
}

/// Checks a filter and makes it ready to run.
///
/// # Errors
///
/// Unknown properties, operators a property does not know, operators that need an advanced query
/// when this is none, too many choices, too great a height.
pub(crate) fn compile<T>(
    entity: &Entity<T>,
    expression: &Expr,
    advanced: bool,
    url_length: usize,
) -> Result<Test<T>, Error> {
    if advanced {
        if url_length > LONGEST_ADVANCED {
            return Err(Error::unsupported(format!(
                "The request URL is too long for this query: {url_length}. Max allowed: \
                 {LONGEST_ADVANCED}"
            )));
        }
    } else {
        let choices = most_choices(expression);
        if choices > MOST_CHOICES {
            return Err(Error::unsupported(format!(
                "Too many child clauses specified in search filter expression containing 'OR' \
                 operators: {choices}. Max allowed: {MOST_CHOICES}"
            )));
        }
        let height = height(expression);
        if height > GREATEST_HEIGHT {
            return Err(Error::unsupported(format!(
                "search filter expression has excessive height: {height}. Max allowed: \
                 {GREATEST_HEIGHT}"
            )));
        }
    }
    sign_in_stands_alone(entity, expression)?;
    Compiler { entity, advanced }.test(expression)
}

fn most_choices(expression: &Expr) -> usize {
    match expression {
        Expr::Or(members) => {
            let own = members
                .iter()
                .map(|member| match member {
                    Expr::In(_, values) => values.len(),
                    _ => 1,
                })
                .sum();
            members.iter().map(most_choices).fold(own, usize::max)
        }
        Expr::And(members) => members.iter().map(most_choices).max().unwrap_or(0),
        Expr::Not(inner) => most_choices(inner),
        Expr::In(_, values) => values.len(),
        Expr::Compare(..) | Expr::Call(..) | Expr::Lambda { .. } => 1,
    }
}

fn height(expression: &Expr) -> usize {
    match expression {
        Expr::And(members) | Expr::Or(members) => 1 + members.iter().map(height).max().unwrap_or(0),
        Expr::Not(inner) => 1 + height(inner),
        _ => 1,
    }
}

/// Sign-in stamps live in another store: no other property can be filtered beside them.
fn sign_in_stands_alone<T>(entity: &Entity<T>, expression: &Expr) -> Result<(), Error> {
    let found = expression.roots();
    let is_stamp = |name: &&String| name.eq_ignore_ascii_case("signInActivity");
    let stamps = found.iter().filter(is_stamp).count();
    if stamps > 0 && stamps < found.len() {
        return Err(Error::unsupported(format!(
            "The property 'signInActivity' of resource '{}' cannot be combined with other filters.",
            entity.resource
        )));
    }
    Ok(())
}

struct Compiler<'e, T: 'static> {
    entity: &'e Entity<T>,
    advanced: bool,
}

impl<T> Compiler<'_, T> {
    fn test(&self, expression: &Expr) -> Result<Test<T>, Error> {
        let all = |members: &[Expr]| -> Result<Vec<Test<T>>, Error> {
            members.iter().map(|member| self.test(member)).collect()
        };
        match expression {
            Expr::And(members) => Ok(Test::And(all(members)?)),
            Expr::Or(members) => Ok(Test::Or(all(members)?)),
            Expr::Not(inner) => {
                self.need(Level::Advanced, "Not", "")?;
                self.negatable(inner)?;
                Ok(Test::Not(Box::new(self.test(inner)?)))
            }
            Expr::Compare(path, operator, literal) => self.comparison(path, *operator, literal),
            Expr::In(path, values) => {
                let property = self.property(path)?;
                self.need(property.filter.within, "In", property.name)?;
                let operands = values
                    .iter()
                    .map(|value| operand(property.kind, value, "In"))
                    .collect::<Result<_, _>>()?;
                Ok(Test::In(property, operands))
            }
            Expr::Call(function, path, text) => {
                let property = self.property(path)?;
                if property.kind != Kind::Text {
                    return Err(self.unsupported(property.name));
                }
                let folded = value::fold(text);
                match function {
                    Function::StartsWith => {
                        self.need(property.filter.starts, "StartsWith", property.name)?;
                        Ok(Test::Starts(property, folded))
                    }
                    Function::EndsWith => {
                        self.need(property.filter.ends, "EndsWith", property.name)?;
                        Ok(Test::Ends(property, folded))
                    }
                    Function::Contains => Err(self.unsupported(property.name)),
                }
            }
            Expr::Lambda {
                quantifier,
                collection,
                test,
            } => {
                let property = self.property(collection)?;
                let (Quantifier::Any, Some((variable, body))) = (quantifier, test) else {
                    return Err(self.unsupported(property.name));
                };
                let item = Item::compile(property.kind, property.name, variable, body)
                    .ok_or_else(|| self.unsupported(property.name))?;
                for operator in item.operators() {
                    let level = match operator {
                        "StartsWith" => property.filter.starts,
                        "EndsWith" => property.filter.ends,
                        "Not Equals" | "Not" => property.filter.ne,
                        "In" => property.filter.within,
                        GE => property.filter.ge,
                        LE => property.filter.le,
                        _ => property.filter.eq,
                    };
                    self.need(level, operator, property.name)?;
                }
                Ok(Test::Any(property, item))
            }
        }
    }

    fn comparison(
        &self,
        path: &Path,
        operator: Operator,
        literal: &Literal,
    ) -> Result<Test<T>, Error> {
        let property = self.property(path)?;
        let filter = &property.filter;
        let (level, name) = match (operator, literal) {
            (Operator::Eq | Operator::Ne, Literal::Null) => (filter.null, "Equals"),
            (Operator::Eq, _) => (filter.eq, "Equals"),
            (Operator::Ne, _) => (filter.ne, "Not Equals"),
            (Operator::Ge, _) => (filter.ge, GE),
            (Operator::Le, _) => (filter.le, LE),
            (Operator::Gt | Operator::Lt, _) => (Level::No, ""),
        };
        let operand = operand(property.kind, literal, kind_of(operator))?;
        self.need(level, name, property.name)?;
        if operator == Operator::Ne {
            self.need(Level::Advanced, "Not Equals", property.name)?;
        }
        Ok(Test::Compare(property, operator, operand))
    }

    /// `not` is listed with `ne`: a property without it cannot be negated.
    fn negatable(&self, inner: &Expr) -> Result<(), Error> {
        let path = match inner {
            Expr::Compare(path, ..) | Expr::In(path, _) | Expr::Call(_, path, _) => path,
            Expr::Lambda { collection, .. } => collection,
            Expr::And(_) | Expr::Or(_) | Expr::Not(_) => return Ok(()),
        };
        let property = self.property(path)?;
        match property.filter.ne {
            Level::No => Err(self.unsupported(property.name)),
            Level::Plain | Level::Advanced => Ok(()),
        }
    }

    fn property(&self, path: &Path) -> Result<&'static Property<T>, Error> {
        let name = path.to_string();
        if let Some(property) = self.entity.property(&name) {
            return Ok(property);
        }
        let root = path.0.first().map_or("", String::as_str);
        let declared = self.entity.property(root).is_some()
            || [
                self.entity.unset,
                self.entity.unset_lists,
                self.entity.single,
            ]
            .iter()
            .any(|names| names.iter().any(|known| known.eq_ignore_ascii_case(root)));
        if declared {
            Err(self.unsupported(&name))
        } else {
            Err(self.entity.unknown(root))
        }
    }

    fn need(&self, level: Level, operator: &str, property: &str) -> Result<(), Error> {
        match level {
            Level::Plain => Ok(()),
            Level::Advanced if self.advanced => Ok(()),
            Level::Advanced => Err(Error::unsupported(format!(
                "Operator '{operator}' is not supported because the required parameters might be \
                 missing. Try adding $count=true query parameter and ConsistencyLevel:eventual \
                 header. Refer to https://aka.ms/graph-docs/advanced-queries for more information"
            ))),
            Level::No => Err(self.unsupported(property)),
        }
    }

    fn unsupported(&self, property: &str) -> Error {
        Error::unsupported(format!(
            "Unsupported or invalid query filter clause specified for property '{property}' of \
             resource '{}'.",
            self.entity.resource
        ))
    }
}

const fn kind_of(operator: Operator) -> &'static str {
    match operator {
        Operator::Eq => "Equal",
        Operator::Ne => "NotEqual",
        Operator::Ge => "GreaterThanOrEqual",
        Operator::Le => "LessThanOrEqual",
        Operator::Gt => "GreaterThan",
        Operator::Lt => "LessThan",
    }
}

/// The literal as a right side for values of that kind.
pub(super) fn operand(kind: Kind, literal: &Literal, operator: &str) -> Result<Operand, Error> {
    let found = match (kind, literal) {
        (_, Literal::Null) => return Ok(Operand::Null),
        (Kind::Text, Literal::Text(text)) => return Ok(Operand::Text(value::fold(text))),
        (Kind::Bool, Literal::Bool(flag)) => return Ok(Operand::Bool(*flag)),
        (Kind::Guid, Literal::Guid(id)) => return Ok(Operand::Guid(*id)),
        (Kind::Time, Literal::Time(time)) => return Ok(Operand::Time(*time)),
        (_, Literal::Bool(_)) => "Edm.Boolean",
        (_, Literal::Int(_)) => "Edm.Int32",
        (_, Literal::Text(_)) => "Edm.String",
        (_, Literal::Guid(_)) => "Edm.Guid",
        (_, Literal::Time(_)) => "Edm.DateTimeOffset",
    };
    Err(Error::gateway(format!(
        "A binary operator with incompatible types was detected. Found operand types '{}' and \
         '{found}' for operator kind '{operator}'.",
        kind.edm()
    )))
}

impl<T> Test<T> {
    pub(crate) fn matches(&self, row: &T) -> bool {
        match self {
            Self::And(members) => members.iter().all(|member| member.matches(row)),
            Self::Or(members) => members.iter().any(|member| member.matches(row)),
            Self::Not(inner) => !inner.matches(row),
            Self::Compare(property, operator, operand) => {
                compare(&(property.read)(row), *operator, operand)
            }
            Self::In(property, operands) => {
                let value = (property.read)(row);
                operands
                    .iter()
                    .any(|operand| compare(&value, Operator::Eq, operand))
            }
            Self::Starts(property, folded) => {
                matches!((property.read)(row), Value::Text(text) if value::starts_with(&text, folded))
            }
            Self::Ends(property, folded) => {
                matches!((property.read)(row), Value::Text(text) if value::ends_with(&text, folded))
            }
            Self::Any(property, item) => item.any(&(property.read)(row)),
        }
    }
}

pub(super) fn compare(value: &Value<'_>, operator: Operator, operand: &Operand) -> bool {
    use std::cmp::Ordering;
    let ordering = match (value, operand) {
        (Value::Null, Operand::Null) => Some(Ordering::Equal),
        (Value::Bool(left), Operand::Bool(right)) => Some(left.cmp(right)),
        (Value::Guid(left), Operand::Guid(right)) => Some(left.cmp(right)),
        // Directory stamps show whole seconds, and are compared as they show.
        (Value::Time(left), Operand::Time(right)) => {
            Some(left.unix_timestamp().cmp(&right.unix_timestamp()))
        }
        (Value::Moment(left), Operand::Time(right)) => Some(left.cmp(right)),
        (Value::Text(left), Operand::Text(right)) => {
            if matches!(operator, Operator::Eq | Operator::Ne) {
                let equal = value::same(left, right);
                return equal == (operator == Operator::Eq);
            }
            Some(value::fold(left).as_str().cmp(right))
        }
        (Value::Guid(left), Operand::Text(right)) => Some(left.to_string().as_str().cmp(right)),
        _ => None,
    };
    match operator {
        Operator::Eq => ordering == Some(Ordering::Equal),
        Operator::Ne => ordering != Some(Ordering::Equal),
        Operator::Ge => matches!(ordering, Some(Ordering::Equal | Ordering::Greater)),
        Operator::Le => matches!(ordering, Some(Ordering::Equal | Ordering::Less)),
        Operator::Gt => ordering == Some(Ordering::Greater),
        Operator::Lt => ordering == Some(Ordering::Less),
    }
}

#[cfg(test)]
#[path = "compile_tests.rs"]
mod tests;
