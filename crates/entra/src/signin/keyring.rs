//! The key in the operating system's keyring.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyring_core::{CredentialStore, Entry};
use zeroize::Zeroizing;

/// Under what name the key lies in the keyring. One per data folder; the practice tenant has
/// its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringEntry {
    /// The program, such as `Usher`.
    pub service: String,
    /// What tells one data folder's key from another's.
    pub user: String,
}

/// 32 bytes that are overwritten when dropped and never shown.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn random() -> Self {
        Self(Zeroizing::new(rand::random()))
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves. Whoever calls this answers for where they go.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey")
    }
}

/// How long a keyring may take: it may be asking the person to unlock it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The key of this entry, made on the first call.
///
/// # Errors
/// A sentence for the person, when there is no keyring or it stays locked.
pub(crate) async fn key(entry: KeyringEntry) -> Result<DataKey, String> {
    // Keyrings block, some while a person looks for a password.
    let asked = tokio::task::spawn_blocking(move || key_blocking(&entry));
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(result)) => result.map_err(|error| explain(&error)),
        Ok(Err(_)) => Err("the keyring could not be asked".to_owned()),
        Err(_) => Err("the keyring did not answer within a minute".to_owned()),
    }
}

fn key_blocking(entry: &KeyringEntry) -> keyring_core::Result<DataKey> {
    let modifiers = HashMap::from_iter(MODIFIERS.iter().copied());
    let entry = store()?.build(&entry.service, &entry.user, Some(&modifiers))?;
    match read(&entry) {
        Err(keyring_core::Error::NoEntry) => {
            let key = DataKey::random();
            // As text, because KDE Wallet keeps nothing else.
            entry.set_password(&Zeroizing::new(STANDARD.encode(key.expose())))?;
            read(&entry)
        }
        result => result,
    }
}

fn read(entry: &Entry) -> keyring_core::Result<DataKey> {
    let text = Zeroizing::new(entry.get_password()?);
    let bytes = STANDARD.decode(text.as_bytes()).map(Zeroizing::new).ok();
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
        .map(DataKey::from_bytes)
        .ok_or_else(|| {
            keyring_core::Error::BadStoreFormat("the entry holds something else".to_owned())
        })
}

/// On Windows the key would by default roam to other machines with the profile.
const MODIFIERS: &[(&str, &str)] = if cfg!(target_os = "windows") {
    &[("persistence", "local")]
} else {
    &[]
};

#[cfg(target_os = "linux")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    // `local`: the default would let the key roam to other machines with the profile.
    let configuration = std::collections::HashMap::from([("persistence", "local")]);
    Ok(windows_native_keyring_store::Store::new_with_configuration(
        &configuration,
    )?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NoDefaultStore)
}

/// The keyring's own texts are localised, long and at times name a bus address.
fn explain(error: &keyring_core::Error) -> String {
    tracing::info!(%error, "no keyring");
    match error {
        keyring_core::Error::NoStorageAccess(_) => {
            "the keyring is locked and was not unlocked".to_owned()
        }
        keyring_core::Error::PlatformFailure(_) | keyring_core::Error::NoDefaultStore => {
            "this computer has no keyring that answers".to_owned()
        }
        keyring_core::Error::Ambiguous(_) => {
            "the keyring holds several entries of the same name".to_owned()
        }
        keyring_core::Error::BadStoreFormat(_) | keyring_core::Error::BadEncoding(_) => {
            "the keyring's entry holds something else than a key".to_owned()
        }
        _ => "the keyring could not keep the key".to_owned(),
    }
}
