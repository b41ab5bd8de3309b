//! The accounts of one data folder: who was signed in, how to come back, where each one's data lies.
//!
//! Accounts are keyed by tenant and object id, never by host. The practice tenant's sign-ins lie
//! in a file and a keyring entry of their own, and are used against loopback hosts only.

mod destination;
mod folder;
mod given;
mod known;
mod leaving;
mod opening;
mod practice;
mod sign_in;

use std::sync::Arc;
use std::time::Duration;

use entra::clock::{Clock, SystemClock};
use entra::signin::AccountKey;
use entra::signin::token_store::{KeptAccount, KeyringEntry, TokenStore};

use crate::ChangeSink;
use crate::trouble::Trouble;

pub use entra::cloud::{Cloud, CloudError};
pub use entra::secret::Secret;
pub use entra::signin::device_code::DevicePrompt;
pub use entra::signin::token_store::Persistence;
pub use entra::signin::{Account, AppRegistration};

pub use destination::Destination;
pub use folder::DataFolder;
pub use known::KnownAccount;
use known::KnownAccounts;
pub use opening::SignedIn;
pub use practice::PracticeSite;
pub use sign_in::PendingSignIn;

/// Service name of the keyring entry for work accounts.
const WORK_SERVICE: &str = "dev.usher.desktop";
/// Service name of the keyring entry for the practice tenant.
const PRACTICE_SERVICE: &str = "dev.usher.desktop.practice";

/// What every desk opened from here has in common.
#[derive(Clone)]
pub struct Surroundings {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Told what became stale.
    pub changes: ChangeSink,
    /// How long the directory may lag before "not found" counts.
    pub settle: Duration,
}

impl Surroundings {
    /// Those of a program on this computer, with its clock.
    pub fn of_this_computer(settle: Duration, changes: ChangeSink) -> Self {
        Self {
            clock: Arc::new(SystemClock::default()),
            changes,
            settle,
        }
    }
}

/// The accounts of one data folder. Other processes may work in it as well.
pub struct Accounts {
    folder: DataFolder,
    work: TokenStore,
    practice: TokenStore,
    known: KnownAccounts,
    surroundings: Surroundings,
}

impl Accounts {
    /// Opens the folder's accounts and probes the keyring once.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub async fn open(folder: DataFolder, surroundings: Surroundings) -> Result<Self, Trouble> {
        folder.create()?;
        let user = folder.keyring_user();
        let entry = |service: &str| KeyringEntry {
            service: service.to_owned(),
            user: user.clone(),
        };
        let (work, practice) = tokio::join!(
            TokenStore::open(folder.tokens("work"), entry(WORK_SERVICE)),
            TokenStore::open(folder.tokens("practice"), entry(PRACTICE_SERVICE)),
        );
        let known = KnownAccounts::load(folder.known_accounts()).await?;
        Ok(Self {
            folder,
            work,
            practice,
            known,
            surroundings,
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Whether sign-ins can be kept.
    pub fn persistence(&self) -> &Persistence {
        self.work.persistence()
    }

    /// What the person has to be told of the opening: kept sign-ins that could not be read.
    pub fn note(&self) -> Option<Trouble> {
        self.work
            .set_aside()
            .or_else(|| self.practice.set_aside())
            .map(Trouble::sign_ins_put_aside)
    }

    /// Accounts that were signed in before, last used first, and whether one click suffices.
    pub async fn remembered(&self) -> Vec<(KnownAccount, bool)> {
        let mut kept = self.work.accounts().await;
        kept.extend(self.practice.accounts().await);
        let keys: Vec<String> = kept
            .iter()
            .map(|kept| key_of(&kept.account.key()))
            .collect();
        let known = self.known.all();
        known
            .into_iter()
            .map(|account| {
                let signed_in = keys.contains(&account.key);
                (account, signed_in)
            })
            .collect()
    }

    /// An account that was signed in before.
    pub fn known(&self, key: &str) -> Option<KnownAccount> {
        self.known.find(key)
    }

    /// The cloud of an account whose sign-in is kept, where that was written down.
    pub async fn cloud_of(&self, key: &str) -> Option<Cloud> {
        self.kept(key).await?.cloud
    }

    /// The kept sign-in of an account.
    async fn kept(&self, key: &str) -> Option<KeptAccount> {
        let known = self.known.find(key)?;
        let kept = self.tokens_of(known.practice).accounts().await;
        kept.into_iter()
            .find(|kept| key_of(&kept.account.key()) == key)
    }

    /// Where an account that was signed in before signs in again.
    ///
    /// # Errors
    /// The account is not known here.
    pub fn destination(&self, key: &str, cloud: Cloud) -> Result<Destination, Trouble> {
        let known = self.known.find(key).ok_or_else(Trouble::sign_in_required)?;
        Ok(Destination {
            cloud,
            app: AppRegistration {
                tenant: known.tenant,
                client_id: known.client_id,
            },
            practice: known.practice,
        })
    }

    /// Keeps the name of the organization beside the account, for the first screen.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn name_organization(&self, key: &str, name: &str) -> Result<(), Trouble> {
        self.known.name_organization(key, name).await
    }

    fn tokens_of(&self, practice: bool) -> &TokenStore {
        if practice { &self.practice } else { &self.work }
    }
}

fn key_of(key: &AccountKey) -> String {
    format!("{}_{}", key.tenant_id, key.object_id)
}
