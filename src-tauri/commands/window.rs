//! The window itself.

use tauri::AppHandle;

use super::Reply;
use crate::window;

/// Closes the window for good; what is on its way is awaited.
#[tauri::command]
pub async fn close_window(app: AppHandle) -> Reply<()> {
    window::close(&app);
    Ok(())
}
