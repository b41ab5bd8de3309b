//! Where refresh tokens outlive the program.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::hkdf;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::account::{Account, AccountKey, AppRegistration};
pub use super::keyring::{DataKey, KeyringEntry};
use super::{keyring, sealed_file};
use crate::secret::Secret;

/// Keeps refresh tokens in a sealed file whose key lies in the operating system's keyring, or,
/// where there is no keyring, for this session only.
///
/// The token itself does not fit into every keyring (Windows takes 2,560 bytes).
#[derive(Clone)]
pub struct TokenStore(Arc<Inner>);

struct Inner {
    persistence: Persistence,
    key: DataKey,
    file: Option<PathBuf>,
    set_aside: Option<PathBuf>,
    kept: Mutex<BTreeMap<AccountKey, Kept>>,
}

/// Whether signing in lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Persistence {
    /// Until the person signs out.
    Kept,
    /// Until the program ends.
    SessionOnly {
        /// Why, in a sentence for the person.
        reason: String,
    },
}

/// An account that was signed in before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAccount {
    /// Who.
    pub account: Account,
    /// Through which app registration.
    pub app: AppRegistration,
}

#[derive(Clone)]
struct Kept {
    account: KeptAccount,
    refresh: Secret,
}

/// One entry of the file, before it is sealed.
#[derive(Deserialize)]
struct Content {
    #[serde(flatten)]
    account: KeptAccount,
    refresh_token: Secret,
}

/// Why a refresh token was not kept or not found.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TokenStoreError {
    /// There is no refresh token of this account.
    #[error("this account is not signed in on this computer")]
    NotKept,
    /// The file could not be written; the sign-in lasts until the program ends.
    #[error("the sign-in could not be kept: {0}")]
    NotWritten(Arc<io::Error>),
}

impl TokenStore {
    /// Opens the file, with the key out of the keyring; both are made when first needed.
    ///
    /// It never fails: without a keyring, or when the file cannot be read, the store keeps
    /// things for this session only and [`TokenStore::persistence`] says why.
    pub async fn open(file: PathBuf, entry: KeyringEntry) -> Self {
        let key = match keyring::key(entry).await {
            Ok(key) => key,
            Err(reason) => return Self::session_only(reason),
        };
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let (path, with) = (file.clone(), key.clone());
        let opened =
            tokio::task::spawn_blocking(move || sealed_file::open(&path, &with, now)).await;
        match opened {
            Ok(Ok(opened)) => Self(Arc::new(Inner {
                persistence: Persistence::Kept,
                key,
                file: Some(file),
                set_aside: opened.set_aside,
                kept: Mutex::new(read_contents(opened.entries)),
            })),
            Ok(Err(error)) => {
                Self::session_only(format!("the sign-in file cannot be read: {error}"))
            }
            Err(_) => Self::session_only("the sign-in file cannot be read"),
        }
    }

    /// A store that keeps nothing beyond this session.
    #[must_use]
    pub fn session_only(reason: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            persistence: Persistence::SessionOnly {
                reason: reason.into(),
            },
            key: DataKey::random(),
            file: None,
            set_aside: None,
            kept: Mutex::new(BTreeMap::new()),
        }))
    }

    /// Whether signing in lasts, and if not, why.
    #[must_use]
    pub fn persistence(&self) -> &Persistence {
        &self.0.persistence
    }

    /// Where an unreadable file was put on opening.
    #[must_use]
    pub fn set_aside(&self) -> Option<&Path> {
        self.0.set_aside.as_deref()
    }

    /// The accounts that are signed in on this computer.
    pub async fn accounts(&self) -> Vec<KeptAccount> {
        let kept = self.0.kept.lock().await;
        kept.values().map(|kept| kept.account.clone()).collect()
    }

    /// Forgets an account's refresh token, on disk too.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn forget(&self, account: &AccountKey) -> Result<(), TokenStoreError> {
        let mut kept = self.0.kept.lock().await;
        match kept.remove(account) {
            Some(_) => self.write(&kept).await,
            None => Ok(()),
        }
    }

    /// A key for other secrets of this data folder, such as redeem links. The same purpose
    /// gives the same key as long as the keyring's entry is there; in a session-only store it
    /// lasts as long as the session.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 always has 32 bytes to give"
    )]
    pub fn derive_key(&self, purpose: &str) -> DataKey {
        let mut derived = Zeroizing::new([0; 32]);
        let info = [purpose.as_bytes()];
        hkdf::Salt::new(hkdf::HKDF_SHA256, b"derived data key")
            .extract(self.0.key.expose())
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|derivation| derivation.fill(derived.as_mut_slice()))
            .expect("32 bytes can be derived");
        DataKey::from_bytes(*derived)
    }

    pub(crate) async fn save(
        &self,
        account: KeptAccount,
        refresh: Secret,
    ) -> Result<(), TokenStoreError> {
        let mut kept = self.0.kept.lock().await;
        kept.insert(account.account.key(), Kept { account, refresh });
        self.write(&kept).await
    }

    pub(crate) async fn refresh_token(&self, key: &AccountKey) -> Result<Secret, TokenStoreError> {
        let kept = self.0.kept.lock().await;
        kept.get(key)
            .map(|kept| kept.refresh.clone())
            .ok_or(TokenStoreError::NotKept)
    }

    /// Called with the lock held, so that writes follow one another.
    async fn write(&self, kept: &BTreeMap<AccountKey, Kept>) -> Result<(), TokenStoreError> {
        let Some(path) = self.0.file.clone() else {
            return Ok(());
        };
        let key = self.0.key.clone();
        let contents = kept
            .iter()
            .map(|(account, kept)| (account.clone(), kept.to_bytes()))
            .collect();
        let written =
            tokio::task::spawn_blocking(move || sealed_file::write(&path, &key, &contents))
                .await
                .unwrap_or_else(|_| Err(io::Error::other("interrupted")));
        written.map_err(|error| TokenStoreError::NotWritten(Arc::new(error)))
    }
}

impl Kept {
    // By hand, because `Secret` cannot be serialised anywhere else either.
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let json = serde_json::json!({
            "account": self.account.account,
            "app": self.account.app,
            "refresh_token": self.refresh.expose(),
        });
        Zeroizing::new(json.to_string().into_bytes())
    }
}

fn read_contents(entries: BTreeMap<AccountKey, Zeroizing<Vec<u8>>>) -> BTreeMap<AccountKey, Kept> {
    entries
        .into_iter()
        .filter_map(|(key, bytes)| {
            let content: Content = serde_json::from_slice(&bytes).ok()?;
            Some((
                key,
                Kept {
                    account: content.account,
                    refresh: content.refresh_token,
                },
            ))
        })
        .collect()
}

impl std::fmt::Debug for TokenStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenStore")
            .field("persistence", &self.0.persistence)
            .finish_non_exhaustive()
    }
}
