//! What lies where in the data folder.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use uuid::Uuid;

use crate::lock;
use crate::store::InUse;
use crate::trouble::Trouble;

/// How long opening or deleting an account waits for another process that does.
const OPENING: Duration = Duration::from_secs(30);
/// How long deleting waits for work on the account that is about to end.
const ENDING: Duration = Duration::from_secs(3);

/// The folder that holds everything Usher keeps on this computer.
#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The folder at this path; nothing is made yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// State of the practice tenant that runs inside Usher.
    pub fn practice_state(&self) -> PathBuf {
        self.root.join("practice").join("tenant.state")
    }

    /// Preferences: plain text, nothing secret, no directory data.
    pub fn preferences(&self) -> PathBuf {
        self.root.join("preferences.json")
    }

    /// Bytes that lie in the folder.
    pub fn size(&self) -> u64 {
        fn sum(path: &Path) -> u64 {
            let Ok(entries) = std::fs::read_dir(path) else {
                return 0;
            };
            entries
                .flatten()
                .map(|entry| match entry.metadata() {
                    Ok(meta) if meta.is_dir() => sum(&entry.path()),
                    Ok(meta) => meta.len(),
                    Err(_) => 0,
                })
                .sum()
        }
        sum(&self.root)
    }

    pub(super) fn create(&self) -> Result<(), Trouble> {
        for folder in [
            self.root.clone(),
            self.root.join("tokens"),
            self.root.join("accounts"),
        ] {
            std::fs::create_dir_all(&folder).map_err(|error| Trouble::storage(&error))?;
            restrict(&folder).map_err(|error| Trouble::storage(&error))?;
        }
        Ok(())
    }

    /// Taken while an account is opened or deleted: one process at a time finds out whether it
    /// is alone with an account, and acts on it.
    pub(super) async fn opening(&self) -> Result<File, Trouble> {
        let path = self.root.join("opening.lock");
        let taken = blocking(move || lock::within(&path, OPENING)).await?;
        taken.ok_or_else(|| Trouble::folder_busy(&self.root))
    }

    pub(super) fn tokens(&self, name: &str) -> PathBuf {
        self.root.join("tokens").join(format!("{name}.sealed"))
    }

    pub(super) fn known_accounts(&self) -> PathBuf {
        self.root.join("accounts.json")
    }

    /// Keys come from the screens and out of tokens: one that is more than a plain name would lead
    /// out of the folder.
    pub(super) fn account(&self, key: &str) -> Result<PathBuf, Trouble> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if key.is_empty() || !key.chars().all(plain) {
            return Err(Trouble::invalid("account", "This is no account's key."));
        }
        Ok(self.root.join("accounts").join(key))
    }

    /// Deletes what is kept of an account, unless another process works with it.
    pub(super) async fn delete_account(&self, key: &str) -> Result<(), Trouble> {
        let folder = self.account(key)?;
        let _opening = self.opening().await?;
        let deleted = blocking(move || {
            if !folder.exists() {
                return Ok(true);
            }
            let Some(alone) = InUse::alone(&folder, ENDING)? else {
                return Ok(false);
            };
            // Nobody else takes it meanwhile: that needs the lock that is held here.
            drop(alone);
            std::fs::remove_dir_all(&folder)?;
            Ok(true)
        });
        if deleted.await? {
            Ok(())
        } else {
            Err(Trouble::account_elsewhere())
        }
    }

    /// One keyring entry per data folder, so that two folders never share a key.
    pub(super) fn keyring_user(&self) -> String {
        let path = self
            .root
            .canonicalize()
            .unwrap_or_else(|_| self.root.clone());
        Uuid::new_v5(&Uuid::NAMESPACE_OID, path.as_os_str().as_encoded_bytes()).to_string()
    }
}

/// Work on files that may have to wait, off the threads that everything else runs on.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Trouble::internal("work on the data folder broke off"))?
        .map_err(|error| Trouble::storage(&error))
}

#[cfg(unix)]
fn restrict(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn restrict(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trouble::TroubleCode;

    #[tokio::test]
    async fn a_key_never_leads_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(outside.path().join("data"));
        folder.create().unwrap();
        let precious = outside.path().join("precious");
        std::fs::create_dir(&precious).unwrap();
        for key in ["", ".", "..", "../../precious", precious.to_str().unwrap()] {
            let refused = folder.delete_account(key).await.unwrap_err();
            assert_eq!(refused.code, TroubleCode::InvalidInput, "{key}");
        }
        assert!(precious.is_dir() && folder.path().join("accounts").is_dir());
        folder.delete_account("0f2a-1_77-b").await.unwrap();
    }

    #[tokio::test]
    async fn an_account_that_is_in_use_is_not_deleted() {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(root.path().to_owned());
        let account = folder.account("a-key").unwrap();
        std::fs::create_dir_all(&account).unwrap();
        std::fs::write(account.join("tenant.sqlite"), "guests").unwrap();
        let (used, alone) = InUse::enter(&account).unwrap();
        assert!(alone);
        let refused = folder.delete_account("a-key").await.unwrap_err();
        assert_eq!(refused.explanation.code, "accountElsewhere");
        assert!(account.join("tenant.sqlite").exists());
        drop(used);
        folder.delete_account("a-key").await.unwrap();
        assert!(!account.exists());
    }
}
