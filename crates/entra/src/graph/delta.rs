//! Changes since a mark.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use url::Url;

use super::open_enum::open_enum;
use crate::error::Error;

/// The address of the next changes. It keeps the `$select` of the first call, and is good for
/// seven days. It may be written down: it holds path and query only, so that it stays good
/// when a practice tenant comes back on another port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeltaLink(String);

/// One page of changes.
#[derive(Debug, Clone)]
pub struct DeltaPage<T> {
    /// The changes. The same object may come several times, in any order, and again.
    pub value: Vec<DeltaItem<T>>,
    /// Where the same round goes on.
    pub next_link: Option<DeltaLink>,
    /// Where the next round starts; only on the last page of a round.
    pub delta_link: Option<DeltaLink>,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub enum DeltaItem<T> {
    /// The object is new or has changed; all selected properties are there.
    Changed(T),
    /// The object is gone.
    Removed {
        /// Its id.
        id: String,
        /// How it went.
        reason: Removal,
    },
}

open_enum! {
    /// How an object went.
    Removal {
        /// Soft-deleted; it can be restored for 30 days.
        SoftDeleted = "changed",
        /// Gone for good.
        Deleted = "deleted",
    }
}

impl DeltaLink {
    /// A link that was written down.
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn relative_to(&self, origin: &Url) -> Result<Self, Error> {
        let foreign = |got: String| Error::ForeignOrigin {
            expected: origin.origin().ascii_serialization(),
            got,
        };
        let url = origin
            .join(&self.0)
            .map_err(|_| foreign("an address that cannot be read".to_owned()))?;
        if url.origin() == origin.origin() {
            Ok(Self(url[url::Position::BeforePath..].to_owned()))
        } else {
            Err(foreign(url.origin().ascii_serialization()))
        }
    }
}

#[derive(Deserialize)]
pub(super) struct RawDeltaPage<T> {
    #[serde(bound(deserialize = "DeltaItem<T>: Deserialize<'de>"))]
    value: Vec<DeltaItem<T>>,
    #[serde(default, rename = "@odata.nextLink")]
    next_link: Option<DeltaLink>,
    #[serde(default, rename = "@odata.deltaLink")]
    delta_link: Option<DeltaLink>,
}

impl<T> RawDeltaPage<T> {
    /// Takes the origin off the links, which must be this one.
    pub(super) fn on(self, origin: &Url) -> Result<DeltaPage<T>, Error> {
        let relative =
            |link: Option<DeltaLink>| link.map(|link| link.relative_to(origin)).transpose();
        Ok(DeltaPage {
            value: self.value,
            next_link: relative(self.next_link)?,
            delta_link: relative(self.delta_link)?,
        })
    }
}

#[derive(Deserialize)]
struct Removed {
    #[serde(default)]
    reason: Option<Removal>,
}

impl<'de, T: for<'a> Deserialize<'a>> Deserialize<'de> for DeltaItem<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut item = Value::deserialize(deserializer)?;
        let Some(removed) = item.get_mut("@removed").map(Value::take) else {
            return serde_json::from_value(item)
                .map(Self::Changed)
                .map_err(D::Error::custom);
        };
        let removed: Removed = serde_json::from_value(removed).map_err(D::Error::custom)?;
        let id = item.get("id").and_then(Value::as_str);
        Ok(Self::Removed {
            id: id.ok_or_else(|| D::Error::missing_field("id"))?.to_owned(),
            reason: removed.reason.unwrap_or(Removal::Deleted),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::decode;

    #[derive(Debug, Clone, PartialEq, Deserialize)]
    struct Thing {
        id: String,
    }

    #[test]
    fn changes_and_removals_are_told_apart() {
        let page: RawDeltaPage<Thing> = decode::from_slice(
            br#"{"@odata.deltaLink":"https://g/d?$deltatoken=a%2Bb","value":[
                {"id":"1","new":true},
                {"id":"2","@removed":{"reason":"changed"}},
                {"id":"3","@removed":{"reason":"deleted"}},
                {"id":"4","@removed":{"reason":"later"}},
                {"id":"5","@removed":{}}]}"#,
        )
        .unwrap();
        let page = page.on(&Url::parse("https://g").unwrap()).unwrap();
        assert_eq!(
            page.delta_link,
            Some(DeltaLink::new("/d?$deltatoken=a%2Bb"))
        );
        assert_eq!(page.value[0], DeltaItem::Changed(Thing { id: "1".into() }));
        let reasons: Vec<_> = page.value[1..]
            .iter()
            .map(|item| match item {
                DeltaItem::Removed { id, reason } => format!("{id} {}", reason.as_str()),
                DeltaItem::Changed(thing) => panic!("{thing:?}"),
            })
            .collect();
        assert_eq!(reasons, ["2 changed", "3 deleted", "4 later", "5 deleted"]);
    }

    #[test]
    fn links_to_another_origin_are_refused() {
        let origin = Url::parse("https://g:8").unwrap();
        for link in ["https://h:8/d", "https://g/d", "http://g:8/d", "//h/d"] {
            let raw = RawDeltaPage::<Thing> {
                value: Vec::new(),
                next_link: Some(DeltaLink::new(link)),
                delta_link: None,
            };
            let result = raw.on(&origin);
            assert!(matches!(result, Err(Error::ForeignOrigin { .. })), "{link}");
        }
    }

    #[test]
    fn a_removal_without_id_is_not_accepted() {
        let page = br#"{"value":[{"@removed":{"reason":"deleted"}}]}"#;
        assert!(decode::from_slice::<RawDeltaPage<Thing>>(page).is_err());
    }
}
