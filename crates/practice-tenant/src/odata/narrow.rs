//! What a filter says outright: it lets a list look at few rows in place of all.

use time::OffsetDateTime;

use super::compile::{Operand, Test};
use super::filter::Operator;

impl<T> Test<T> {
    /// The values that `property` must have one of, where the filter says so outright: what lets
    /// a lookup by id or address use an index in place of a scan.
    pub(crate) fn exactly(&self, property: &str) -> Option<Vec<&str>> {
        match self {
            Self::Compare(found, Operator::Eq, Operand::Text(text)) if found.name == property => {
                Some(vec![text])
            }
            Self::In(found, operands) if found.name == property => operands
                .iter()
                .map(|operand| match operand {
                    Operand::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect(),
            Self::Or(members) => {
                let mut all = Vec::new();
                for member in members {
                    all.extend(member.exactly(property)?);
                }
                Some(all)
            }
            Self::And(members) => members.iter().find_map(|member| member.exactly(property)),
            Self::Any(found, item) if found.name == property => item.exactly(),
            _ => None,
        }
    }

    /// The first and last moment that `property` can have, where the filter says so outright: what
    /// lets a look at a stretch of time use an order in place of a scan.
    pub(crate) fn between(
        &self,
        property: &str,
    ) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
        match self {
            Self::Compare(found, operator, Operand::Time(time)) if found.name == property => {
                match operator {
                    Operator::Eq => (Some(*time), Some(*time)),
                    Operator::Ge | Operator::Gt => (Some(*time), None),
                    Operator::Le | Operator::Lt => (None, Some(*time)),
                    Operator::Ne => (None, None),
                }
            }
            Self::And(members) => members.iter().fold((None, None), |(first, last), member| {
                let (from, to) = member.between(property);
                // An unknown moment is the least: the later of two beginnings, the earlier of two
                // ends that are known.
                let end = match (last, to) {
                    (Some(last), Some(to)) => Some(to.min(last)),
                    (known, None) | (None, known) => known,
                };
                (first.max(from), end)
            }),
            _ => (None, None),
        }
    }
}
