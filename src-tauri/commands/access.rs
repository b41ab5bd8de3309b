//! Reading groups and applications.

use desk::view::access::{ApplicationDetail, ApplicationPage, GroupDetail, GroupPage};
use tauri::State;

use super::Reply;
use crate::ipc::lists::{ApplicationArgs, GroupArgs, TextArgs};
use crate::state::AppState;

/// Groups that match.
#[tauri::command]
pub async fn groups(state: State<'_, AppState>, args: TextArgs) -> Reply<GroupPage> {
    state.desk().await?.groups(&args.text).await
}

/// A group's page.
#[tauri::command]
pub async fn group(state: State<'_, AppState>, args: GroupArgs) -> Reply<GroupDetail> {
    state.desk().await?.group(&args.id).await
}

/// Applications that match.
#[tauri::command]
pub async fn applications(state: State<'_, AppState>, args: TextArgs) -> Reply<ApplicationPage> {
    state.desk().await?.applications(&args.text).await
}

/// An application's page.
#[tauri::command]
pub async fn application(
    state: State<'_, AppState>,
    args: ApplicationArgs,
) -> Reply<ApplicationDetail> {
    state.desk().await?.application(&args.id).await
}
