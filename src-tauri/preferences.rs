//! Preferences: plain text on disk, written from here only, with nothing secret and no directory data.

use desk::trouble::Trouble;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_store::StoreExt as _;

use crate::ipc::settings::{Preferences, Theme};
use crate::state::AppState;
use crate::window;

/// Key under which the preferences lie in the store.
const KEY: &str = "preferences";

/// The preferences, or the standard ones where none were saved.
pub fn read(app: &AppHandle) -> Preferences {
    let path = app.state::<AppState>().folder().preferences();
    app.store(path)
        .ok()
        .and_then(|store| store.get(KEY))
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default()
}

/// Saves the preferences and applies the theme to the window's frame.
///
/// # Errors
/// The file cannot be written.
pub fn write(app: &AppHandle, preferences: &Preferences) -> Result<(), Trouble> {
    let path = app.state::<AppState>().folder().preferences();
    let store = app.store(path).map_err(|error| Trouble::storage(&error))?;
    let value = serde_json::to_value(preferences).map_err(|error| Trouble::storage(&error))?;
    store.set(KEY, value);
    store.save().map_err(|error| Trouble::storage(&error))?;
    apply(app, preferences.theme);
    Ok(())
}

/// Gives the window's frame the theme.
pub fn apply(app: &AppHandle, theme: Theme) {
    let theme = match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark | Theme::HighContrast => Some(tauri::Theme::Dark),
    };
    if let Some(window) = app.get_webview_window(window::LABEL)
        && let Err(error) = window.set_theme(theme)
    {
        tracing::warn!(%error, "the window's frame did not take the theme");
    }
}
