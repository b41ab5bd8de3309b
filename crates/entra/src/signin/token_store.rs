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
use super::sealed_file::Entries;
use super::{keyring, sealed_file};
use crate::cloud::Cloud;
use crate::secret::Secret;

/// Keeps refresh tokens in a sealed file whose key lies in the operating system's keyring, or,
/// where there is no keyring, for this session only.
///
/// The token itself does not fit into every keyring (Windows takes 2,560 bytes). Several processes
/// may keep their tokens in one file: it is read each time, and changed by one at a time.
#[derive(Clone)]
pub struct TokenStore(Arc<Inner>);

struct Inner {
    persistence: Persistence,
    key: DataKey,
    file: Option<PathBuf>,
    set_aside: Option<PathBuf>,
    /// What is not in the file: everything where there is none, else what could not be written.
    unwritten: Mutex<BTreeMap<AccountKey, Kept>>,
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
    /// Where. It is sealed with the token, so that nobody turns the token to another host.
    #[serde(default)]
    pub cloud: Option<Cloud>,
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
    /// The file could not be read.
    #[error("the kept sign-ins cannot be read: {0}")]
    NotRead(Arc<io::Error>),
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
        let path = file.clone();
        // Held while the key is made, too: of two processes that start for the first time, one
        // makes it.
        let _alone = match blocking(move || lock(&path)).await {
            Ok(alone) => alone,
            Err(error) => return Self::session_only(unusable(&error)),
        };
        let key = match keyring::key(entry).await {
            Ok(key) => key,
            Err(reason) => return Self::session_only(reason),
        };
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let (path, with) = (file.clone(), key.clone());
        match blocking(move || sealed_file::open(&path, &with, now)).await {
            Ok(opened) => Self(Arc::new(Inner {
                persistence: Persistence::Kept,
                key,
                file: Some(file),
                set_aside: opened.set_aside,
                unwritten: Mutex::default(),
            })),
            Err(error) => Self::session_only(unusable(&error)),
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
            unwritten: Mutex::default(),
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

    /// The accounts that are signed in on this computer, by this process or another. Those in a
    /// file that cannot be read are left out.
    pub async fn accounts(&self) -> Vec<KeptAccount> {
        let kept = self.kept().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "kept sign-ins are left out");
            BTreeMap::new()
        });
        kept.into_values().map(|kept| kept.account).collect()
    }

    /// Forgets an account's refresh token, on disk too.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn forget(&self, account: &AccountKey) -> Result<(), TokenStoreError> {
        self.0.unwritten.lock().await.remove(account);
        let key = account.clone();
        let removed = move |entries: &mut Entries| entries.remove(&key).is_some();
        self.change(removed).await.map(drop)
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

    /// Keeps an account's refresh token.
    pub(crate) async fn save(
        &self,
        account: KeptAccount,
        refresh: Secret,
    ) -> Result<(), TokenStoreError> {
        self.put(Kept { account, refresh }, false).await.map(drop)
    }

    /// Keeps another refresh token of an account, unless it was signed out meanwhile: then false.
    pub(crate) async fn replace(
        &self,
        account: KeptAccount,
        refresh: Secret,
    ) -> Result<bool, TokenStoreError> {
        self.put(Kept { account, refresh }, true).await
    }

    /// The refresh token of an account as it is now, whichever process kept it last.
    pub(crate) async fn refresh_token(&self, key: &AccountKey) -> Result<Secret, TokenStoreError> {
        let mut kept = self.kept().await?;
        let kept = kept.remove(key).ok_or(TokenStoreError::NotKept)?;
        Ok(kept.refresh)
    }

    async fn put(&self, kept: Kept, only_replace: bool) -> Result<bool, TokenStoreError> {
        let account = kept.account.account.key();
        let mut unwritten = self.0.unwritten.lock().await;
        let only_replace = only_replace && !unwritten.contains_key(&account);
        if self.0.file.is_none() {
            if !only_replace {
                unwritten.insert(account, kept);
            }
            return Ok(!only_replace);
        }
        let bytes = kept.to_bytes();
        let bytes = bytes.map_err(|error| TokenStoreError::NotWritten(Arc::new(error.into())))?;
        let key = account.clone();
        let put = move |entries: &mut Entries| {
            let put = !only_replace || entries.contains_key(&key);
            if put {
                entries.insert(key, bytes);
            }
            put
        };
        let changed = self.change(put).await;
        match changed {
            Ok(_) => unwritten.remove(&account),
            Err(_) => unwritten.insert(account, kept),
        };
        changed
    }

    /// Everything that is kept, read again.
    async fn kept(&self) -> Result<BTreeMap<AccountKey, Kept>, TokenStoreError> {
        let mut kept = BTreeMap::new();
        if let Some(path) = self.0.file.clone() {
            let key = self.0.key.clone();
            let (entries, _) = blocking(move || sealed_file::read(&path, &key))
                .await
                .map_err(|error| TokenStoreError::NotRead(Arc::new(error)))?;
            kept = read_contents(entries);
        }
        let unwritten = self.0.unwritten.lock().await;
        kept.extend(
            unwritten
                .iter()
                .map(|(key, kept)| (key.clone(), kept.clone())),
        );
        Ok(kept)
    }

    /// Changes what is in the file now, while no other process does, where `change` says that
    /// there is something to write.
    async fn change(
        &self,
        change: impl FnOnce(&mut Entries) -> bool + Send + 'static,
    ) -> Result<bool, TokenStoreError> {
        let Some(path) = self.0.file.clone() else {
            return Ok(false);
        };
        let key = self.0.key.clone();
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let changed = move || {
            let _alone = lock(&path)?;
            let mut entries = sealed_file::open(&path, &key, now)?.entries;
            let changed = change(&mut entries);
            if changed {
                sealed_file::write(&path, &key, &entries)?;
            }
            Ok(changed)
        };
        blocking(changed)
            .await
            .map_err(|error| TokenStoreError::NotWritten(Arc::new(error)))
    }
}

/// Waits until no other process changes this file. The system lets go of the lock when its holder
/// ends.
fn lock(path: &Path) -> io::Result<std::fs::File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = std::fs::File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(io::Error::other("interrupted")))
}

fn unusable(error: &io::Error) -> String {
    format!("the sign-in file cannot be read: {error}")
}

impl Kept {
    /// In one piece of memory that is overwritten: a value in between, or a buffer that grows,
    /// would leave the token behind.
    fn to_bytes(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        let content = Written {
            account: &self.account.account,
            app: &self.account.app,
            cloud: self.account.cloud.as_ref(),
            refresh_token: self.refresh.expose(),
        };
        let mut length = Length(0);
        serde_json::to_writer(&mut length, &content)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *bytes, &content)?;
        Ok(bytes)
    }
}

/// What is kept, borrowed; by hand, because `Secret` cannot be serialised anywhere else either.
#[derive(Serialize)]
struct Written<'a> {
    account: &'a Account,
    app: &'a AppRegistration,
    cloud: Option<&'a Cloud>,
    refresh_token: &'a str,
}

/// Counts what is written, and keeps none of it.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read_contents(entries: Entries) -> BTreeMap<AccountKey, Kept> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_written_once_and_in_one_piece() {
        let kept = Kept {
            account: KeptAccount {
                account: Account {
                    username: "ada@contoso.example".to_owned(),
                    display_name: "Ada".to_owned(),
                    tenant_id: "t".to_owned(),
                    object_id: "o".to_owned(),
                    home_account_id: None,
                },
                app: AppRegistration {
                    tenant: "contoso.example".to_owned(),
                    client_id: "c".to_owned(),
                },
                cloud: Some(Cloud::global()),
            },
            refresh: Secret::new("secret \"token\""),
        };
        let bytes = kept.to_bytes().unwrap();
        assert_eq!(bytes.capacity(), bytes.len(), "it did not have to grow");
        let content: Content = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(content.account, kept.account);
        assert_eq!(content.refresh_token.expose(), kept.refresh.expose());
    }
}
