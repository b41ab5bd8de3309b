//! Signing in and out.

use std::sync::Arc;

use desk::accounts::{Accounts, PendingSignIn, SignedIn};
use desk::change::Change;
use desk::trouble::{Trouble, TroubleCode};
use entra::cloud::Cloud;
use entra::signin::AppRegistration;
use entra::signin::device_code::DevicePrompt;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tokio_util::sync::CancellationToken;

use super::{Reply, practice};
use crate::ipc::session::{
    RightsReply, SessionState, SessionView, SignInEvent, SignInTarget, WorkTarget,
};
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
        note: state.ended(),
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
    let cancel = state.begin_attempt(matches!(args, SignInTarget::Practice));
    state.note_end(None);
    tauri::async_runtime::spawn(async move {
        let state = app.state::<AppState>();
        let event = match attempt(&state, args, &on_event, &cancel).await {
            Ok(session) => SignInEvent::SignedIn { session },
            Err(trouble) => SignInEvent::Failed { trouble },
        };
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
    let who = match target {
        SignInTarget::Practice => {
            tell(events, SignInEvent::Preparing);
            let destination = state.practice.site().await?.destination();
            let (prompt, pending) = accounts.start_sign_in(destination).await?;
            by_code(state, accounts, prompt, pending, events, cancel).await?
        }
        SignInTarget::Work { target } => {
            state.note_work(&target);
            let destination = desk::accounts::Destination {
                cloud: Cloud::global(),
                app: registration(&target)?,
                practice: false,
            };
            let (prompt, pending) = accounts.start_sign_in(destination).await?;
            by_code(state, accounts, prompt, pending, events, cancel).await?
        }
        SignInTarget::Remembered { key } => {
            tell(events, SignInEvent::Preparing);
            let practice = accounts.known(&key).is_some_and(|account| account.practice);
            let cloud = if practice {
                state.practice.site().await?.cloud
            } else {
                Cloud::global()
            };
            match accounts.resume(&key, cloud.clone()).await {
                // Not kept, or ended meanwhile: a code is the way back.
                Err(trouble) if trouble.code == TroubleCode::SignInRequired => {
                    let destination = accounts.destination(&key, cloud)?;
                    let (prompt, pending) = accounts.start_sign_in(destination).await?;
                    by_code(state, accounts, prompt, pending, events, cancel).await?
                }
                resumed => resumed?,
            }
        }
        SignInTarget::Consent { feature } => {
            let who = state.session().await?;
            let asked = accounts.start_consent(&who, feature).await?;
            return more(state, accounts, &who, asked, events, cancel).await;
        }
        SignInTarget::Again => {
            let who = state.session().await?;
            let asked = accounts.start_sign_in(who.destination.clone()).await?;
            return more(state, accounts, &who, asked, events, cancel).await;
        }
    };
    let who = Arc::new(who);
    if let Some(before) = state.seat(Some(Arc::clone(&who))).await {
        before.desk.close().await;
    }
    who.desk.start_sync();
    state.changed(Change::Session);
    Ok(views::session(state, &who).await)
}

async fn by_code(
    state: &AppState,
    accounts: &Accounts,
    prompt: DevicePrompt,
    pending: PendingSignIn,
    events: &Channel<SignInEvent>,
    cancel: &CancellationToken,
) -> Reply<SignedIn> {
    show_code(state, &prompt, events);
    accounts.finish_sign_in(pending, cancel).await
}

/// A new code for whoever is signed in; desk and screens stay as they are.
async fn more(
    state: &AppState,
    accounts: &Accounts,
    who: &SignedIn,
    (prompt, pending): (DevicePrompt, PendingSignIn),
    events: &Channel<SignInEvent>,
    cancel: &CancellationToken,
) -> Reply<SessionView> {
    show_code(state, &prompt, events);
    accounts.finish_more(who, pending, cancel).await?;
    Ok(views::session(state, who).await)
}

fn show_code(state: &AppState, prompt: &DevicePrompt, events: &Channel<SignInEvent>) {
    state.attempt_has_code(&prompt.user_code, &prompt.verification_uri);
    tell(
        events,
        SignInEvent::Code {
            user_code: prompt.user_code.clone(),
            verification_uri: prompt.verification_uri.to_string(),
            expires_in: u32::try_from(prompt.expires_in.as_secs()).unwrap_or(u32::MAX),
            app_name: None,
        },
    );
}

fn tell(events: &Channel<SignInEvent>, event: SignInEvent) {
    if events.send(event).is_err() {
        tracing::debug!("nobody watches this sign-in any more");
    }
}

/// The tenant and client id as typed, checked before anything is sent.
fn registration(target: &WorkTarget) -> Reply<AppRegistration> {
    let tenant = target.tenant.trim();
    let well_formed = !tenant.is_empty()
        && tenant.len() <= 253
        && tenant
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !well_formed {
        return Err(Trouble::invalid(
            "tenant",
            "Enter the tenant's domain, such as contoso.onmicrosoft.com, or its tenant ID.",
        ));
    }
    let client_id = uuid::Uuid::parse_str(target.client_id.trim()).map_err(|_| {
        Trouble::invalid(
            "clientId",
            "Enter the Application (client) ID of the app registration: 32 digits and letters in five groups.",
        )
    })?;
    Ok(AppRegistration {
        tenant: tenant.to_owned(),
        client_id: client_id.to_string(),
    })
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
    let page = state
        .attempt()
        .and_then(|attempt| attempt.page)
        .ok_or_else(|| Trouble::internal("no sign-in is under way"))?;
    practice::open(&app, &state, &page).await
}

/// Puts the code that is shown on the clipboard.
#[tauri::command]
pub async fn copy_user_code(app: AppHandle, state: State<'_, AppState>) -> Reply<()> {
    let code = state
        .attempt()
        .and_then(|attempt| attempt.user_code)
        .ok_or_else(|| Trouble::internal("no sign-in is under way"))?;
    app.clipboard()
        .write_text(code)
        .map_err(|error| Trouble::internal(&format!("the clipboard did not take it: {error}")))
}

/// Signs out: tokens go, data stays.
#[tauri::command]
pub async fn sign_out(state: State<'_, AppState>) -> Reply<()> {
    if let Some(who) = state.seat(None).await {
        state.accounts().await?.sign_out(&who).await?;
    }
    state.changed(Change::Session);
    Ok(())
}

/// Forgets an account: tokens go, and its place on the first screen.
#[tauri::command]
pub async fn forget_account(state: State<'_, AppState>, args: AccountArgs) -> Reply<()> {
    state.accounts().await?.forget(&args.key).await
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
