//! What lies where in the data folder.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::trouble::Trouble;

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

    /// Holds the folder for this process until the file is dropped. Two processes over one folder
    /// would each take the other's runs for cut off.
    pub(super) fn hold(&self) -> Result<File, Trouble> {
        let held = File::options()
            .create(true)
            .append(true)
            .open(self.root.join("in-use"))
            .map_err(|error| Trouble::storage(&error))?;
        match held.try_lock() {
            Ok(()) => Ok(held),
            Err(TryLockError::WouldBlock) => Err(Trouble::folder_in_use(&self.root)),
            Err(TryLockError::Error(error)) => Err(Trouble::storage(&error)),
        }
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

    pub(super) fn delete_account(&self, key: &str) -> Result<(), Trouble> {
        match std::fs::remove_dir_all(self.account(key)?) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Trouble::storage(&error))
            }
            _ => Ok(()),
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

    #[test]
    fn a_key_never_leads_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(outside.path().join("data"));
        folder.create().unwrap();
        let precious = outside.path().join("precious");
        std::fs::create_dir(&precious).unwrap();
        for key in ["", ".", "..", "../../precious", precious.to_str().unwrap()] {
            let refused = folder.delete_account(key).unwrap_err();
            assert_eq!(refused.code, TroubleCode::InvalidInput, "{key}");
        }
        assert!(precious.is_dir() && folder.path().join("accounts").is_dir());
        folder.delete_account("0f2a-1_77-b").unwrap();
    }

    #[test]
    fn a_folder_is_held_by_one_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(root.path().to_owned());
        let held = folder.hold().unwrap();
        assert_eq!(folder.hold().unwrap_err().code, TroubleCode::Storage);
        drop(held);
        folder.hold().unwrap();
    }
}
