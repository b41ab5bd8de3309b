//! The desk: everything one account does in one tenant goes through it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use entra::clock::Clock;
use entra::error::Error;
use entra::graph::Graph;
use entra::permissions::Scope;
use entra::signin::Account;
use entra::signin::error::SignInError;
use entra::signin::token_store::DataKey;
use guests::id::UserId;
use guests::rights::Standing;
use guests::trouble::directory::{Action, Context};
use rusqlite::Connection;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::cache::Cache;
use crate::change::Change;
use crate::defaults::TenantDefaults;
use crate::neighbours;
use crate::organization::OrganizationView;
use crate::run::{RunLocks, Runs};
use crate::search::{self, Search};
use crate::store::invitations::Moment;
use crate::store::{self, Store, StoreError};
use crate::survey::policies::TenantPolicies;
use crate::survey::tenants::TenantsByDomain;
use crate::sync::GuestSync;
use crate::trouble::consent::{Asker, may_approve};
use crate::trouble::{Feature, Trouble};
use crate::view::guests::{
    DomainCount, GuestCounts, GuestQuery, GuestRow, GuestWindow, SyncStatus,
};

/// The page on which an administrator can approve these scopes.
pub type AdminConsentUrl = Arc<dyn Fn(&[Scope]) -> String + Send + Sync>;

/// Told what became stale.
pub type ChangeSink = Arc<dyn Fn(Change) + Send + Sync>;

/// How long rights stay good: a role that was given a moment ago takes effect about as late.
const RIGHTS_GOOD_FOR: Duration = Duration::from_secs(5 * 60);
/// How long policies stay good.
const POLICIES_GOOD_FOR: Duration = Duration::from_secs(3 * 60);
/// How long the organization's name and domains stay good.
const ORGANIZATION_GOOD_FOR: Duration = Duration::from_secs(60 * 60);

/// What a desk is opened with.
pub struct DeskConfig {
    /// The folder of this account in this tenant.
    pub folder: PathBuf,
    /// Who is signed in.
    pub account: Account,
    /// Graph, in the name of the account.
    pub graph: Graph,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Told what became stale.
    pub changes: ChangeSink,
    /// How long the directory may lag before "not found" counts.
    pub settle: Duration,
    /// Seals redeem links.
    pub store_key: DataKey,
    /// The page on which an administrator can approve these scopes.
    pub admin_consent_url: AdminConsentUrl,
}

/// One admin at work in one tenant. Clones are the same desk; with the last one, whatever is
/// under way is dropped on the spot, as if the computer were switched off.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
    _alive: Arc<DropGuard>,
}

/// What the desk's tasks share.
pub(crate) struct Inner {
    pub(crate) account: Account,
    pub(crate) graph: Graph,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settle: Duration,
    pub(crate) store_key: DataKey,
    pub(crate) store: Store,
    pub(crate) sync: GuestSync,
    pub(crate) runs: Runs,
    pub(crate) standing: Cache<Standing>,
    pub(crate) policies: Cache<TenantPolicies>,
    pub(crate) organization: Cache<entra::graph::Organization>,
    pub(crate) tenants: TenantsByDomain,
    /// Cancelled by [`Desk::close`]: what is under way comes to a good end, nothing new begins.
    pub(crate) closing: CancellationToken,
    changes: ChangeSink,
    admin_consent_url: AdminConsentUrl,
    note: Option<String>,
    search: Arc<Search>,
    dropped: CancellationToken,
    tasks: TaskTracker,
}

impl Desk {
    /// Opens the store, brings it up to date, marks the runs that were cut off, and follows what
    /// other processes write. Asks nothing of the network.
    ///
    /// # Errors
    /// The store cannot be opened, or was written by a newer Usher.
    pub async fn open(config: DeskConfig) -> Result<Self, Trouble> {
        let folder = config.folder.clone();
        let open = move || -> Result<_, StoreError> {
            let opened = Store::open(&folder)?;
            let locks = RunLocks::new(&folder, opened.alone)?;
            Ok((opened, locks))
        };
        let (opened, locks) = tokio::task::spawn_blocking(open)
            .await
            .map_err(|_| Trouble::internal("the store could not be opened"))??;
        let store = opened.store;
        let sync = GuestSync::new(&store, &config.folder).await?;
        let dropped = CancellationToken::new();
        let inner = Arc::new(Inner {
            account: config.account,
            graph: config.graph,
            clock: config.clock,
            settle: config.settle,
            store_key: config.store_key,
            store,
            sync,
            runs: Runs::new(locks),
            standing: Cache::new(RIGHTS_GOOD_FOR),
            policies: Cache::new(POLICIES_GOOD_FOR),
            organization: Cache::new(ORGANIZATION_GOOD_FOR),
            tenants: TenantsByDomain::default(),
            closing: CancellationToken::new(),
            changes: config.changes,
            admin_consent_url: config.admin_consent_url,
            note: opened.put_aside.map(|path| {
                format!(
                    "The data kept on this computer was damaged. The old file was put aside as {}; guests are loaded afresh, and runs of before are only in that file.",
                    path.display()
                )
            }),
            search: Arc::default(),
            dropped: dropped.clone(),
            tasks: TaskTracker::new(),
        });
        // Runs can be shown, and guests too, where the disk is too full to mark them.
        if let Err(error) = inner.end_abandoned().await {
            tracing::warn!(%error, "a run that was cut off could not be marked as such");
        }
        neighbours::start(&inner).await?;
        Ok(Self {
            inner,
            _alive: Arc::new(dropped.drop_guard()),
        })
    }

    /// What had to be done to open the store, for the person.
    pub fn opened_note(&self) -> Option<String> {
        self.inner.note.clone()
    }

    /// Ends in good order: runs come to rest after the answers of what is on its way, and are
    /// offered for resumption at the next start.
    pub async fn close(&self) {
        self.inner.closing.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// Keeps the copy of the guests up to date, and ready to be searched, from now on. Once is
    /// enough.
    pub fn start_sync(&self) {
        crate::sync::start(&self.inner);
        let own = Arc::clone(&self.inner);
        self.inner.spawn(async move {
            let warm = own.search(|search, connection| search.warm(connection));
            if let Err(trouble) = warm.await {
                tracing::warn!(?trouble, "the guests could not be made ready for searching");
            }
        });
    }

    /// Fetches what changed, or loads everything where that has not been done.
    ///
    /// # Errors
    /// The directory cannot be asked; what was loaded before stays.
    pub async fn refresh_guests(&self) -> Result<SyncStatus, Trouble> {
        Box::pin(crate::sync::round(&self.inner)).await?;
        Ok(self.sync_status())
    }

    /// How far the copy is.
    pub fn sync_status(&self) -> SyncStatus {
        self.inner.sync.status()
    }

    /// A window of guests.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guests(&self, query: GuestQuery) -> Result<GuestWindow, Trouble> {
        self.inner
            .search(move |search, connection| search.window(connection, &query))
            .await
    }

    /// Ids of the guests that match, in order, as many as the query's window holds.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guest_ids(&self, query: GuestQuery) -> Result<Vec<UserId>, Trouble> {
        self.inner
            .search(move |search, connection| search.ids(connection, &query))
            .await
    }

    /// The rows of these guests, in the order asked for; those that are gone are left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guest_rows(&self, ids: &[UserId]) -> Result<Vec<GuestRow>, Trouble> {
        let ids = ids.to_vec();
        Ok(self
            .inner
            .store
            .read(move |connection| search::rows(connection, &ids))
            .await?)
    }

    /// How many guests are in each state.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guest_counts(&self) -> Result<GuestCounts, Trouble> {
        self.inner
            .search(|search, connection| search.counts(connection))
            .await
    }

    /// Partner domains that hold this text, those of most guests first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guest_domains(&self, text: &str) -> Result<Vec<DomainCount>, Trouble> {
        let text = text.to_owned();
        self.inner
            .search(move |search, connection| search.domains(connection, &text))
            .await
    }

    /// The organization one is signed in to.
    ///
    /// # Errors
    /// The directory cannot be asked.
    pub async fn organization(&self) -> Result<OrganizationView, Trouble> {
        self.inner.organization_view().await
    }

    /// What a new draft starts from.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn defaults(&self) -> Result<TenantDefaults, Trouble> {
        Ok(self.inner.store.read(store::defaults::load).await?)
    }

    /// Keeps what a new draft starts from.
    ///
    /// # Errors
    /// A redirect URL that is not https, a message that is too long, or the store cannot be written.
    pub async fn save_defaults(&self, defaults: TenantDefaults) -> Result<(), Trouble> {
        crate::drafts::check_defaults(&defaults)?;
        self.inner
            .store
            .write(move |connection| store::defaults::save(connection, &defaults))
            .await?;
        self.inner.changed(Change::Settings);
        Ok(())
    }

    /// Bytes that are kept of this account on this computer.
    ///
    /// # Errors
    /// None today; the file may have to be asked one day.
    pub async fn data_size(&self) -> Result<u64, Trouble> {
        Ok(self.inner.store.size())
    }
}

impl Inner {
    /// Searches, off the async threads.
    async fn search<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Search, &Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let search = Arc::clone(&self.search);
        let read = move |connection: &Connection| query(&search, connection);
        Ok(self.store.read(read).await?)
    }

    /// This moment, by this computer's clock and the service's.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            here: self.clock.now(),
            ahead: self.graph.service_ahead(),
        }
    }

    /// Tells what became stale.
    pub(crate) fn changed(&self, change: Change) {
        (self.changes)(change);
    }

    /// Starts something that ends when the desk is dropped.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let dropped = self.dropped.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                biased;
                () = dropped.cancelled() => {}
                () = work => {}
            }
        });
    }

    /// A failed call, with what would have to be approved where consent is missing.
    pub(crate) async fn trouble(
        &self,
        error: &Error,
        feature: Feature,
        context: &Context<'_>,
    ) -> Trouble {
        let trouble = Trouble::of_call(error, context);
        let missing = match error {
            Error::SignIn(SignInError::ConsentRequired { scopes, .. }) => scopes.as_slice(),
            _ => return trouble,
        };
        let may_approve = Box::pin(self.may_approve()).await;
        let organization = Box::pin(self.organization()).await.ok();
        let asker = Asker {
            name: &self.account.display_name,
            organization: organization
                .as_ref()
                .and_then(|known| known.display_name.as_deref()),
            may_approve,
            admin_consent_url: &*self.admin_consent_url,
        };
        trouble.with_consent(feature, missing, &asker)
    }

    /// A failed question.
    pub(crate) async fn unread(&self, error: &Error, feature: Feature) -> Trouble {
        let context = Context {
            action: Action::Read,
            address: None,
            target: None,
        };
        self.trouble(error, feature, &context).await
    }

    async fn may_approve(&self) -> bool {
        let Ok(roles) = self.graph.my_directory_roles().await else {
            return false;
        };
        may_approve(
            roles
                .iter()
                .filter_map(|role| role.role_template_id.as_deref()),
        )
    }

    pub(crate) async fn organization(&self) -> Result<entra::graph::Organization, Error> {
        self.organization
            .get(&*self.clock, self.graph.organization())
            .await
    }

    pub(crate) async fn organization_view(&self) -> Result<OrganizationView, Trouble> {
        let organization = self.organization().await?;
        let domain = |picked: fn(&entra::graph::VerifiedDomain) -> Option<bool>| {
            let found = organization
                .verified_domains
                .iter()
                .find(|known| picked(known) == Some(true));
            found.map(|known| known.name.clone())
        };
        let primary_domain =
            domain(|known| known.is_default).or_else(|| domain(|known| known.is_initial));
        Ok(OrganizationView {
            id: organization.id.clone(),
            primary_domain: primary_domain.unwrap_or_default(),
            display_name: organization.display_name.unwrap_or_default(),
        })
    }
}
