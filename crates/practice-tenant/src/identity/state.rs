//! What the sign-in service remembers beside the directory.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use time::OffsetDateTime;
use uuid::Uuid;

use super::bearer::{Caller, Unauthenticated};
use super::device::DeviceCodes;
use super::signer::Signer;
use super::standing::Standing;
use crate::keys::SigningKey;
use crate::ledger::Call;
use crate::state::{Kept, StateError, Table};
use crate::tenant::Tenant;

const EPOCH: &str = "epoch";

/// How many issued secrets are remembered for [`State::issued`].
const REMEMBERED: usize = 20_000;

/// One life of the tenant: from its planting, or a reset, to the next reset.
struct Epoch {
    mark: String,
    /// Whether the mark is on disk.
    kept: bool,
}

/// Pending device codes, and what makes tokens of an earlier life void.
pub struct State {
    epoch: RwLock<Epoch>,
    signer: OnceLock<Option<Signer>>,
    codes: Mutex<DeviceCodes>,
    issued: Mutex<VecDeque<String>>,
    standing: Mutex<Standing>,
}

impl State {
    /// A new memory, or the one of before the restart: tokens stay good, pending codes are lost.
    pub(crate) fn restore(kept: &Kept) -> Self {
        let epoch = match kept.get(Table::SignIn, EPOCH) {
            Some(mark) => Epoch { mark, kept: true },
            None => Epoch::new(),
        };
        Self {
            epoch: RwLock::new(epoch),
            signer: OnceLock::new(),
            codes: Mutex::default(),
            issued: Mutex::default(),
            standing: Mutex::default(),
        }
    }

    /// Makes every token and every code void.
    pub(crate) fn void(&self) {
        *self.epoch.write().unwrap_or_else(PoisonError::into_inner) = Epoch::new();
        self.codes().clear();
        *self.standing() = Standing::default();
    }

    pub(super) fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the caller's access token void; what the call that found out is answered.
    pub(crate) fn void_token(&self, caller: &Caller) -> Unauthenticated {
        self.standing().void(caller)
    }

    /// Asks the caller's person and client for claims; what the call that found out is answered.
    pub(crate) fn challenge(&self, caller: &Caller, now: OffsetDateTime) -> Unauthenticated {
        self.standing().challenge(caller, now)
    }

    /// Access, refresh and id tokens and device codes that this process gave out, oldest first.
    /// Tests search logs and files for them.
    pub fn issued(&self) -> Vec<String> {
        let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        issued.iter().cloned().collect()
    }

    pub(crate) fn remember(&self, secret: &str) {
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if issued.len() == REMEMBERED {
            issued.pop_front();
        }
        issued.push_back(secret.to_owned());
    }

    pub(crate) fn codes(&self) -> MutexGuard<'_, DeviceCodes> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn signer(&self, key: &SigningKey) -> Option<&Signer> {
        self.signer.get_or_init(|| Signer::new(key)).as_ref()
    }

    /// The mark of this life of the tenant, which every token bears.
    pub(crate) fn epoch(&self) -> String {
        self.epoch
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .mark
            .clone()
    }

    /// The mark, on disk: a token that bears it is good after a restart.
    pub(crate) fn kept_epoch(&self, tenant: &Tenant) -> Result<String, StateError> {
        {
            let epoch = self.epoch.read().unwrap_or_else(PoisonError::into_inner);
            if epoch.kept {
                return Ok(epoch.mark.clone());
            }
        }
        let call = Call::of_tenant("POST", "/oauth2/v2.0/token");
        let mark = tenant.write(&call, |tx| {
            // A reset voids the mark while it holds the directory, so never in the midst of this.
            let mark = self.epoch();
            tx.keep(EPOCH, &mark);
            Ok::<_, StateError>(mark)
        })?;
        let mut epoch = self.epoch.write().unwrap_or_else(PoisonError::into_inner);
        if epoch.mark == mark {
            epoch.kept = true;
        }
        Ok(mark)
    }
}

impl Epoch {
    fn new() -> Self {
        Self {
            mark: Uuid::new_v4().simple().to_string(),
            kept: false,
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("State").finish_non_exhaustive()
    }
}
