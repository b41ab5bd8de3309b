//! Files that were saved for the person.

use desk::trouble::Trouble;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::Reply;
use crate::ipc::exports::ExportedFileArgs;
use crate::state::AppState;

/// Shows a saved file in the file manager.
#[tauri::command]
pub async fn show_exported_file(
    app: AppHandle,
    state: State<'_, AppState>,
    args: ExportedFileArgs,
) -> Reply<()> {
    let path = state
        .exports
        .path_of(args.id)
        .filter(|path| path.is_file())
        .ok_or_else(|| Trouble::not_found("The file"))?;
    app.opener().reveal_item_in_dir(path).map_err(|error| {
        Trouble::internal(&format!("the file manager could not be opened: {error}"))
    })
}
