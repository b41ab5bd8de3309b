//! The whole running tenant.

use std::path::Path;
use std::sync::{OnceLock, PoisonError, RwLock};

use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Config;
use crate::directory::{Mail, Sight, View};
use crate::face::{DeviceCode, Manners};
use crate::faults::Faults;
use crate::identity;
use crate::keys::{KeyError, SigningKey};
use crate::ledger::{Call, Entry};
use crate::quota::Quotas;
use crate::ready::Ready;
use crate::requests::Requests;
use crate::seed::{self, Account, Plan};
use crate::site::{Asked, HostKind, LOGIN_HOST};
use crate::span::Span;
use crate::state::{Kept, Row, StateError, Store, Table, json};
use crate::tx::Tx;
use crate::world::World;

/// A practice tenant: all its services share one of these.
#[derive(Debug)]
pub struct Tenant {
    /// The tenant's time.
    pub clock: Clock,
    /// How often what was asked.
    pub requests: Requests,
    /// What is to go wrong.
    pub faults: Faults,
    /// How much may be asked.
    pub quotas: Quotas,
    /// The sign-in service's memory.
    pub identity: identity::State,
    id: Uuid,
    key: SigningKey,
    manners: Manners,
    control_key: String,
    plan: Plan,
    accounts: Vec<Account>,
    client_id: Uuid,
    client_id_unconsented: Uuid,
    world: RwLock<World>,
    store: Store,
    ready: OnceLock<Ready>,
}

/// The tenant could not be made or brought back.
#[derive(Debug, Error)]
pub enum TenantError {
    /// The state file.
    #[error(transparent)]
    State(#[from] StateError),
    /// The signing key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The state file was made with other seed parameters than asked for.
    #[error("the state file holds a tenant made with {kept}, not with {asked}")]
    OtherTenant {
        /// What the file says.
        kept: String,
        /// What the flags say.
        asked: String,
    },
}

impl Tenant {
    /// Plants the seed, or brings the tenant back from its state file.
    pub(crate) fn open(config: &Config) -> Result<Self, TenantError> {
        let (store, kept) = match &config.state {
            Some(path) => Store::open(path, config.replace_other_version)?,
            None => (Store::forgetful(), Kept::default()),
        };
        let plan = plan(config, &kept)?;
        let clock = Clock::advanced_by(kept.get(Table::Meta, "advanced").unwrap_or(0));
        let planted_at = match kept.get::<i64>(Table::Meta, "plantedAt") {
            Some(seconds) => OffsetDateTime::from_unix_timestamp(seconds)
                .map_err(|_| StateError::foreign(Table::Meta, "plantedAt"))?,
            // Whole seconds, as they are kept.
            None => clock
                .now()
                .replace_nanosecond(0)
                .unwrap_or_else(|_| clock.now()),
        };
        let key = match kept.get(Table::Meta, "signingKey") {
            Some(key) => key,
            None => SigningKey::generate()?,
        };
        let control_key = config
            .control_key
            .clone()
            .or_else(|| kept.get(Table::Meta, "controlKey"))
            .unwrap_or_else(|| Uuid::new_v4().simple().to_string());
        store.keep(&[
            meta("seed", &plan),
            meta("plantedAt", &planted_at.unix_timestamp()),
            meta("signingKey", &key),
            meta("controlKey", &control_key),
        ])?;

        let planted = seed::plant(&plan, planted_at);
        let id = planted.directory.organization.id;
        let users = planted.directory.users.len();
        let mut world = World::new(planted.directory);
        world.restore(&kept)?;
        let manners = Manners::of(config);
        Ok(Self {
            id,
            clock,
            requests: Requests::default(),
            faults: Faults::new(plan.seed, manners.random_faults.part()),
            quotas: Quotas::new(manners.quotas, id, users),
            identity: identity::State::restore(&kept),
            key,
            manners,
            control_key,
            plan,
            accounts: planted.accounts,
            client_id: planted.client_id,
            client_id_unconsented: planted.client_id_unconsented,
            world: RwLock::new(world),
            store,
            ready: OnceLock::new(),
        })
    }

    /// Where the state file of another version was put, if there was one: this tenant began afresh.
    pub fn put_aside(&self) -> Option<&Path> {
        self.store.put_aside()
    }

    /// A tenant in memory, for unit tests.
    #[cfg(test)]
    pub(crate) fn for_tests(plan: Plan) -> Self {
        let config = Config {
            seed: Some(plan.seed),
            guests: Some(plan.guests),
            members: Some(plan.members),
            ..Config::default()
        };
        Self::open(&config).expect("a tenant without a state file")
    }

    /// Reads the directory as any caller may see it now: without what lag
    /// still hides. Neither this nor [`Tenant::write`] may be called from within
    /// the other or itself: they would wait for themselves.
    pub fn read<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        self.purge_what_is_due();
        let now = self.clock.now();
        let world = self.world.read().unwrap_or_else(PoisonError::into_inner);
        look(world.directory.view(Sight::Lagged(now)))
    }

    /// Changes the tenant on behalf of `call`. When `work` fails, or the state
    /// file cannot be written, nothing has happened.
    pub fn write<T, E: From<StateError>>(
        &self,
        call: &Call,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
        let mut tx = Tx::begin(&mut world, self.clock.now(), self.manners.delays());
        let done = work(&mut tx).and_then(|value| {
            tx.close(call);
            self.store.keep(tx.rows())?;
            Ok(value)
        });
        if done.is_err() {
            tx.roll_back();
        }
        done
    }

    /// The mails in the outbox, oldest first; with `to` only those to this
    /// address (any letter case).
    pub fn mails(&self, to: Option<&str>) -> Vec<Mail> {
        let world = self.world.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = |mail: &&Mail| to.is_none_or(|to| mail.to.eq_ignore_ascii_case(to));
        world.mails.iter().filter(wanted).cloned().collect()
    }

    /// The ledger, oldest line first.
    pub fn ledger(&self) -> Vec<Entry> {
        self.world
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .ledger
            .clone()
    }

    /// The key that tokens are signed with.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The tenant id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The accounts that the sign-in page offers.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The registered application that has consent for everything Usher asks.
    pub fn client_id(&self) -> Uuid {
        self.client_id
    }

    /// The registered application that has consent for `User.Read` alone.
    pub fn client_id_unconsented(&self) -> Uuid {
        self.client_id_unconsented
    }

    /// Where redeem links in the answer to this request lead.
    pub fn redeem_origin(&self, asked: &Asked) -> String {
        match asked.host {
            HostKind::Graph => format!("https://{LOGIN_HOST}"),
            HostKind::Login | HostKind::Loopback => self
                .ready
                .get()
                .map_or_else(|| asked.origin.clone(), |ready| ready.login.clone()),
        }
    }

    pub(crate) fn latency(&self) -> Option<Span> {
        self.manners.latency
    }

    pub(crate) fn device_code(&self) -> DeviceCode {
        self.manners.device_code
    }

    pub(crate) fn control_key(&self) -> &str {
        &self.control_key
    }

    pub(crate) fn set_ready(&self, ready: Ready) {
        // Set once, by the server that serves this tenant.
        let _ = self.ready.set(ready);
    }

    /// Moves the clock on; a moved clock stays moved over a restart.
    pub(crate) fn advance_clock(&self, seconds: i64) -> Result<(), StateError> {
        let advanced = self.clock.advanced_seconds().saturating_add(seconds);
        self.store.keep(&[meta("advanced", &advanced)])?;
        self.clock.set(advanced);
        Ok(())
    }

    /// Plants the seed again: tokens void, ledger and mails empty, no faults
    /// but the face's own, full quotas, the computer's time.
    pub(crate) fn reset(&self) -> Result<(), StateError> {
        let now = OffsetDateTime::now_utc();
        let planted = seed::plant(&self.plan, now);
        let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
        self.store.start_afresh(&[
            meta("plantedAt", &now.unix_timestamp()),
            meta("advanced", &0),
        ])?;
        *world = World::new(planted.directory);
        self.clock.set(0);
        self.identity.void();
        self.faults.restore();
        self.quotas.reset();
        self.requests.clear();
        Ok(())
    }

    /// Deleted users go for good when their time is over.
    fn purge_what_is_due(&self) {
        let now = self.clock.now();
        let due: Vec<Uuid> = {
            let world = self.world.read().unwrap_or_else(PoisonError::into_inner);
            world.directory.due(now)
        };
        if due.is_empty() {
            return;
        }
        let call = Call::of_tenant("DELETE", "/directory/deletedItems");
        let purged = self.write(&call, |tx| {
            for id in due {
                tx.purge_user(id);
            }
            Ok::<_, StateError>(())
        });
        if let Err(error) = purged {
            tracing::warn!(%error, "deleted users could not be purged");
        }
    }
}

fn meta(key: &str, value: &impl serde::Serialize) -> Row {
    Row::new(Table::Meta, key, Some(json(value)))
}

fn plan(config: &Config, kept: &Kept) -> Result<Plan, TenantError> {
    let kept: Option<Plan> = kept.get(Table::Meta, "seed");
    let fallback = kept.unwrap_or_default();
    let asked = Plan {
        seed: config.seed.unwrap_or(fallback.seed),
        guests: config.guests.unwrap_or(fallback.guests),
        members: config.members.unwrap_or(fallback.members),
    };
    match kept {
        Some(kept) if kept != asked => Err(TenantError::OtherTenant {
            kept: kept.to_string(),
            asked: asked.to_string(),
        }),
        _ => Ok(asked),
    }
}

#[cfg(test)]
#[path = "tenant_tests.rs"]
mod tests;
