//! Settings and what is kept on this computer.

use desk::change::Change;
use desk::trouble::Trouble;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::Reply;
use super::session::leave;
use crate::ipc::session::WorkTarget;
use crate::ipc::settings::{AccountArgs, DefaultsArgs, PreferencesArgs, SettingsView};
use crate::preferences;
use crate::state::AppState;
use crate::views;

/// All that Settings shows.
#[tauri::command]
pub async fn settings(app: AppHandle, state: State<'_, AppState>) -> Reply<SettingsView> {
    let accounts = state.accounts().await?;
    let who = state.signed_in().await;
    let defaults = match &who {
        Some(who) => Some(who.desk.defaults().await?),
        None => None,
    };
    let folder = state.folder().clone();
    let bytes = tauri::async_runtime::spawn_blocking(move || folder.size())
        .await
        .unwrap_or(0);
    Ok(SettingsView {
        preferences: preferences::read(&app),
        defaults,
        keyring: views::keyring(accounts),
        accounts: views::remembered(accounts).await,
        app_registration: who.as_ref().map(|who| WorkTarget {
            tenant: who.destination.app.tenant.clone(),
            client_id: who.destination.app.client_id.clone(),
        }),
        data_folder: state.folder().path().display().to_string(),
        data_megabytes: u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(u32::MAX),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Saves preferences.
#[tauri::command]
pub async fn save_preferences(
    app: AppHandle,
    state: State<'_, AppState>,
    args: PreferencesArgs,
) -> Reply<()> {
    preferences::write(&app, &args.preferences)?;
    state.changed(Change::Settings);
    Ok(())
}

/// Saves the tenant's defaults.
#[tauri::command]
pub async fn save_defaults(state: State<'_, AppState>, args: DefaultsArgs) -> Reply<()> {
    state.desk().await?.save_defaults(args.defaults).await
}

/// Shows the data folder in the file manager.
#[tauri::command]
pub async fn open_data_folder(app: AppHandle, state: State<'_, AppState>) -> Reply<()> {
    let path = state.folder().path().display().to_string();
    app.opener().open_path(path, None::<&str>).map_err(|error| {
        Trouble::internal(&format!("the file manager could not be opened: {error}"))
    })
}

/// Deletes what is kept of an account on this computer; whoever it is, is signed out.
#[tauri::command]
pub async fn delete_local_data(state: State<'_, AppState>, args: AccountArgs) -> Reply<()> {
    let accounts = state.accounts().await?;
    state.end_attempt();
    let _turn = state.turn().await;
    leave(&state, accounts, |who| who.key() == args.key).await?;
    accounts.delete_data(&args.key).await
}
