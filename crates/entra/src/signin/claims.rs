//! What an id token says of the person.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::account::Account;
use super::error::SignInError;

/// The tenant that personal Microsoft accounts live in; they have no directory to invite to.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The claims that are read. A public client need not check the signature of an id token that
/// came straight from the token endpoint over TLS (learn.microsoft.com, "Access tokens in the
/// Microsoft identity platform"); they are for display and for telling accounts apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IdTokenClaims {
    /// Tenant id.
    pub tid: String,
    /// Object id of the user in that tenant.
    pub oid: String,
    /// Display name.
    #[serde(default)]
    pub name: Option<String>,
    /// Sign-in name.
    #[serde(default)]
    pub preferred_username: Option<String>,
}

/// `client_info` of a token answer: the home account.
#[derive(Deserialize)]
struct ClientInfo {
    uid: String,
    utid: String,
}

impl IdTokenClaims {
    /// Reads the claims out of an id token.
    ///
    /// # Errors
    /// When it is no JWT or lacks the ids of tenant and user.
    pub fn decode(id_token: &str) -> Result<Self, SignInError> {
        let unexpected = |what: String| SignInError::UnexpectedAnswer { status: 200, what };
        let payload =
            payload(id_token).ok_or_else(|| unexpected("the id token is not a JWT".to_owned()))?;
        serde_json::from_slice(&payload)
            .map_err(|error| unexpected(format!("the id token cannot be read: {error}")))
    }

    /// The account that these claims describe.
    ///
    /// # Errors
    /// [`SignInError::PersonalAccount`] for a personal Microsoft account.
    pub(crate) fn into_account(self, client_info: Option<&str>) -> Result<Account, SignInError> {
        if self.tid == PERSONAL_ACCOUNTS {
            return Err(SignInError::PersonalAccount);
        }
        let home_account_id = client_info
            .and_then(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
            .and_then(|bytes| serde_json::from_slice::<ClientInfo>(&bytes).ok())
            .map(|info| format!("{}.{}", info.uid, info.utid));
        let username = self.preferred_username.unwrap_or_default();
        Ok(Account {
            display_name: self.name.unwrap_or_else(|| username.clone()),
            username,
            tenant_id: self.tid,
            object_id: self.oid,
            home_account_id,
        })
    }
}

/// What a token holds, without regard to its signature.
pub(crate) fn payload(token: &str) -> Option<Vec<u8>> {
    let part = token.split('.').nth(1)?;
    URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn an_account_is_read_from_the_claims() {
        let claims = IdTokenClaims::decode(&token(
            r#"{"tid":"t","oid":"o","name":"Ada Ön","preferred_username":"ada@contoso.example","extra":1}"#,
        ))
        .unwrap();
        let info = URL_SAFE_NO_PAD.encode(r#"{"uid":"u","utid":"h"}"#);
        let account = claims.into_account(Some(&info)).unwrap();
        assert_eq!(account.display_name, "Ada Ön");
        assert_eq!(account.username, "ada@contoso.example");
        assert_eq!(account.key().to_string(), "t.o");
        assert_eq!(account.home_account_id.as_deref(), Some("u.h"));
    }

    #[test]
    fn a_missing_name_falls_back_to_the_sign_in_name() {
        let claims = IdTokenClaims::decode(&token(
            r#"{"tid":"t","oid":"o","preferred_username":"a@b.c"}"#,
        ))
        .unwrap();
        let account = claims.into_account(None).unwrap();
        assert_eq!(account.display_name, "a@b.c");
        assert_eq!(account.home_account_id, None);
    }

    #[test]
    fn personal_accounts_are_refused() {
        let claims = IdTokenClaims::decode(&token(&format!(
            r#"{{"tid":"{PERSONAL_ACCOUNTS}","oid":"o"}}"#
        )))
        .unwrap();
        assert!(matches!(
            claims.into_account(None),
            Err(SignInError::PersonalAccount)
        ));
    }

    #[test]
    fn what_is_no_id_token_is_an_unexpected_answer() {
        for broken in ["", "opaque", "a.!!.c", "a.e30.c", &token(r#"{"tid":"t"}"#)] {
            assert!(
                matches!(
                    IdTokenClaims::decode(broken),
                    Err(SignInError::UnexpectedAnswer { .. })
                ),
                "{broken}"
            );
        }
    }
}
