//! Who was signed in before: names for the first screen, nothing secret.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use entra::signin::Account;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Destination;
use super::folder::blocking;
use crate::lock;
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
    /// Name of the organization, once read.
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

/// How long a change waits for another process that changes the list.
const PATIENCE: Duration = Duration::from_secs(10);

/// The list, in a file that other processes change as well: it is read each time. A change waits
/// for theirs, off the threads that everything else runs on.
#[derive(Clone)]
pub(super) struct KnownAccounts {
    file: PathBuf,
}

impl KnownAccounts {
    /// The list in this file. One that cannot be understood is put aside: it holds names only.
    pub(super) async fn load(file: PathBuf) -> Result<Self, Trouble> {
        let known = Self { file };
        if known.read().is_err() {
            known.change(|_| {}).await?;
        }
        Ok(known)
    }

    /// All of them, last used first.
    pub(super) fn all(&self) -> Vec<KnownAccount> {
        let mut list = self.read().unwrap_or_else(|error| {
            tracing::warn!(%error, "the list of accounts could not be read");
            Vec::new()
        });
        list.sort_by_key(|account| std::cmp::Reverse(account.last_used));
        list
    }

    pub(super) fn find(&self, key: &str) -> Option<KnownAccount> {
        self.all().into_iter().find(|account| account.key == key)
    }

    pub(super) async fn remember(&self, mut account: KnownAccount) -> Result<(), Trouble> {
        self.change(move |list| {
            if let Some(at) = list.iter().position(|other| other.key == account.key) {
                account.organization = list.swap_remove(at).organization;
            }
            list.push(account);
        })
        .await
    }

    pub(super) async fn name_organization(&self, key: &str, name: &str) -> Result<(), Trouble> {
        if self
            .find(key)
            .is_none_or(|account| account.organization.as_deref() == Some(name))
        {
            return Ok(());
        }
        let (key, name) = (key.to_owned(), name.to_owned());
        self.change(move |list| {
            for account in list.iter_mut().filter(|account| account.key == key) {
                account.organization = Some(name.clone());
            }
        })
        .await
    }

    pub(super) async fn forget(&self, key: &str) -> Result<(), Trouble> {
        let key = key.to_owned();
        self.change(move |list| list.retain(|account| account.key != key))
            .await
    }

    /// Changes what is in the file now, while nobody else does.
    async fn change(
        &self,
        change: impl FnOnce(&mut Vec<KnownAccount>) + Send + 'static,
    ) -> Result<(), Trouble> {
        let own = self.clone();
        blocking(move || own.change_alone(change)).await
    }

    fn change_alone(&self, change: impl FnOnce(&mut Vec<KnownAccount>)) -> io::Result<()> {
        let path = self.file.with_extension("lock");
        let Some(_alone) = lock::within(&path, PATIENCE)? else {
            return Err(io::Error::other(format!("{} is locked", path.display())));
        };
        let mut list = match self.read() {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                std::fs::rename(&self.file, self.file.with_extension("json.damaged"))?;
                Vec::new()
            }
            list => list?,
        };
        change(&mut list);
        self.write(&list)
    }

    /// `InvalidData`: it cannot be understood.
    fn read(&self) -> io::Result<Vec<KnownAccount>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file as a whole, so that a crash leaves the old one or the new one, and a
    /// reader finds one of them.
    fn write(&self, list: &[KnownAccount]) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, list)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(&self.file)?;
        Ok(())
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

    #[tokio::test]
    async fn the_list_outlasts_the_process_and_keeps_the_organization() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let known = KnownAccounts::load(file.clone()).await.unwrap();
        let signed_in = async |key, day| known.remember(account(key, day)).await.unwrap();
        signed_in("a", datetime!(2026-11-01 0:00 UTC)).await;
        signed_in("b", datetime!(2026-11-02 0:00 UTC)).await;
        known.name_organization("a", "Contoso").await.unwrap();
        signed_in("a", datetime!(2026-11-03 0:00 UTC)).await;

        let again = KnownAccounts::load(file).await.unwrap().all();
        let keys: Vec<_> = again.iter().map(|account| account.key.as_str()).collect();
        assert_eq!(keys, ["a", "b"], "last used first");
        assert_eq!(again[0].organization.as_deref(), Some("Contoso"));
    }

    #[tokio::test]
    async fn what_two_processes_add_at_once_is_all_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let day = datetime!(2026-11-01 0:00 UTC);
        let processes = (0..4).map(|process| {
            let file = file.clone();
            async move {
                let known = KnownAccounts::load(file).await.unwrap();
                for number in 0..5 {
                    let key = format!("{process}-{number}");
                    known.remember(account(&key, day)).await.unwrap();
                }
            }
        });
        futures_util::future::join_all(processes).await;
        let known = KnownAccounts::load(file).await.unwrap();
        assert_eq!(known.all().len(), 20);
    }

    #[tokio::test]
    async fn waiting_for_another_process_keeps_nobody_else_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let known = KnownAccounts::load(file.clone()).await.unwrap();
        let held = lock::within(&file.with_extension("lock"), PATIENCE).unwrap();
        let (changed, ()) = tokio::join!(known.forget("a"), async {
            // Reached on this one thread only while the other waits elsewhere.
            tokio::task::yield_now().await;
            drop(held);
        });
        changed.unwrap();
    }

    #[tokio::test]
    async fn a_damaged_list_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        std::fs::write(&file, b"{ not a list").unwrap();
        let known = KnownAccounts::load(file.clone()).await.unwrap();
        assert!(known.all().is_empty());
        assert_eq!(
            std::fs::read(folder.path().join("accounts.json.damaged")).unwrap(),
            b"{ not a list",
            "what was there is kept"
        );
    }
}
