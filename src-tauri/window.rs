//! The one window.

use std::path::Path;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Its label, to which the capability is bound.
pub const LABEL: &str = "main";

/// Opens the window. It never leaves the app's own pages and opens no other window.
///
/// # Errors
/// There is no display, or the web view could not be made.
pub fn open(app: &AppHandle, web_data: &Path) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Usher")
        .inner_size(1280.0, 800.0)
        .min_inner_size(760.0, 520.0)
        .center()
        .data_directory(web_data.to_owned())
        .on_navigation(|page| {
            matches!(page.scheme(), "tauri") || page.host_str() == Some("tauri.localhost")
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .disable_drag_drop_handler()
        .build()
}
