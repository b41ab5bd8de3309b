//! What the shell holds while it runs: the data folder, who is signed in, what is under way.

use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::accounts::{Accounts, DataFolder, SignedIn, Surroundings};
use desk::trouble::Trouble;
use desk::{ChangeSink, Desk};
use entra::clock::SystemClock;
use tokio::sync::{OnceCell, RwLock};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::environment::Environment;
use crate::ipc::session::WorkTarget;
use crate::practice::Practice;

/// State of the shell. One for the process, managed by Tauri.
pub struct AppState {
    folder: DataFolder,
    surroundings: Surroundings,
    accounts: OnceCell<Accounts>,
    signed_in: RwLock<Option<Arc<SignedIn>>>,
    attempt: Mutex<Option<Attempt>>,
    planning: Mutex<Option<CancellationToken>>,
    ended: Mutex<Option<Trouble>>,
    last_work: Mutex<WorkTarget>,
    /// The practice tenant, inside or given from outside.
    pub practice: Practice,
}

/// A sign-in that is under way.
#[derive(Clone)]
pub struct Attempt {
    /// Ends it.
    pub cancel: CancellationToken,
    /// The code, once there is one.
    pub user_code: Option<String>,
    /// The page to enter it on, once known.
    pub page: Option<Url>,
    /// It is a sign-in to the practice tenant.
    pub practice: bool,
}

impl AppState {
    /// State over a data folder. Touches nothing yet.
    pub fn new(folder: DataFolder, environment: &Environment, changes: ChangeSink) -> Self {
        Self {
            practice: Practice::new(environment.practice.clone(), folder.practice_state()),
            folder,
            surroundings: Surroundings {
                clock: Arc::new(SystemClock::default()),
                changes,
                settle: environment.settle,
            },
            accounts: OnceCell::new(),
            signed_in: RwLock::new(None),
            attempt: Mutex::new(None),
            planning: Mutex::new(None),
            ended: Mutex::new(None),
            last_work: Mutex::new(WorkTarget::default()),
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// The accounts, opened when first asked for.
    ///
    /// # Errors
    /// The data folder cannot be used.
    pub async fn accounts(&self) -> Result<&Accounts, Trouble> {
        self.accounts
            .get_or_try_init(|| Accounts::open(self.folder.clone(), self.surroundings.clone()))
            .await
    }

    /// Tells the screens that something became stale.
    pub fn changed(&self, change: desk::change::Change) {
        (self.surroundings.changes)(change);
    }

    /// Who is signed in.
    pub async fn signed_in(&self) -> Option<Arc<SignedIn>> {
        self.signed_in.read().await.clone()
    }

    /// Who is signed in, or the trouble that says that nobody is.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub async fn session(&self) -> Result<Arc<SignedIn>, Trouble> {
        self.signed_in().await.ok_or_else(Trouble::sign_in_required)
    }

    /// The desk of whoever is signed in.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub async fn desk(&self) -> Result<Desk, Trouble> {
        Ok(self.session().await?.desk.clone())
    }

    /// Puts somebody in place, or nobody; returns who was there.
    pub async fn seat(&self, signed_in: Option<Arc<SignedIn>>) -> Option<Arc<SignedIn>> {
        std::mem::replace(&mut *self.signed_in.write().await, signed_in)
    }

    /// Begins a sign-in attempt, ending the one before it.
    pub fn begin_attempt(&self, practice: bool) -> CancellationToken {
        let cancel = CancellationToken::new();
        let attempt = Attempt {
            cancel: cancel.clone(),
            user_code: None,
            page: None,
            practice,
        };
        if let Some(before) = lock(&self.attempt).replace(attempt) {
            before.cancel.cancel();
        }
        cancel
    }

    /// The attempt has its code.
    pub fn attempt_has_code(&self, user_code: &str, page: &Url) {
        if let Some(attempt) = lock(&self.attempt).as_mut() {
            attempt.user_code = Some(user_code.to_owned());
            attempt.page = Some(page.clone());
        }
    }

    /// The attempt that is under way.
    pub fn attempt(&self) -> Option<Attempt> {
        lock(&self.attempt).clone()
    }

    /// Ends the attempt that is under way.
    pub fn end_attempt(&self) {
        if let Some(attempt) = lock(&self.attempt).take() {
            attempt.cancel.cancel();
        }
    }

    /// Begins a plan, ending the one that was being made.
    pub fn begin_plan(&self) -> CancellationToken {
        let cancel = CancellationToken::new();
        if let Some(before) = lock(&self.planning).replace(cancel.clone()) {
            before.cancel();
        }
        cancel
    }

    /// Ends the plan that is being made.
    pub fn end_plan(&self) {
        if let Some(cancel) = lock(&self.planning).take() {
            cancel.cancel();
        }
    }

    /// Keeps why the last session ended, for the first screen.
    pub fn note_end(&self, trouble: Option<Trouble>) {
        *lock(&self.ended) = trouble;
    }

    /// Why the last session ended.
    pub fn ended(&self) -> Option<Trouble> {
        lock(&self.ended).clone()
    }

    /// Keeps what was typed for a work account, for the next try.
    pub fn note_work(&self, target: &WorkTarget) {
        *lock(&self.last_work) = target.clone();
    }

    /// What was typed last for a work account in this session of Usher.
    pub fn last_work(&self) -> WorkTarget {
        lock(&self.last_work).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
