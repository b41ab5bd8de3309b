//! The one window.

use std::path::Path;

use serde_json::Value;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Emitter as _, Manager as _, PhysicalSize, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};

use crate::events;
use crate::state::AppState;

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
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .disable_drag_drop_handler()
        .build()
}

/// While a run is under way, closing the window asks first: the page is told, shows its question and
/// answers by the command that closes. A page that hangs cannot keep the window open. Everything
/// else, such as SIGTERM, closes without asking.
pub fn ask_before_closing(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            tauri::async_runtime::spawn(ask_or_close(app.clone()));
        }
    });
}

async fn ask_or_close(app: AppHandle) {
    let state = app.state::<AppState>();
    let signed_in = state.signed_in().await;
    let under_way = signed_in.is_some_and(|who| who.desk.has_active_run());
    let tell = || app.emit(events::CLOSING, ()).is_ok();
    if !under_way || !state.closing.ask(tell).await {
        close(&app);
    }
}

/// Closes the window; Usher ends once what is on its way has come to its end.
pub fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the window could not be closed");
        app.exit(0);
    }
}

/// True for the app's own pages. Windows has no schemes of one's own; elsewhere a host name of that
/// kind would be some other program on this computer.
fn is_own(page: &Url) -> bool {
    if cfg!(windows) {
        matches!(page.scheme(), "http" | "https") && page.host_str() == Some("tauri.localhost")
    } else {
        page.scheme() == "tauri"
    }
}

/// Makes the window's remembered size fit the largest of these screens: it may have been left on
/// one that is not there any more. Where the file cannot be read, there is nothing to mend.
pub fn fit_remembered(file: &Path, screens: &[PhysicalSize<u32>]) {
    let Ok(bytes) = std::fs::read(file) else {
        return;
    };
    let Ok(mut remembered) = serde_json::from_slice::<Value>(&bytes) else {
        return;
    };
    let Some(screen) = screens
        .iter()
        .max_by_key(|screen| u64::from(screen.width) * u64::from(screen.height))
    else {
        return;
    };
    let mut changed = false;
    for (side, most) in [("width", screen.width), ("height", screen.height)] {
        if let Some(length) = remembered.pointer_mut(&format!("/{LABEL}/{side}"))
            && length
                .as_u64()
                .is_some_and(|length| length > u64::from(most))
        {
            *length = most.into();
            changed = true;
        }
    }
    if changed && let Err(error) = std::fs::write(file, remembered.to_string()) {
        tracing::warn!(%error, "the window's remembered size was not mended");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fitted(remembered: &str, screens: &[(u32, u32)]) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), remembered).unwrap();
        let screens: Vec<_> = screens.iter().map(|&size| size.into()).collect();
        fit_remembered(file.path(), &screens);
        std::fs::read_to_string(file.path()).unwrap()
    }

    #[test]
    fn a_window_is_never_larger_than_the_largest_screen() {
        let large = json!({"main": {"width": 3840, "height": 2160, "x": 7}}).to_string();
        let mended = fitted(&large, &[(1280, 800), (1920, 1080)]);
        let expected = json!({"main": {"width": 1920, "height": 1080, "x": 7}}).to_string();
        assert_eq!(mended, expected);
        assert_eq!(fitted(&large, &[(3840, 2160)]), large, "it fits");
        assert_eq!(fitted(&large, &[]), large, "no screen is known");
        assert_eq!(fitted("{ torn", &[(800, 600)]), "{ torn");
    }

    #[test]
    fn the_window_never_leaves_the_apps_own_pages() {
        for page in [
            "https://login.microsoftonline.com/",
            "http://127.0.0.1:4100/",
            "http://tauri.localhost.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!is_own(&page.parse().unwrap()), "{page}");
        }
        let own = if cfg!(windows) {
            "http://tauri.localhost/"
        } else {
            "tauri://localhost/"
        };
        assert!(is_own(&own.parse().unwrap()));
    }
}
