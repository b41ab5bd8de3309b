//! Reading JSON.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// Reads a body; the error names the place in it, and no content.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut json).map_err(|error| match error.inner().classify() {
        serde_json::error::Category::Data => format!("{} is not as expected", error.path()),
        _ => "it is not JSON".to_owned(),
    })
}

/// `null` as the default, for lists that may be null.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "null_as_default")]
        list: Vec<u8>,
    }

    #[test]
    fn an_error_names_the_place_and_not_the_content() {
        let place =
            from_slice::<Vec<Sample>>(br#"[{"list":[1]},{"list":["secret"]}]"#).unwrap_err();
        assert_eq!(place, "[1].list[0] is not as expected");
        assert_eq!(
            from_slice::<Sample>(b"<html>").unwrap_err(),
            "it is not JSON"
        );
    }

    #[test]
    fn null_and_absent_lists_are_empty() {
        for body in [&br#"{"list":null}"#[..], b"{}"] {
            assert!(from_slice::<Sample>(body).unwrap().list.is_empty());
        }
    }
}
