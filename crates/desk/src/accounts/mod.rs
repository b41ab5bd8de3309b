//! The accounts of one data folder: who was signed in, how to come back, where each one's data lies.
//!
//! Accounts are keyed by tenant and object id, never by host. The practice tenant's sign-ins lie
//! in a file and a keyring entry of their own, and are used against loopback hosts only.

mod destination;
mod folder;
mod given;
mod known;
mod practice;

use std::sync::Arc;

use entra::clock::{Clock, SystemClock};
use entra::graph::Graph;
use entra::http::client::Http;
use entra::http::transport::Transport;
use entra::permissions::{Scope, admin_consent_link};
use entra::signin::AccountKey;
use entra::signin::device_code::{self, DeviceSignIn};
use entra::signin::error::SignInError;
use entra::signin::session::Session;
use entra::signin::token_source::TokenSource;
use entra::signin::token_store::{KeptAccount, KeyringEntry, TokenStore};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use crate::rights::RightsView;
use crate::trouble::{Feature, Trouble};
use crate::{ChangeSink, Desk, DeskConfig};

pub use entra::cloud::{Cloud, CloudError};
pub use entra::secret::Secret;
pub use entra::signin::device_code::DevicePrompt;
pub use entra::signin::token_store::Persistence;
pub use entra::signin::{Account, AppRegistration};

pub use destination::Destination;
pub use folder::DataFolder;
pub use known::KnownAccount;
use known::KnownAccounts;
pub use practice::PracticeSite;

/// Service name of the keyring entry for work accounts.
const WORK_SERVICE: &str = "dev.usher.desktop";
/// Service name of the keyring entry for the practice tenant.
const PRACTICE_SERVICE: &str = "dev.usher.desktop.practice";
/// What redeem links are sealed for, when their key is derived.
const REDEEM_LINKS: &str = "redeem links";

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

/// A sign-in under way. Holds the device code; cannot be printed.
pub struct PendingSignIn {
    destination: Destination,
    http: Http,
    flow: DeviceSignIn,
}

/// Somebody signed in, with the desk opened.
pub struct SignedIn {
    /// The desk.
    pub desk: Desk,
    /// The session behind it.
    pub session: Session,
    /// Where.
    pub destination: Destination,
    /// Whether the sign-in outlasts this process; if not, why.
    pub kept: Result<(), String>,
}

impl PendingSignIn {
    /// Has `told` called with false when the connection is lost while the code is waited for, and
    /// with true when it is back.
    #[must_use]
    pub fn on_connection(mut self, told: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.flow = self.flow.on_connection(told);
        self
    }
}

impl SignedIn {
    /// Who is signed in.
    pub fn account(&self) -> &Account {
        self.session.account()
    }

    /// Asks again after something was granted elsewhere: consent, roles, policies.
    ///
    /// # Errors
    /// The sign-in no longer holds, or the directory cannot be reached.
    pub async fn check_again(&self) -> Result<RightsView, Trouble> {
        self.session.check_again(&[Scope::UserRead]).await?;
        self.desk.refresh_rights().await
    }

    /// The account's key as the screens use it.
    pub fn key(&self) -> String {
        key_of(&self.session.account().key())
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
        let known = KnownAccounts::load(folder.known_accounts())?;
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

    /// Asks for a device code. Only `User.Read` is asked for; features ask for more when first used.
    ///
    /// # Errors
    /// The cloud cannot be reached or refuses.
    pub async fn start_sign_in(
        &self,
        destination: Destination,
    ) -> Result<(DevicePrompt, PendingSignIn), Trouble> {
        self.start(destination, &[Scope::UserRead]).await
    }

    /// Asks for a device code for the scopes of a feature, for the account that is signed in.
    ///
    /// # Errors
    /// The cloud cannot be reached or refuses.
    pub async fn start_consent(
        &self,
        signed_in: &SignedIn,
        feature: Feature,
    ) -> Result<(DevicePrompt, PendingSignIn), Trouble> {
        self.start(signed_in.destination.clone(), feature.scopes())
            .await
    }

    async fn start(
        &self,
        destination: Destination,
        scopes: &[Scope],
    ) -> Result<(DevicePrompt, PendingSignIn), Trouble> {
        if destination.practice && !destination.cloud.is_loopback() {
            return Err(Trouble::practice_elsewhere());
        }
        let http = Http::new(&destination.cloud).map_err(|error| Trouble::certificates(&error))?;
        let clock = Arc::clone(&self.surroundings.clock);
        let (prompt, flow) =
            device_code::start(&http, clock, &destination.app, scopes, None).await?;
        Ok((
            prompt,
            PendingSignIn {
                destination,
                http,
                flow,
            },
        ))
    }

    /// Waits until the code has been used, then opens the desk.
    ///
    /// # Errors
    /// The code was declined, expired or refused; the wait was cancelled; the store cannot be opened.
    pub async fn finish_sign_in(
        &self,
        pending: PendingSignIn,
        cancel: &CancellationToken,
    ) -> Result<SignedIn, Trouble> {
        let PendingSignIn {
            destination,
            http,
            flow,
        } = pending;
        let grant = flow.wait(cancel).await?;
        let store = self.tokens_of(destination.practice).clone();
        let clock = Arc::clone(&self.surroundings.clock);
        let session = Session::begin(http.clone(), clock, destination.app.clone(), grant, store);
        let stored = session.keep().await;
        let stored = stored.map_err(|error| error.to_string());
        self.open_desk(destination, http, session, stored).await
    }

    /// Waits until a new code for the account that is signed in has been used: one for more scopes,
    /// or one because its sign-in had ended. The desk stays open and goes on with it.
    ///
    /// # Errors
    /// As [`Self::finish_sign_in`], or another account was used.
    pub async fn finish_more(
        &self,
        signed_in: &SignedIn,
        pending: PendingSignIn,
        cancel: &CancellationToken,
    ) -> Result<(), Trouble> {
        let grant = pending.flow.wait(cancel).await?;
        signed_in.session.adopt(grant).await?;
        signed_in.desk.take_up_again().await;
        Ok(())
    }

    /// Comes back to an account whose sign-in is kept.
    ///
    /// # Errors
    /// Its sign-in is not kept ([`crate::trouble::TroubleCode::SignInRequired`]), or the store cannot be opened.
    pub async fn resume(&self, key: &str, cloud: Cloud) -> Result<SignedIn, Trouble> {
        let known = self.known.find(key).ok_or_else(Trouble::sign_in_required)?;
        if known.practice && !cloud.is_loopback() {
            return Err(Trouble::practice_elsewhere());
        }
        let store = self.tokens_of(known.practice);
        let kept = self.kept(key).await;
        let kept = kept.ok_or_else(Trouble::sign_in_required)?;
        // A practice tenant may listen elsewhere each time it is started; all others stay where
        // they are, and their tokens are sent to nobody else.
        if let Some(own) = kept.cloud.as_ref().filter(|own| **own != cloud)
            && !known.practice
        {
            return Err(Trouble::other_hosts(own));
        }
        let http = Http::new(&cloud).map_err(|error| Trouble::certificates(&error))?;
        let clock = Arc::clone(&self.surroundings.clock);
        let session = Session::resume(http.clone(), clock, &kept, store.clone())
            .await
            .map_err(|error| Trouble::storage(&error))?;
        let destination = Destination {
            cloud,
            app: kept.app.clone(),
            practice: known.practice,
        };
        // One call proves that the sign-in still holds, before a screen relies on it.
        match session.token(&[Scope::UserRead], None).await {
            Ok(_)
            | Err(
                SignInError::Unreachable { .. }
                | SignInError::TimedOut
                | SignInError::Unavailable { .. },
            ) => {}
            Err(error) => return Err(error.into()),
        }
        self.open_desk(destination, http, session, Ok(())).await
    }

    async fn open_desk(
        &self,
        destination: Destination,
        http: Http,
        session: Session,
        stored: Result<(), String>,
    ) -> Result<SignedIn, Trouble> {
        let account = session.account().clone();
        let key = key_of(&account.key());
        self.folder.account(&key)?;
        self.keep_apart(&key, &destination)?;
        self.known.remember(KnownAccount::new(
            key.clone(),
            &account,
            &destination,
            self.surroundings.clock.now(),
        ))?;
        let tokens = self.tokens_of(destination.practice);
        let kept = match (stored, tokens.persistence()) {
            (Err(why), _) => Err(why),
            (Ok(()), Persistence::SessionOnly { reason }) => Err(reason.clone()),
            (Ok(()), Persistence::Kept) => Ok(()),
        };
        let source = Arc::new(session.clone());
        let desk = self.desk(&destination, http, account, source).await?;
        Ok(SignedIn {
            desk,
            session,
            destination,
            kept,
        })
    }

    /// Keys hold no host: nothing but this keeps a practice tenant that claims a real one's ids
    /// out of the real one's data.
    fn keep_apart(&self, key: &str, destination: &Destination) -> Result<(), Trouble> {
        match self.known.find(key) {
            Some(known) if known.practice != destination.practice => {
                Err(Trouble::practice_and_real(known.practice))
            }
            _ => Ok(()),
        }
    }

    /// The desk of an account, whose tokens come from anywhere.
    async fn desk(
        &self,
        destination: &Destination,
        http: Http,
        account: Account,
        source: Arc<dyn TokenSource>,
    ) -> Result<Desk, Trouble> {
        let folder = self.folder.account(&key_of(&account.key()))?;
        let tokens = self.tokens_of(destination.practice);
        let clock = Arc::clone(&self.surroundings.clock);
        let transport = Transport::new(http, source, Arc::clone(&clock));
        let (cloud, app, tenant) = (
            destination.cloud.clone(),
            destination.app.clone(),
            account.tenant_id.clone(),
        );
        let _opening = self.folder.opening().await?;
        Desk::open(DeskConfig {
            folder,
            account,
            graph: Graph::new(transport),
            clock,
            changes: self.surroundings.changes.clone(),
            settle: self.surroundings.settle,
            store_key: tokens.derive_key(REDEEM_LINKS),
            admin_consent_url: Arc::new(move |scopes| {
                admin_consent_link(&cloud, &tenant, &app.client_id, scopes).to_string()
            }),
        })
        .await
    }

    /// Keeps the name of the organization beside the account, for the first screen.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn name_organization(&self, key: &str, name: &str) -> Result<(), Trouble> {
        self.known.name_organization(key, name)
    }

    /// Ends the sign-in: forgets its tokens, keeps the account's data and its place in the list.
    ///
    /// # Errors
    /// The tokens could not be removed from disk.
    pub async fn sign_out(&self, signed_in: &SignedIn) -> Result<(), Trouble> {
        signed_in.desk.close().await;
        signed_in
            .session
            .sign_out()
            .await
            .map_err(|error| Trouble::storage(&error))
    }

    /// Ends the sign-in of an account, whoever is at work with it: as [`Self::sign_out`]. False: it
    /// was not kept.
    ///
    /// # Errors
    /// The tokens could not be removed from disk.
    pub async fn sign_out_of(&self, key: &str) -> Result<bool, Trouble> {
        let mut any = false;
        for store in [&self.work, &self.practice] {
            let kept = store.accounts().await;
            for kept in kept
                .iter()
                .filter(|kept| key_of(&kept.account.key()) == key)
            {
                store
                    .forget(&kept.account.key())
                    .await
                    .map_err(|error| Trouble::storage(&error))?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Forgets an account: its tokens and its place in the list. Its data stays.
    ///
    /// # Errors
    /// A file cannot be written.
    pub async fn forget(&self, key: &str) -> Result<(), Trouble> {
        self.sign_out_of(key).await?;
        self.known.forget(key)
    }

    /// Deletes what is kept of an account's tenant on this computer, and forgets the account.
    ///
    /// # Errors
    /// Another process works with the account, or a file cannot be removed.
    pub async fn delete_data(&self, key: &str) -> Result<(), Trouble> {
        self.folder.delete_account(key).await?;
        self.forget(key).await
    }

    /// Forgets every practice account and deletes what is kept of them: the practice tenant starts afresh.
    ///
    /// # Errors
    /// Another process works with one of them, or a file cannot be removed.
    pub async fn delete_practice_data(&self) -> Result<(), Trouble> {
        for account in self
            .known
            .all()
            .into_iter()
            .filter(|account| account.practice)
        {
            self.delete_data(&account.key).await?;
        }
        Ok(())
    }

    fn tokens_of(&self, practice: bool) -> &TokenStore {
        if practice { &self.practice } else { &self.work }
    }
}

fn key_of(key: &AccountKey) -> String {
    format!("{}_{}", key.tenant_id, key.object_id)
}
