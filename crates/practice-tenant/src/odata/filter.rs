//! The `$filter` grammar: text to tree and back.

use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;
use winnow::ascii::{Caseless, multispace0, multispace1};
use winnow::combinator::{
    alt, delimited, eof, not, opt, peek, preceded, repeat, separated, terminated,
};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::{one_of, take_while};

/// A filter expression. `And` and `Or` hold two or more members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare(Path, Operator, Literal),
    In(Path, Vec<Literal>),
    Call(Function, Path, String),
    Lambda {
        quantifier: Quantifier,
        collection: Path,
        /// The range variable and what must hold of it; `any()` has none.
        test: Option<(String, Box<Expr>)>,
    },
}

/// Segments of a property path, `signInActivity/lastSignInDateTime` being two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Ge,
    Le,
    Gt,
    Lt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Any,
    All,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Guid(Uuid),
    Time(OffsetDateTime),
}

impl Expr {
    /// Names of the properties that are asked about, without what follows a slash.
    pub(crate) fn roots(&self) -> Vec<String> {
        match self {
            Self::And(members) | Self::Or(members) => {
                members.iter().flat_map(Self::roots).collect()
            }
            Self::Not(inner) => inner.roots(),
            Self::Compare(path, ..) | Self::In(path, _) | Self::Call(_, path, _) => {
                path.0.first().cloned().into_iter().collect()
            }
            Self::Lambda { collection, .. } => collection.0.first().cloned().into_iter().collect(),
        }
    }
}

/// Deeper nesting than this is refused before it can exhaust the stack.
const DEEPEST: usize = 32;

/// Reads a whole filter.
///
/// # Errors
///
/// The text of what does not fit, and where.
pub(crate) fn parse(text: &str) -> Result<Expr, String> {
    if nesting(text) > DEEPEST {
        return Err("The expression is nested too deeply.".to_owned());
    }
    let mut rest = text;
    terminated(disjunction, (multispace0, eof))
        .parse_next(&mut rest)
        .map_err(|_| {
            let position = text.len() - rest.len();
            format!("Syntax error at position {position} in '{text}'.")
        })
}

/// How deep parentheses and `not` go, outside string literals.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted) = (0_usize, 0, false);
    for character in text.chars() {
        match character {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let nots = text.to_ascii_lowercase().matches("not ").count();
    deepest.max(nots)
}

type Parsed<T> = Result<T, ErrMode<ContextError>>;

fn disjunction(input: &mut &str) -> Parsed<Expr> {
    let members: Vec<Expr> = separated(1.., conjunction, word("or")).parse_next(input)?;
    Ok(join(members, Expr::Or))
}

fn conjunction(input: &mut &str) -> Parsed<Expr> {
    let members: Vec<Expr> = separated(1.., unary, word("and")).parse_next(input)?;
    Ok(join(members, Expr::And))
}

fn join(mut members: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    if members.len() == 1 {
        members.remove(0)
    } else {
        many(members)
    }
}

fn word<'s>(text: &'static str) -> impl Parser<&'s str, (), ErrMode<ContextError>> {
    (multispace1, Caseless(text), peek(alt((multispace1, "(")))).void()
}

fn unary(input: &mut &str) -> Parsed<Expr> {
    multispace0.parse_next(input)?;
    alt((negation, group, call, lambda, membership, comparison)).parse_next(input)
}

fn negation(input: &mut &str) -> Parsed<Expr> {
    (Caseless("not"), peek(alt((multispace1, "(")))).parse_next(input)?;
    unary
        .map(|inner| Expr::Not(Box::new(inner)))
        .parse_next(input)
}

fn group(input: &mut &str) -> Parsed<Expr> {
    delimited("(", disjunction, (multispace0, ")")).parse_next(input)
}

fn call(input: &mut &str) -> Parsed<Expr> {
    let function = alt((
        Caseless("startswith").value(Function::StartsWith),
        Caseless("endswith").value(Function::EndsWith),
        Caseless("contains").value(Function::Contains),
    ))
    .parse_next(input)?;
    let (path, text) = delimited(
        (multispace0, "(", multispace0),
        (path, preceded((multispace0, ",", multispace0), quoted)),
        (multispace0, ")"),
    )
    .parse_next(input)?;
    // The strict form `startswith(mail,'x') eq true` means the same.
    let compared = opt((
        multispace1,
        Caseless("eq"),
        multispace1,
        Caseless("true"),
        end_of_word,
    ))
    .parse_next(input)?;
    if compared.is_none() {
        peek(not((multispace1, operator, multispace1))).parse_next(input)?;
    }
    Ok(Expr::Call(function, path, text))
}

fn lambda(input: &mut &str) -> Parsed<Expr> {
    let mut segments: Vec<String> = separated(1.., identifier, "/").parse_next(input)?;
    let quantifier = match segments.pop().as_deref() {
        Some("any") if !segments.is_empty() => Quantifier::Any,
        Some("all") if !segments.is_empty() => Quantifier::All,
        _ => return Err(ErrMode::Backtrack(ContextError::new())),
    };
    let variable = terminated(identifier, (multispace0, ":", multispace0));
    let test = delimited(
        ("(", multispace0),
        opt((variable, disjunction.map(Box::new))),
        (multispace0, ")"),
    )
    .parse_next(input)?;
    Ok(Expr::Lambda {
        quantifier,
        collection: Path(segments),
        test,
    })
}

fn membership(input: &mut &str) -> Parsed<Expr> {
    let path = terminated(path, (multispace1, Caseless("in"), multispace0)).parse_next(input)?;
    let values = delimited(
        ("(", multispace0),
        separated(1.., literal, (multispace0, ",", multispace0)),
        (multispace0, ")"),
    )
    .parse_next(input)?;
    Ok(Expr::In(path, values))
}

fn comparison(input: &mut &str) -> Parsed<Expr> {
    (path, delimited(multispace1, operator, multispace1), literal)
        .map(|(path, operator, value)| Expr::Compare(path, operator, value))
        .parse_next(input)
}

fn operator(input: &mut &str) -> Parsed<Operator> {
    alt((
        Caseless("eq").value(Operator::Eq),
        Caseless("ne").value(Operator::Ne),
        Caseless("ge").value(Operator::Ge),
        Caseless("le").value(Operator::Le),
        Caseless("gt").value(Operator::Gt),
        Caseless("lt").value(Operator::Lt),
    ))
    .parse_next(input)
}

fn path(input: &mut &str) -> Parsed<Path> {
    separated(1.., segment, "/").map(Path).parse_next(input)
}

fn segment(input: &mut &str) -> Parsed<String> {
    alt(("$count".map(str::to_owned), identifier)).parse_next(input)
}

fn identifier(input: &mut &str) -> Parsed<String> {
    (
        one_of(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_'),
    )
        .take()
        .map(str::to_owned)
        .parse_next(input)
}

fn literal(input: &mut &str) -> Parsed<Literal> {
    alt((quoted.map(Literal::Text), bare.verify_map(bare_literal))).parse_next(input)
}

/// A string literal; a quote inside it is doubled.
fn quoted(input: &mut &str) -> Parsed<String> {
    delimited(
        "'",
        repeat(0.., alt((take_while(1.., |c| c != '\''), "''".value("'")))).fold(
            String::new,
            |mut text, part: &str| {
                text.push_str(part);
                text
            },
        ),
        "'",
    )
    .parse_next(input)
}

fn bare<'s>(input: &mut &'s str) -> Parsed<&'s str> {
    take_while(1.., |c: char| {
        c.is_ascii_alphanumeric() || "-+:.".contains(c)
    })
    .parse_next(input)
}

fn end_of_word(input: &mut &str) -> Parsed<()> {
    peek(not(one_of(|c: char| c.is_ascii_alphanumeric()))).parse_next(input)
}

fn bare_literal(text: &str) -> Option<Literal> {
    match text {
        "null" => return Some(Literal::Null),
        "true" | "True" => return Some(Literal::Bool(true)),
        "false" | "False" => return Some(Literal::Bool(false)),
        _ => {}
    }
    if text.len() == 36
        && let Ok(id) = Uuid::try_parse(text)
    {
        return Some(Literal::Guid(id));
    }
    if let Ok(number) = text.parse() {
        return Some(Literal::Int(number));
    }
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_ascii_uppercase()
    };
    OffsetDateTime::parse(&whole, &Rfc3339)
        .ok()
        .map(Literal::Time)
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Ge => "ge",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Lt => "lt",
        })
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::Contains => "contains",
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Guid(id) => write!(f, "{id}"),
            Self::Time(time) => f.write_str(&time.format(&Rfc3339).unwrap_or_default()),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, members: &[Self], between: &str| {
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    write!(f, " {between} ")?;
                }
                match member {
                    Self::And(_) | Self::Or(_) => write!(f, "({member})")?,
                    _ => write!(f, "{member}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::And(members) => joined(f, members, "and"),
            Self::Or(members) => joined(f, members, "or"),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::Compare(path, operator, value) => write!(f, "{path} {operator} {value}"),
            Self::In(path, values) => {
                let values: Vec<String> = values.iter().map(Literal::to_string).collect();
                write!(f, "{path} in ({})", values.join(", "))
            }
            Self::Call(function, path, text) => {
                write!(f, "{function}({path}, {})", Literal::Text(text.clone()))
            }
            Self::Lambda {
                quantifier,
                collection,
                test,
            } => {
                let name = match quantifier {
                    Quantifier::Any => "any",
                    Quantifier::All => "all",
                };
                match test {
                    Some((variable, test)) => write!(f, "{collection}/{name}({variable}:{test})"),
                    None => write!(f, "{collection}/{name}()"),
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
