//! Signs tokens, and seals what only the tenant itself has to read again.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys::SigningKey;

/// The tenant's key, ready for use.
pub(crate) struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
    kid: String,
    pkcs8: Vec<u8>,
}

impl Signer {
    /// `None` if the kept key is damaged.
    pub(crate) fn new(key: &SigningKey) -> Option<Self> {
        let pkcs8 = key.pkcs8().ok()?;
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines(&STANDARD.encode(&pkcs8))
        );
        Some(Self {
            encoding: EncodingKey::from_rsa_pem(pem.as_bytes()).ok()?,
            decoding: DecodingKey::from_rsa_components(key.modulus(), key.exponent()).ok()?,
            kid: key.kid().to_owned(),
            pkcs8,
        })
    }

    /// A signed token of three parts; `None` only if signing itself fails.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Option<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.kid.clone());
        header.x5t = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).ok()
    }

    /// The claims of a token that this key signed. Times are not looked at: the tenant's clock
    /// is not the computer's.
    pub(crate) fn verify<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode(token, &self.decoding, &validation)
            .ok()
            .map(|token| token.claims)
    }

    /// A text that only this key can read, and only while `epoch` is the same.
    pub(crate) fn seal(&self, epoch: &str, content: &impl Serialize) -> Option<String> {
        let mut sealed = serde_json::to_vec(content).ok()?;
        let nonce = self
            .sealing(epoch)?
            .seal_in_place_append_tag(Aad::empty(), &mut sealed)
            .ok()?;
        let mut whole = nonce.as_ref().to_vec();
        whole.append(&mut sealed);
        Some(URL_SAFE_NO_PAD.encode(whole))
    }

    /// What [`Signer::seal`] sealed.
    pub(crate) fn unseal<T: DeserializeOwned>(&self, epoch: &str, sealed: &str) -> Option<T> {
        let mut whole = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, content) = whole.split_at_mut_checked(12)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let content = self
            .sealing(epoch)?
            .open_in_place(nonce, Aad::empty(), content)
            .ok()?;
        serde_json::from_slice(content).ok()
    }

    fn sealing(&self, epoch: &str) -> Option<RandomizedNonceKey> {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&self.pkcs8);
        context.update(epoch.as_bytes());
        RandomizedNonceKey::new(&AES_256_GCM, context.finish().as_ref()).ok()
    }
}

/// Base64 in lines of 64, as PEM wants it.
fn lines(base64: &str) -> String {
    let mut lines = String::with_capacity(base64.len() + base64.len() / 64 + 1);
    for (at, character) in base64.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            lines.push('\n');
        }
        lines.push(character);
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_key_reads_what_it_made_and_no_other_does() {
        let key = SigningKey::generate().expect("a key");
        let (signer, again) = (
            Signer::new(&key).expect("signer"),
            Signer::new(&key).expect("signer"),
        );
        let other = Signer::new(&SigningKey::generate().expect("a key")).expect("signer");

        let token = signer.sign(&json!({ "oid": "x" })).expect("signed");
        assert_eq!(token.split('.').count(), 3);
        assert_eq!(again.verify::<Value>(&token), Some(json!({ "oid": "x" })));
        assert_eq!(other.verify::<Value>(&token), None);

        let sealed = signer.seal("one", &json!(["y"])).expect("sealed");
        assert_eq!(again.unseal::<Value>("one", &sealed), Some(json!(["y"])));
        assert_eq!(again.unseal::<Value>("two", &sealed), None);
        assert_eq!(other.unseal::<Value>("one", &sealed), None);
        assert_eq!(signer.unseal::<Value>("one", "short"), None);
    }
}
