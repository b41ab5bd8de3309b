//! A signed-in account: one refresh token, and access tokens made from it as needed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use oauth2::RefreshToken;
use tokio::sync::Mutex as AsyncMutex;

use super::access_tokens::AccessTokens;
use super::account::{Account, AppRegistration};
use super::challenge::Claims;
use super::error::SignInError;
use super::exchange;
use super::grant::{Grant, Tokens};
use super::token_source::TokenSource;
use super::token_store::{KeptAccount, TokenStore, TokenStoreError};
use crate::clock::{BoxFuture, Clock};
use crate::http::client::Http;
use crate::permissions::Scope;
use crate::secret::Secret;

/// A signed-in account.
///
/// Access tokens live in memory only. There is one refresh at a time: whoever comes while one
/// is under way shares its outcome. A refresh token is never thrown away because one scope was
/// refused: it may still be good for others.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    http: Http,
    clock: Arc<dyn Clock>,
    app: AppRegistration,
    account: Account,
    store: TokenStore,
    held: Mutex<Held>,
    refreshing: AsyncMutex<()>,
}

/// What the session holds in memory.
struct Held {
    refresh: Option<Secret>,
    /// The store has it, unless it was signed out elsewhere.
    kept: bool,
    access: AccessTokens,
    granted: BTreeSet<String>,
    signed_out: bool,
    /// How many refreshes have ended, and the last one that failed.
    refreshes: u64,
    failure: Option<Failed>,
}

/// A failed refresh, for those who waited for it.
struct Failed {
    number: u64,
    scopes: Vec<Scope>,
    claims: Option<Claims>,
    error: SignInError,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("account", &self.0.account.key())
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Takes a fresh sign-in over. [`Session::keep`] then writes it to the store.
    #[must_use]
    pub fn begin(
        http: Http,
        clock: Arc<dyn Clock>,
        app: AppRegistration,
        grant: Grant,
        store: TokenStore,
    ) -> Self {
        let Grant { account, tokens } = grant;
        let session = Self::new(http, clock, app, account, store, None);
        session.0.accept(tokens, None);
        session
    }

    /// Takes up an account that the store kept.
    ///
    /// # Errors
    /// [`TokenStoreError::NotKept`] when the store holds no refresh token of this account.
    pub async fn resume(
        http: Http,
        clock: Arc<dyn Clock>,
        kept: &KeptAccount,
        store: TokenStore,
    ) -> Result<Self, TokenStoreError> {
        let refresh = store.refresh_token(&kept.account.key()).await?;
        let (app, account) = (kept.app.clone(), kept.account.clone());
        let session = Self::new(http, clock, app, account, store, Some(refresh));
        session.0.held().kept = true;
        Ok(session)
    }

    fn new(
        http: Http,
        clock: Arc<dyn Clock>,
        app: AppRegistration,
        account: Account,
        store: TokenStore,
        refresh: Option<Secret>,
    ) -> Self {
        Self(Arc::new(Inner {
            http,
            clock,
            app,
            account,
            store,
            held: Mutex::new(Held {
                refresh,
                kept: false,
                access: AccessTokens::default(),
                granted: BTreeSet::new(),
                signed_out: false,
                refreshes: 0,
                failure: None,
            }),
            refreshing: AsyncMutex::new(()),
        }))
    }

    /// Who is signed in.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// The app registration that the sign-in went through.
    #[must_use]
    pub fn app(&self) -> &AppRegistration {
        &self.0.app
    }

    /// The scopes that the service said it granted, by their bare names.
    #[must_use]
    pub fn granted(&self) -> BTreeSet<String> {
        self.0.held().granted.clone()
    }

    /// Writes the refresh token to the store. Later rotations are written as they come.
    ///
    /// # Errors
    /// When the file cannot be written; the session works all the same, until it ends.
    pub async fn keep(&self) -> Result<(), TokenStoreError> {
        self.0.keep().await
    }

    /// An access token that holds these scopes: one at hand that is good for five more
    /// minutes, or a new one by a silent refresh.
    ///
    /// # Errors
    /// [`SignInError::ConsentRequired`] when the scopes are not consented to,
    /// [`SignInError::InteractionRequired`] when a person has to sign in again, and the errors
    /// of the connection.
    pub async fn token(
        &self,
        scopes: &[Scope],
        claims: Option<&Claims>,
    ) -> Result<Secret, SignInError> {
        let started_after = {
            let held = self.0.held();
            if held.signed_out {
                return Err(SignInError::SignedOut);
            }
            if let Some(token) = held.access.find(scopes, claims, &*self.0.clock) {
                return Ok(token);
            }
            held.refreshes
        };
        let inner = Arc::clone(&self.0);
        let scopes = scopes.to_vec();
        let claims = claims.cloned();
        // On a task of its own, so that a caller who stops waiting does not lose the refresh
        // token that the answer brings.
        tokio::spawn(async move { inner.refreshed(started_after, scopes, claims).await })
            .await
            .unwrap_or(Err(SignInError::Cancelled))
    }

    /// Whether these scopes can be had without a person, found out by a silent refresh where
    /// needed.
    ///
    /// # Errors
    /// As [`Session::token`].
    pub async fn has(&self, scopes: &[Scope]) -> Result<(), SignInError> {
        self.token(scopes, None).await.map(drop)
    }

    /// As [`Session::has`], but asks the service even if a token is at hand: consent may have
    /// been given or withdrawn since.
    ///
    /// # Errors
    /// As [`Session::token`].
    pub async fn check_again(&self, scopes: &[Scope]) -> Result<(), SignInError> {
        {
            let mut held = self.0.held();
            held.access.clear();
            held.granted.clear();
        }
        self.has(scopes).await
    }

    /// Takes over another sign-in of the same account, made for more scopes.
    ///
    /// # Errors
    /// [`SignInError::OtherAccount`] when somebody else signed in; nothing changes then.
    pub async fn adopt(&self, grant: Grant) -> Result<(), SignInError> {
        if grant.account.key() != self.0.account.key() {
            return Err(SignInError::OtherAccount {
                expected: Box::new(self.0.account.clone()),
                got: Box::new(grant.account),
            });
        }
        let _one_at_a_time = self.0.refreshing.lock().await;
        self.0.accept(grant.tokens, None);
        quietly(self.0.keep().await);
        Ok(())
    }

    /// Forgets all tokens, in memory and on disk. Entra has no way to revoke them from here.
    ///
    /// # Errors
    /// When the file cannot be written; the tokens in memory are gone all the same.
    pub async fn sign_out(&self) -> Result<(), TokenStoreError> {
        {
            let mut held = self.0.held();
            held.signed_out = true;
            held.refresh = None;
            held.access.clear();
            held.granted.clear();
        }
        let _one_at_a_time = self.0.refreshing.lock().await;
        self.0.store.forget(&self.0.account.key()).await
    }
}

impl Inner {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for its turn, then refreshes unless the one before already did, or failed at,
    /// the same.
    async fn refreshed(
        &self,
        started_after: u64,
        scopes: Vec<Scope>,
        claims: Option<Claims>,
    ) -> Result<Secret, SignInError> {
        let _one_at_a_time = self.refreshing.lock().await;
        {
            let held = self.held();
            if held.signed_out {
                return Err(SignInError::SignedOut);
            }
            if let Some(token) = held.access.find(&scopes, claims.as_ref(), &*self.clock) {
                return Ok(token);
            }
            if let Some(failed) = &held.failure
                && failed.number > started_after
                && failed.scopes == scopes
                && failed.claims == claims
            {
                return Err(failed.error.clone());
            }
        }
        let result = match self.newest().await {
            Some(refresh) => {
                let result = self.refresh(&refresh, &scopes, claims.as_ref()).await;
                match (&result, self.newest().await) {
                    // Another process was given a newer one at the same moment.
                    (Err(SignInError::InteractionRequired { .. }), Some(newer))
                        if newer.expose() != refresh.expose() =>
                    {
                        self.refresh(&newer, &scopes, claims.as_ref()).await
                    }
                    _ => result,
                }
            }
            None => Err(SignInError::InteractionRequired {
                claims: claims.clone(),
                refusal: None,
            }),
        };
        let mut held = self.held();
        held.refreshes += 1;
        held.failure = result.as_ref().err().map(|error| Failed {
            number: held.refreshes,
            scopes,
            claims,
            error: error.clone(),
        });
        result
    }

    /// The newest refresh token: the service may have given another process a newer one than
    /// this one has, or the person may have signed out there.
    async fn newest(&self) -> Option<Secret> {
        let stored = self.store.refresh_token(&self.account.key()).await;
        let mut held = self.held();
        if !held.kept {
            return held.refresh.clone();
        }
        match stored {
            Ok(newest) => held.refresh = Some(newest),
            Err(TokenStoreError::NotKept) => held.refresh = None,
            Err(error) => tracing::warn!(%error, "going on with the token at hand"),
        }
        held.refresh.clone()
    }

    async fn refresh(
        &self,
        refresh: &Secret,
        scopes: &[Scope],
        claims: Option<&Claims>,
    ) -> Result<Secret, SignInError> {
        let tenant = &self.account.tenant_id;
        let client = exchange::client(self.http.cloud(), tenant, &self.app.client_id);
        let answer = client
            .exchange_refresh_token(&RefreshToken::new(refresh.expose().to_owned()))
            .add_scopes(exchange::scopes(scopes))
            .add_extra_param("client_info", "1")
            .add_extra_param("claims", Claims::with_capabilities(claims))
            .request_async(&self.http)
            .await
            .map_err(|error| {
                exchange::sort(error, |refusal| {
                    SignInError::from_refused_refresh(refusal, &self.not_granted(scopes))
                })
            })?;
        let mut tokens = Tokens::from_answer(&answer);
        if tokens.granted.is_empty() {
            // RFC 6749, 5.1: no scope in the answer means the scopes asked for.
            tokens.granted = scopes.iter().map(|s| s.name().to_owned()).collect();
        }
        let missing: Vec<Scope> = scopes
            .iter()
            .copied()
            .filter(|scope| !tokens.granted.contains(scope.name()))
            .collect();
        let token = tokens.access.clone();
        if self.accept(tokens, claims) {
            quietly(self.keep_rotated().await);
        }
        if missing.is_empty() {
            Ok(token)
        } else {
            Err(SignInError::ConsentRequired {
                scopes: missing,
                refusal: None,
            })
        }
    }

    /// Those of the scopes that were never granted; all of them if each was, since then one
    /// was withdrawn and the service does not say which.
    fn not_granted(&self, scopes: &[Scope]) -> Vec<Scope> {
        let held = self.held();
        let new = |scope: &Scope| !held.granted.contains(scope.name());
        let wanting: Vec<Scope> = scopes.iter().copied().filter(new).collect();
        if wanting.is_empty() {
            scopes.to_vec()
        } else {
            wanting
        }
    }

    /// Takes tokens over. Says whether there is a new refresh token to keep.
    fn accept(&self, tokens: Tokens, claims: Option<&Claims>) -> bool {
        let mut held = self.held();
        if held.signed_out {
            return false;
        }
        held.granted.extend(tokens.granted.iter().cloned());
        let rotated = tokens.refresh.is_some();
        if rotated {
            held.refresh.clone_from(&tokens.refresh);
        }
        held.access.add(tokens, claims.cloned(), &*self.clock);
        rotated
    }

    async fn keep(&self) -> Result<(), TokenStoreError> {
        let Some(refresh) = self.held().refresh.clone() else {
            return Ok(());
        };
        self.store.save(self.to_keep(), refresh).await?;
        self.held().kept = true;
        Ok(())
    }

    /// Keeps a rotated token, unless the person has signed out in another process meanwhile.
    async fn keep_rotated(&self) -> Result<(), TokenStoreError> {
        let (refresh, kept) = {
            let held = self.held();
            (held.refresh.clone(), held.kept)
        };
        match refresh {
            Some(refresh) if kept => self.store.replace(self.to_keep(), refresh).await.map(drop),
            _ => self.keep().await,
        }
    }

    fn to_keep(&self) -> KeptAccount {
        KeptAccount {
            account: self.account.clone(),
            app: self.app.clone(),
            cloud: Some(self.http.cloud().clone()),
        }
    }
}

/// A token that cannot be written costs a sign-in after the next start, no more: Entra does not
/// revoke the refresh token before it.
fn quietly(kept: Result<(), TokenStoreError>) {
    if let Err(error) = kept {
        tracing::warn!(%error, "the refresh token was not kept");
    }
}

impl TokenSource for Session {
    fn token<'a>(
        &'a self,
        scopes: &'a [Scope],
        claims: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>> {
        Box::pin(self.token(scopes, claims))
    }

    fn refused(&self, token: &Secret) {
        self.0.held().access.remove(token);
    }
}
