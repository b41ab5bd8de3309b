//! The key that tokens are signed with.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// An RSA key of 2048 bits with its name.
#[derive(Clone, Serialize, Deserialize)]
pub struct SigningKey {
    kid: String,
    pkcs8: String,
    modulus: String,
    exponent: String,
}

/// The computer could not make a key.
#[derive(Debug, Error)]
#[error("no signing key could be made")]
pub struct KeyError;

impl SigningKey {
    /// Makes a new key.
    pub(crate) fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError)?;
        let pkcs8 = pair.as_der().map_err(|_| KeyError)?;
        let public = pair.public_key();
        Ok(Self {
            kid: URL_SAFE_NO_PAD.encode(Uuid::new_v4().as_bytes()),
            pkcs8: URL_SAFE_NO_PAD.encode(pkcs8.as_ref()),
            modulus: URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            exponent: URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// The key's name in token headers and in the key list.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The private key, PKCS#8 DER.
    pub fn pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        URL_SAFE_NO_PAD.decode(&self.pkcs8).map_err(|_| KeyError)
    }

    /// The public modulus, base64url (`n` of a JWK).
    pub fn modulus(&self) -> &str {
        &self.modulus
    }

    /// The public exponent, base64url (`e` of a JWK).
    pub fn exponent(&self) -> &str {
        &self.exponent
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
