//! What the shell holds while it runs: the data folder, who is signed in, what is under way.

use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::accounts::{Accounts, DataFolder, SignedIn, Surroundings};
use desk::trouble::Trouble;
use desk::{ChangeSink, Desk};
use entra::clock::SystemClock;
use entra::signin::device_code::DevicePrompt;
use tokio::sync::{OnceCell, RwLock};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::clipboard::Lent;
use crate::closing::Closing;
use crate::environment::Environment;
use crate::exports::Exports;
use crate::ipc::session::WorkTarget;
use crate::plan_files::PlanFiles;
use crate::practice::Practice;
use crate::sheets::Sheets;

/// State of the shell. One for the process, managed by Tauri.
pub struct AppState {
    folder: DataFolder,
    surroundings: Surroundings,
    accounts: OnceCell<Accounts>,
    signed_in: RwLock<Option<Arc<SignedIn>>>,
    seating: tokio::sync::Mutex<()>,
    attempt: Mutex<Option<Attempt>>,
    last_work: Mutex<WorkTarget>,
    /// The plan that is being made.
    pub planning: Latest,
    /// The run that the window follows.
    pub watching: Latest,
    /// The plan that was opened from a file.
    pub plan_files: PlanFiles,
    /// The list that is being taken into a draft.
    pub sheets: Sheets,
    /// Files that were saved for the person.
    pub exports: Exports,
    /// The end of the window.
    pub closing: Closing,
    /// What Usher put on the clipboard for a while.
    pub lent: Lent,
    /// The practice tenant, inside or given from outside.
    pub practice: Practice,
}

/// Work of which there is one at a time: what begins ends what was under way.
#[derive(Default)]
pub struct Latest(Mutex<Option<CancellationToken>>);

impl Latest {
    /// Begins; the token is cancelled when this is over.
    pub fn begin(&self) -> CancellationToken {
        let cancel = CancellationToken::new();
        if let Some(before) = lock(&self.0).replace(cancel.clone()) {
            before.cancel();
        }
        cancel
    }

    /// Ends what is under way.
    pub fn end(&self) {
        if let Some(cancel) = lock(&self.0).take() {
            cancel.cancel();
        }
    }
}

/// A sign-in that is under way.
struct Attempt {
    cancel: CancellationToken,
    shown: Option<ShownCode>,
}

/// A code that waits to be entered.
#[derive(Clone)]
pub struct ShownCode {
    /// The code.
    pub user_code: String,
    /// The page to enter it on.
    pub page: Url,
}

impl AppState {
    /// State over a data folder. Touches nothing yet.
    pub fn new(folder: DataFolder, environment: &Environment, changes: ChangeSink) -> Self {
        Self {
            practice: Practice::new(
                environment.practice.clone(),
                folder.practice_state(),
                environment.practice_record.clone(),
            ),
            folder,
            surroundings: Surroundings {
                clock: Arc::new(SystemClock::default()),
                changes,
                settle: environment.settle,
            },
            accounts: OnceCell::new(),
            signed_in: RwLock::new(None),
            seating: tokio::sync::Mutex::new(()),
            attempt: Mutex::new(None),
            planning: Latest::default(),
            watching: Latest::default(),
            plan_files: PlanFiles::default(),
            sheets: Sheets::default(),
            exports: Exports::new(
                environment
                    .data_dir
                    .as_ref()
                    .map(|root| root.join("exports")),
            ),
            closing: Closing::default(),
            lent: Lent::default(),
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
        // A list is of the account whose directory it was held against, and so is a plan.
        self.sheets.close();
        self.plan_files.close();
        std::mem::replace(&mut *self.signed_in.write().await, signed_in)
    }

    /// Waits for its turn to change who is signed in. One desk of an account at a time: a second one
    /// would be to the first one as another process is.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.seating.lock().await
    }

    /// Begins a sign-in attempt, ending the one before it.
    pub fn begin_attempt(&self) -> CancellationToken {
        let cancel = CancellationToken::new();
        let attempt = Attempt {
            cancel: cancel.clone(),
            shown: None,
        };
        if let Some(before) = lock(&self.attempt).replace(attempt) {
            before.cancel.cancel();
        }
        cancel
    }

    /// The attempt with this token has its code; nothing happens if it has been ended meanwhile.
    pub fn attempt_has_code(&self, attempt: &CancellationToken, prompt: &DevicePrompt) {
        let mut current = lock(&self.attempt);
        if let Some(current) = current.as_mut()
            && !attempt.is_cancelled()
        {
            current.shown = Some(ShownCode {
                user_code: prompt.user_code.clone(),
                page: prompt.verification_uri.clone(),
            });
        }
    }

    /// The code that is shown for the attempt that is under way.
    pub fn shown_code(&self) -> Option<ShownCode> {
        lock(&self.attempt).as_ref()?.shown.clone()
    }

    /// The attempt with this token is through. False: it was ended before.
    pub fn attempt_through(&self, attempt: &CancellationToken) -> bool {
        let mut current = lock(&self.attempt);
        let through = !attempt.is_cancelled();
        if through {
            *current = None;
        }
        through
    }

    /// Ends the attempt that is under way.
    pub fn end_attempt(&self) {
        let mut current = lock(&self.attempt);
        if let Some(attempt) = current.take() {
            attempt.cancel.cancel();
        }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn state() -> AppState {
        AppState::new(
            DataFolder::new("unused".into()),
            &Environment::read(|_| None),
            Arc::new(|_| {}),
        )
    }

    fn prompt(user_code: &str) -> DevicePrompt {
        DevicePrompt {
            user_code: user_code.to_owned(),
            verification_uri: "https://microsoft.com/devicelogin".parse().unwrap(),
            expires_in: Duration::from_secs(900),
            interval: Duration::from_secs(5),
            message: String::new(),
        }
    }

    fn shown(state: &AppState) -> Option<String> {
        state.shown_code().map(|shown| shown.user_code)
    }

    #[test]
    fn a_new_attempt_ends_the_one_before_whose_code_comes_too_late() {
        let state = state();
        let first = state.begin_attempt();
        let second = state.begin_attempt();
        assert!(first.is_cancelled() && !second.is_cancelled());
        state.attempt_has_code(&second, &prompt("SECOND"));
        state.attempt_has_code(&first, &prompt("FIRST"));
        assert_eq!(shown(&state).as_deref(), Some("SECOND"));
        assert!(!state.attempt_through(&first));
        assert_eq!(shown(&state).as_deref(), Some("SECOND"), "it is still on");
    }

    #[test]
    fn the_latest_ends_the_one_before() {
        let latest = Latest::default();
        let first = latest.begin();
        let second = latest.begin();
        assert!(first.is_cancelled() && !second.is_cancelled());
        latest.end();
        assert!(second.is_cancelled());
    }

    #[test]
    fn an_attempt_that_is_through_or_ended_leaves_no_code_behind() {
        let state = state();
        let attempt = state.begin_attempt();
        state.attempt_has_code(&attempt, &prompt("CODE"));
        assert!(state.attempt_through(&attempt));
        assert_eq!(shown(&state), None);

        let attempt = state.begin_attempt();
        state.attempt_has_code(&attempt, &prompt("CODE"));
        state.end_attempt();
        assert_eq!(shown(&state), None);
        assert!(!state.attempt_through(&attempt), "it was called off");
    }
}
