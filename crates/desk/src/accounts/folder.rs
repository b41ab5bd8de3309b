//! What lies where in the data folder.

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

    pub(super) fn tokens(&self, name: &str) -> PathBuf {
        self.root.join("tokens").join(format!("{name}.sealed"))
    }

    pub(super) fn known_accounts(&self) -> PathBuf {
        self.root.join("accounts.json")
    }

    pub(super) fn account(&self, key: &str) -> PathBuf {
        self.root.join("accounts").join(key)
    }

    pub(super) fn delete_account(&self, key: &str) -> Result<(), Trouble> {
        match std::fs::remove_dir_all(self.account(key)) {
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
