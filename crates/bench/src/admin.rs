//! Somebody signed in to a practice tenant, and their desk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use desk::change::Change;
use desk::{Desk, DeskConfig};
use entra::clock::{Clock, SystemClock};
use entra::cloud::Cloud;
use entra::graph::Graph;
use entra::http::client::Http;
use entra::http::transport::Transport;
use entra::permissions::Scope;
use entra::signin::AppRegistration;
use entra::signin::device_code;
use entra::signin::session::Session;
use entra::signin::token_store::{DataKey, TokenStore};
use tokio_util::sync::CancellationToken;

use crate::outcome::{Outcome, failed};
use crate::practice::Practice;

/// A Global Administrator who has signed in by device code.
pub(crate) struct Admin {
    session: Session,
    key: DataKey,
    cloud: Cloud,
    clock: Arc<dyn Clock>,
}

impl Admin {
    pub(crate) async fn sign_in(practice: &Practice) -> Outcome<Self> {
        let cloud = Cloud::custom(
            practice.text("login").parse()?,
            practice.text("graph").parse()?,
            None,
        )?;
        let app = AppRegistration {
            tenant: practice.text("tenantId").to_owned(),
            client_id: practice.text("clientId").to_owned(),
        };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let http = Http::new(&cloud)?;
        let asked = device_code::start(&http, Arc::clone(&clock), &app, &[Scope::UserRead], None);
        let (prompt, waiting) = asked.await?;
        practice
            .approve(&prompt.user_code, "globalAdministrator")
            .await?;
        let grant = waiting.wait(&CancellationToken::new()).await?;
        let store = TokenStore::session_only("a measurement");
        let key = store.derive_key("redeem links");
        Ok(Self {
            session: Session::begin(http, Arc::clone(&clock), app, grant, store),
            key,
            cloud,
            clock,
        })
    }

    /// Opens the desk in a folder, with a transport of its own.
    pub(crate) async fn desk(
        &self,
        folder: &Path,
        changes: impl Fn(Change) + Send + Sync + 'static,
    ) -> Outcome<Desk> {
        let http = Http::new(&self.cloud)?;
        let tokens = Arc::new(self.session.clone());
        let transport = Transport::new(http, tokens, Arc::clone(&self.clock));
        let desk = Desk::open(DeskConfig {
            folder: folder.to_owned(),
            account: self.session.account().clone(),
            graph: Graph::new(transport),
            clock: Arc::clone(&self.clock),
            changes: Arc::new(changes),
            settle: Duration::from_secs(180),
            store_key: self.key.clone(),
            admin_consent_url: Arc::new(|_| String::new()),
        });
        Ok(desk.await.map_err(failed)?)
    }
}
