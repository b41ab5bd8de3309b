//! Who was signed in before: names for the first screen, nothing secret.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use entra::signin::Account;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Destination;
use crate::trouble::Trouble;

/// An account that was signed in before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownAccount {
    /// `<tenant id>_<object id>`.
    pub key: String,
    /// Display name.
    pub display_name: String,
    /// Sign-in name.
    pub username: String,
    /// Tenant id.
    pub tenant_id: String,
    /// Name of the organisation, once read.
    pub organization: Option<String>,
    /// The tenant as it was typed.
    pub tenant: String,
    /// Client id of the app registration.
    pub client_id: String,
    /// An account of the practice tenant.
    pub practice: bool,
    /// When it was signed in last.
    #[serde(with = "time::serde::rfc3339")]
    pub last_used: OffsetDateTime,
}

impl KnownAccount {
    pub(super) fn new(
        key: String,
        account: &Account,
        destination: &Destination,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            key,
            display_name: account.display_name.clone(),
            username: account.username.clone(),
            tenant_id: account.tenant_id.clone(),
            organization: None,
            tenant: destination.app.tenant.clone(),
            client_id: destination.app.client_id.clone(),
            practice: destination.practice,
            last_used: now,
        }
    }
}

/// The list, and the file it lies in.
pub(super) struct KnownAccounts {
    file: PathBuf,
    list: Mutex<Vec<KnownAccount>>,
}

impl KnownAccounts {
    /// Reads the file. One that cannot be understood is put aside: it holds names only.
    pub(super) fn load(file: PathBuf) -> Result<Self, Trouble> {
        let list = match std::fs::read(&file) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(list) => list,
                Err(_) => {
                    std::fs::rename(&file, file.with_extension("json.damaged"))
                        .map_err(|error| Trouble::storage(&error))?;
                    Vec::new()
                }
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Trouble::storage(&error)),
        };
        Ok(Self {
            file,
            list: Mutex::new(list),
        })
    }

    /// All of them, last used first.
    pub(super) fn all(&self) -> Vec<KnownAccount> {
        let mut list = self.lock().clone();
        list.sort_by_key(|account| std::cmp::Reverse(account.last_used));
        list
    }

    pub(super) fn find(&self, key: &str) -> Option<KnownAccount> {
        self.lock()
            .iter()
            .find(|account| account.key == key)
            .cloned()
    }

    pub(super) fn remember(&self, mut account: KnownAccount) -> Result<(), Trouble> {
        self.change(|list| {
            if let Some(at) = list.iter().position(|other| other.key == account.key) {
                account.organization = list.swap_remove(at).organization;
            }
            list.push(account);
        })
    }

    pub(super) fn name_organization(&self, key: &str, name: &str) -> Result<(), Trouble> {
        if self
            .find(key)
            .is_none_or(|account| account.organization.as_deref() == Some(name))
        {
            return Ok(());
        }
        self.change(|list| {
            for account in list.iter_mut().filter(|account| account.key == key) {
                account.organization = Some(name.to_owned());
            }
        })
    }

    pub(super) fn forget(&self, key: &str) -> Result<(), Trouble> {
        self.change(|list| list.retain(|account| account.key != key))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<KnownAccount>)) -> Result<(), Trouble> {
        let mut list = self.lock();
        change(&mut list);
        self.write(&list).map_err(|error| Trouble::storage(&error))
    }

    /// Replaces the file as a whole, so that a crash leaves the old one or the new one.
    fn write(&self, list: &[KnownAccount]) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(std::path::Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, list)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(&self.file)?;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<KnownAccount>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn account(key: &str, last_used: OffsetDateTime) -> KnownAccount {
        KnownAccount {
            key: key.to_owned(),
            display_name: "Ines Duarte".to_owned(),
            username: "ines@contoso.example".to_owned(),
            tenant_id: "t".to_owned(),
            organization: None,
            tenant: "contoso.example".to_owned(),
            client_id: "c".to_owned(),
            practice: false,
            last_used,
        }
    }

    #[test]
    fn the_list_outlasts_the_process_and_keeps_the_organisation() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let known = KnownAccounts::load(file.clone()).unwrap();
        known
            .remember(account("a", datetime!(2026-11-01 0:00 UTC)))
            .unwrap();
        known
            .remember(account("b", datetime!(2026-11-02 0:00 UTC)))
            .unwrap();
        known.name_organization("a", "Contoso").unwrap();
        known
            .remember(account("a", datetime!(2026-11-03 0:00 UTC)))
            .unwrap();

        let again = KnownAccounts::load(file).unwrap().all();
        let keys: Vec<_> = again.iter().map(|account| account.key.as_str()).collect();
        assert_eq!(keys, ["a", "b"], "last used first");
        assert_eq!(again[0].organization.as_deref(), Some("Contoso"));
    }

    #[test]
    fn a_damaged_list_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        std::fs::write(&file, b"{ not a list").unwrap();
        assert!(KnownAccounts::load(file.clone()).unwrap().all().is_empty());
        assert_eq!(
            std::fs::read(folder.path().join("accounts.json.damaged")).unwrap(),
            b"{ not a list",
            "what was there is kept"
        );
    }
}
