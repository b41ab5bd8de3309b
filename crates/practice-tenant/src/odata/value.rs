//! What a property holds, in the shape that filters compare and answers show.

use std::borrow::Cow;

use serde_json::Value as Json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use uuid::Uuid;

/// The value of one property of one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Text(Cow<'a, str>),
    Guid(Uuid),
    Time(OffsetDateTime),
    /// A moment of a log: compared and shown to its seventh decimal.
    Moment(OffsetDateTime),
    Texts(Cow<'a, [String]>),
    /// A complex value, built only when it is shown or looked into.
    Json(Json),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn texts(texts: &'a [String]) -> Self {
        Self::Texts(Cow::Borrowed(texts))
    }

    pub(crate) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub(crate) fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Self::Null, Self::Bool)
    }

    pub(crate) fn time(time: Option<OffsetDateTime>) -> Self {
        time.map_or(Self::Null, Self::Time)
    }

    pub(crate) fn into_json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(flag),
            Self::Text(text) => Json::String(text.into_owned()),
            Self::Guid(id) => Json::String(id.to_string()),
            Self::Time(time) => Json::String(timestamp(time)),
            Self::Moment(time) => Json::String(moment(time)),
            Self::Texts(texts) => texts.iter().cloned().map(Json::String).collect(),
            Self::Json(json) => json,
        }
    }
}

/// Directory stamps are whole seconds, in UTC, with `Z`.
pub(crate) fn timestamp(time: OffsetDateTime) -> String {
    time.to_offset(time::UtcOffset::UTC)
        .replace_nanosecond(0)
        .unwrap_or(time)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// Stamps of logs have seven decimals.
pub(crate) fn moment(time: OffsetDateTime) -> String {
    time.to_offset(time::UtcOffset::UTC)
        .format(format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:7]Z"
        ))
        .unwrap_or_default()
}

/// Equality as the directory has it: letter case does not count.
pub(crate) fn same(left: &str, folded: &str) -> bool {
    // Nearly everything is ASCII, and scans of large directories come through here.
    if left.is_ascii() {
        return left.eq_ignore_ascii_case(folded);
    }
    fold_chars(left).eq(folded.chars())
}

pub(crate) fn starts_with(left: &str, folded: &str) -> bool {
    if left.is_ascii() {
        let start = left.as_bytes().get(..folded.len());
        return start.is_some_and(|start| start.eq_ignore_ascii_case(folded.as_bytes()));
    }
    let mut chars = fold_chars(left);
    folded.chars().all(|wanted| chars.next() == Some(wanted))
}

pub(crate) fn ends_with(left: &str, folded: &str) -> bool {
    fold(left).ends_with(folded)
}

pub(crate) fn fold(text: &str) -> String {
    fold_chars(text).collect()
}

fn fold_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_does_not_count() {
        assert!(same("Ana@Partner.Example", "ana@partner.example"));
        assert!(same("ÉLODIE", &fold("Élodie")));
        assert!(!same("ana", "anna"));
        assert!(starts_with("Élodie Dupont", "élodie d"));
        assert!(!starts_with("El", "eli"));
        assert!(starts_with("ELIAS", "eli") && !starts_with("Eli", "él"));
        assert!(!same("Eli", "éli"));
        assert!(ends_with("a@B.example", "@b.example"));
    }

    #[test]
    fn stamps_are_whole_seconds_in_utc() {
        let time = time::macros::datetime!(2026-03-01 12:30:05.789 +2);
        assert_eq!(timestamp(time), "2026-03-01T10:30:05Z");
        assert_eq!(moment(time), "2026-03-01T10:30:05.7890000Z");
    }
}
