//! Claims that a token is asked to satisfy.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value, json};

/// The claims of a claims challenge, to be sent along with the next token request
/// (learn.microsoft.com, "Claims challenges, claims requests and client capabilities").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims(Map<String, Value>);

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

impl Claims {
    /// Reads the JSON form, as a token endpoint answers it.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// Reads the base64 form of a `WWW-Authenticate` header, standard or URL-safe, padded or
    /// not.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let alphabet = if text.contains(['-', '_']) {
            URL_SAFE
        } else {
            STANDARD
        };
        let bytes = GeneralPurpose::new(&alphabet, LENIENT)
            .decode(text.trim())
            .ok()?;
        serde_json::from_slice(&bytes).ok().map(Self)
    }

    /// The JSON to send: these claims together with the declaration that this client
    /// understands claims challenges (`xms_cc` with `cp1`). Without that declaration Graph
    /// sends none, and continuous access evaluation does not work.
    #[must_use]
    pub fn with_capabilities(claims: Option<&Self>) -> String {
        let mut merged = claims.map(|claims| claims.0.clone()).unwrap_or_default();
        let access_token = merged
            .entry("access_token")
            .or_insert_with(|| Value::Object(Map::new()));
        if !access_token.is_object() {
            *access_token = Value::Object(Map::new());
        }
        access_token["xms_cc"] = json!({ "values": ["cp1"] });
        Value::Object(merged).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_declared_even_without_a_challenge() {
        assert_eq!(
            Claims::with_capabilities(None),
            r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#
        );
    }

    #[test]
    fn the_challenge_is_kept_beside_the_capabilities() {
        let text = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}},"x":1}"#;
        let claims = Claims::from_json(text).unwrap();
        assert_eq!(
            Claims::with_capabilities(Some(&claims)),
            r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"},"xms_cc":{"values":["cp1"]}},"x":1}"#
        );
    }

    #[test]
    fn both_base64_alphabets_are_read_with_and_without_padding() {
        let expected = Claims::from_json(r#"{"access_token":{"a":"??>"}}"#).unwrap();
        for encoded in [
            "eyJhY2Nlc3NfdG9rZW4iOnsiYSI6Ij8/PiJ9fQ==",
            "eyJhY2Nlc3NfdG9rZW4iOnsiYSI6Ij8/PiJ9fQ",
            "eyJhY2Nlc3NfdG9rZW4iOnsiYSI6Ij8_PiJ9fQ",
            "eyJhY2Nlc3NfdG9rZW4iOnsiYSI6Ij8_PiJ9fQ==",
        ] {
            assert_eq!(
                Claims::from_base64(encoded).as_ref(),
                Some(&expected),
                "{encoded}"
            );
        }
        for broken in ["", "%%%", "bm90IGpzb24=", "WzFd"] {
            assert_eq!(Claims::from_base64(broken), None, "{broken}");
        }
    }
}
