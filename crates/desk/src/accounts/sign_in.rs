//! Signing in by device code, for the first time or for more.

use std::sync::Arc;

use entra::http::client::Http;
use entra::permissions::Scope;
use entra::signin::device_code::{self, DevicePrompt, DeviceSignIn};
use entra::signin::session::Session;
use tokio_util::sync::CancellationToken;

use super::{Accounts, Destination, SignedIn};
use crate::trouble::{Feature, Trouble};

/// A sign-in under way. Holds the device code; cannot be printed.
pub struct PendingSignIn {
    destination: Destination,
    http: Http,
    flow: DeviceSignIn,
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

impl Accounts {
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
}
