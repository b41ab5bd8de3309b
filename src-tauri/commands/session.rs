//! Signing in and out.

use std::sync::Arc;

use desk::accounts::{Accounts, Destination, PendingSignIn, SignedIn};
use desk::change::Change;
use desk::trouble::{Trouble, TroubleCode};
use entra::cloud::Cloud;
use entra::secret::Secret;
use entra::signin::device_code::DevicePrompt;
use entra::signin::error::SignInError;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};
use tokio_util::sync::CancellationToken;

use super::{Reply, practice};
use crate::clipboard;
use crate::ipc::session::{RightsReply, SessionState, SessionView, SignInEvent, SignInTarget};
use crate::ipc::settings::AccountArgs;
use crate::state::AppState;
use crate::views;

/// Whether somebody is signed in.
#[tauri::command]
pub async fn session_state(state: State<'_, AppState>) -> Reply<SessionState> {
    if let Some(who) = state.signed_in().await {
        return Ok(SessionState::SignedIn {
            session: views::session(&state, &who).await,
        });
    }
    let accounts = state.accounts().await?;
    Ok(SessionState::SignedOut {
        remembered: views::remembered(accounts).await,
        last_work: views::last_work(&state, accounts).await,
        note: accounts.note(),
        keyring: views::keyring(accounts),
    })
}

/// Signs in; everything comes on the channel.
#[tauri::command]
pub async fn sign_in(
    app: AppHandle,
    state: State<'_, AppState>,
    args: SignInTarget,
    on_event: Channel<SignInEvent>,
) -> Reply<()> {
    let cancel = state.begin_attempt();
    tauri::async_runtime::spawn(async move {
        let state = app.state::<AppState>();
        let event = match attempt(&state, args, &on_event, &cancel).await {
            Ok(session) => SignInEvent::SignedIn { session },
            Err(trouble) => SignInEvent::Failed { trouble },
        };
        state.attempt_through(&cancel);
        if on_event.send(event).is_err() {
            tracing::debug!("nobody watches this sign-in any more");
        }
    });
    Ok(())
}

async fn attempt(
    state: &AppState,
    target: SignInTarget,
    events: &Channel<SignInEvent>,
    cancel: &CancellationToken,
) -> Reply<SessionView> {
    let accounts = state.accounts().await?;
    let _turn = unless(cancel, async { Ok(state.turn().await) }).await?;
    if let SignInTarget::Consent { .. } | SignInTarget::Again = target {
        let who = state.session().await?;
        let asked = async {
            match target {
                SignInTarget::Consent { feature } => accounts.start_consent(&who, feature).await,
                _ => accounts.start_sign_in(who.destination.clone()).await,
            }
        };
        let (prompt, pending) = unless(cancel, asked).await?;
        let pending = show_code(state, &prompt, pending, events, cancel);
        accounts.finish_more(&who, pending, cancel).await?;
        return Ok(views::session(state, &who).await);
    }
    if state.signed_in().await.is_some() {
        return Err(Trouble::invalid(
            "signedIn",
            "Somebody is signed in already. Sign out first.",
        ));
    }
    let (who, by_code) = come_in(state, accounts, target, events, cancel).await?;
    if !state.attempt_through(cancel) {
        // Called off at the last moment: what a code has just brought is not kept.
        if by_code {
            accounts.sign_out(&who).await?;
        } else {
            who.desk.close().await;
        }
        return Err(SignInError::Cancelled.into());
    }
    let who = Arc::new(who);
    state.seat(Some(Arc::clone(&who))).await;
    who.desk.start_sync();
    state.changed(Change::Session);
    Ok(views::session(state, &who).await)
}

/// Signs somebody in where nobody is; true where it took a code.
async fn come_in(
    state: &AppState,
    accounts: &Accounts,
    target: SignInTarget,
    events: &Channel<SignInEvent>,
    cancel: &CancellationToken,
) -> Reply<(SignedIn, bool)> {
    let destination = match target {
        SignInTarget::Practice => {
            tell(events, SignInEvent::Preparing);
            state.practice.site().await?.destination()
        }
        SignInTarget::Work { target } => {
            state.note_work(&target);
            Destination::checked(Cloud::global(), &target.tenant, &target.client_id)?
        }
        SignInTarget::Remembered { key } => {
            tell(events, SignInEvent::Preparing);
            let practice = accounts.known(&key).is_some_and(|account| account.practice);
            let cloud = if practice {
                state.practice.site().await?.cloud
            } else {
                let own = accounts.cloud_of(&key).await;
                own.unwrap_or_else(Cloud::global)
            };
            match unless(cancel, accounts.resume(&key, cloud.clone())).await {
                // Not kept, or ended meanwhile: a code is the way back.
                Err(trouble) if trouble.code == TroubleCode::SignInRequired => {
                    accounts.destination(&key, cloud)?
                }
                resumed => return Ok((resumed?, false)),
            }
        }
        SignInTarget::Consent { .. } | SignInTarget::Again => {
            return Err(Trouble::sign_in_required());
        }
    };
    let (prompt, pending) = unless(cancel, accounts.start_sign_in(destination)).await?;
    let pending = show_code(state, &prompt, pending, events, cancel);
    Ok((accounts.finish_sign_in(pending, cancel).await?, true))
}

/// What takes its time before a code is shown, unless the attempt is called off.
async fn unless<T>(cancel: &CancellationToken, work: impl Future<Output = Reply<T>>) -> Reply<T> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(SignInError::Cancelled.into()),
        result = work => result,
    }
}

/// Shows the code, and from then on whether the connection holds.
fn show_code(
    state: &AppState,
    prompt: &DevicePrompt,
    pending: PendingSignIn,
    events: &Channel<SignInEvent>,
    cancel: &CancellationToken,
) -> PendingSignIn {
    state.attempt_has_code(cancel, prompt);
    tell(
        events,
        SignInEvent::Code {
            user_code: prompt.user_code.clone(),
            verification_uri: prompt.verification_uri.to_string(),
            expires_in: u32::try_from(prompt.expires_in.as_secs()).unwrap_or(u32::MAX),
            app_name: None,
        },
    );
    let events = events.clone();
    pending.on_connection(move |connected| {
        tell(&events, SignInEvent::Connection { lost: !connected });
    })
}

fn tell(events: &Channel<SignInEvent>, event: SignInEvent) {
    if events.send(event).is_err() {
        tracing::debug!("nobody watches this sign-in any more");
    }
}

/// Ends the attempt that is under way.
#[tauri::command]
pub async fn cancel_sign_in(state: State<'_, AppState>) -> Reply<()> {
    state.end_attempt();
    Ok(())
}

/// Opens the page on which the code is entered.
#[tauri::command]
pub async fn open_sign_in_page(app: AppHandle, state: State<'_, AppState>) -> Reply<()> {
    let shown = state.shown_code().ok_or_else(no_attempt)?;
    practice::open(&app, &state, &shown.page).await
}

/// Puts the code that is shown on the clipboard, for a minute.
#[tauri::command]
pub async fn copy_user_code(app: AppHandle, state: State<'_, AppState>) -> Reply<()> {
    let shown = state.shown_code().ok_or_else(no_attempt)?;
    clipboard::lend(&app, Secret::new(shown.user_code))
}

fn no_attempt() -> Trouble {
    Trouble::internal("no sign-in is under way")
}

/// Signs out: tokens go, data stays.
#[tauri::command]
pub async fn sign_out(state: State<'_, AppState>) -> Reply<()> {
    let accounts = state.accounts().await?;
    state.end_attempt();
    let _turn = state.turn().await;
    leave(&state, accounts, |_| true).await
}

/// Forgets an account: tokens go, and its place on the first screen; whoever it is, is signed out.
#[tauri::command]
pub async fn forget_account(state: State<'_, AppState>, args: AccountArgs) -> Reply<()> {
    let accounts = state.accounts().await?;
    state.end_attempt();
    let _turn = state.turn().await;
    leave(&state, accounts, |who| who.key() == args.key).await?;
    accounts.forget(&args.key).await
}

/// Signs out whoever is signed in, if it is one of these: the desk comes to rest, the tokens go.
/// Whoever calls this has the turn.
pub(super) async fn leave(
    state: &AppState,
    accounts: &Accounts,
    whom: impl FnOnce(&SignedIn) -> bool,
) -> Reply<()> {
    let Some(who) = state.signed_in().await else {
        return Ok(());
    };
    if !whom(&who) {
        return Ok(());
    }
    state.planning.end();
    state.watching.end();
    state.seat(None).await;
    let left = accounts.sign_out(&who).await;
    state.changed(Change::Session);
    left
}

/// What the signed-in person may do, or why that could not be read.
#[tauri::command]
pub async fn rights(state: State<'_, AppState>) -> Reply<RightsReply> {
    Ok(views::rights(state.desk().await?.rights().await))
}

/// Asks the directory again: consent, roles, policies, guests.
#[tauri::command]
pub async fn check_again(state: State<'_, AppState>) -> Reply<RightsReply> {
    let who = state.session().await?;
    let rights = who.check_again().await;
    who.desk.start_sync();
    Ok(views::rights(rights))
}
