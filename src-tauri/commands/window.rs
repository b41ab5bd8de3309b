//! The window itself.

use tauri::{AppHandle, State};

use super::Reply;
use crate::state::AppState;
use crate::window;

/// Closes the window for good; what is on its way is awaited.
#[tauri::command]
pub async fn close_window(app: AppHandle) -> Reply<()> {
    window::close(&app);
    Ok(())
}

/// The page asks whether to close while a run is under way.
#[tauri::command]
pub async fn close_is_asked(state: State<'_, AppState>) -> Reply<()> {
    state.closing.heard();
    Ok(())
}
