//! Files that were saved for the person.

use desk::ResultsFormat;
use desk::trouble::Trouble;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::Reply;
use crate::exports;
use crate::ipc::exports::{ExportedFile, ExportedFileArgs, SaveRunResultsArgs};
use crate::state::AppState;

/// Saves what a run came to.
#[tauri::command]
pub async fn save_run_results(
    app: AppHandle,
    state: State<'_, AppState>,
    args: SaveRunResultsArgs,
) -> Reply<ExportedFile> {
    let desk = state.desk().await?;
    let title = desk.run(&args.id).await?.summary.title;
    let results = desk
        .run_results(&args.id, args.format, args.with_links)
        .await?;
    let extension = match args.format {
        ResultsFormat::Csv => "csv",
        ResultsFormat::Json => "json",
    };
    exports::save(&app, &format!("Results of {title}"), extension, results).await
}

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
