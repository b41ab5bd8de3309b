//! Reading guests.

use desk::view::guests::{
    DomainCount, GuestCounts, GuestProfile, GuestQuery, GuestWindow, SyncStatus,
};
use guests::id::UserId;
use tauri::State;

use super::Reply;
use crate::ipc::lists::{TextArgs, UserArgs, UsersArgs};
use crate::state::AppState;

/// A window of guests.
#[tauri::command]
pub async fn guests(state: State<'_, AppState>, args: GuestQuery) -> Reply<GuestWindow> {
    state.desk().await?.guests(args).await
}

/// Ids of the guests that match, as many as the window holds.
#[tauri::command]
pub async fn guest_ids(state: State<'_, AppState>, args: GuestQuery) -> Reply<Vec<UserId>> {
    state.desk().await?.guest_ids(args).await
}

/// Those of certain guests whose invitation is pending.
#[tauri::command]
pub async fn pending_guests(state: State<'_, AppState>, args: UsersArgs) -> Reply<Vec<UserId>> {
    state.desk().await?.pending_guests(args.ids).await
}

/// The tenant's numbers.
#[tauri::command]
pub async fn guest_counts(state: State<'_, AppState>) -> Reply<GuestCounts> {
    state.desk().await?.guest_counts().await
}

/// Partner domains.
#[tauri::command]
pub async fn guest_domains(state: State<'_, AppState>, args: TextArgs) -> Reply<Vec<DomainCount>> {
    state.desk().await?.guest_domains(&args.text).await
}

/// How far the local copy is.
#[tauri::command]
pub async fn sync_status(state: State<'_, AppState>) -> Reply<SyncStatus> {
    Ok(state.desk().await?.sync_status())
}

/// Fetches what changed.
#[tauri::command]
pub async fn refresh_guests(state: State<'_, AppState>) -> Reply<SyncStatus> {
    state.desk().await?.refresh_guests().await
}

/// A guest's profile page.
#[tauri::command]
pub async fn guest_profile(state: State<'_, AppState>, args: UserArgs) -> Reply<GuestProfile> {
    state.desk().await?.guest_profile(&args.id).await
}
