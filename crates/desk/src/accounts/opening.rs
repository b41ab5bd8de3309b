//! Opening the desk of an account, and coming back to one whose sign-in is kept.

use std::sync::Arc;

use entra::graph::Graph;
use entra::http::client::Http;
use entra::http::transport::Transport;
use entra::permissions::{Scope, admin_consent_link};
use entra::signin::Account;
use entra::signin::error::SignInError;
use entra::signin::session::Session;
use entra::signin::token_source::TokenSource;
use entra::signin::token_store::Persistence;

use super::{Accounts, Cloud, Destination, KnownAccount, key_of};
use crate::rights::RightsView;
use crate::trouble::Trouble;
use crate::{Desk, DeskConfig};

/// What redeem links are sealed for, when their key is derived.
const REDEEM_LINKS: &str = "redeem links";

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

impl Accounts {
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

    pub(super) async fn open_desk(
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
        self.known
            .remember(KnownAccount::new(
                key.clone(),
                &account,
                &destination,
                self.surroundings.clock.now(),
            ))
            .await?;
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
    pub(super) fn keep_apart(&self, key: &str, destination: &Destination) -> Result<(), Trouble> {
        match self.known.find(key) {
            Some(known) if known.practice != destination.practice => {
                Err(Trouble::practice_and_real(known.practice))
            }
            _ => Ok(()),
        }
    }

    /// The desk of an account, whose tokens come from anywhere.
    pub(super) async fn desk(
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
}
