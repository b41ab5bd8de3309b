//! Opaque tokens of pages and delta rounds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Wraps a place in a round into text that clients cannot read meaning into.
pub(crate) fn encode<T: Serialize>(place: &T) -> String {
    let json = serde_json::to_vec(place).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(json)
}

/// The place in a token; `None` for a token that is not one of ours.
pub(crate) fn decode<T: DeserializeOwned>(token: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(token).ok()?;
    serde_json::from_slice(&json).ok()
}
