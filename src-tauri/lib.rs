//! The shell: window, commands, events, state.
//!
//! It knows the desk and the guests' vocabulary, and the practice tenant only to start it. Commands
//! parse, call the desk and hand back; there are no rules here.

pub mod clipboard;
pub mod closing;
pub mod commands;
pub mod environment;
pub mod events;
pub mod exports;
pub mod ipc;
pub mod links;
pub mod plan_files;
pub mod practice;
pub mod preferences;
pub mod sheets;
pub mod state;
pub mod views;
pub mod window;

use std::time::Duration;

use desk::accounts::DataFolder;
use tauri::{AppHandle, Builder, Manager as _, RunEvent};

use crate::environment::Environment;
use crate::state::AppState;

/// How long closing may take: until the answers of what is on its way, not for ever.
const CLOSING: Duration = Duration::from_secs(30);

/// Opens the window and runs until it closes.
///
/// # Errors
/// There is no display, or the data folder cannot be found.
pub fn run() -> Result<(), tauri::Error> {
    let mut environment = Environment::read(|name| std::env::var_os(name));
    let mut context = tauri::generate_context!();
    if let Some(folder) = &mut environment.data_dir {
        std::fs::create_dir_all(&folder)?;
        // However the folder was written, it is the same one.
        *folder = folder.canonicalize()?;
        // One instance per data folder: every name that is derived from the identifier moves along.
        let mark = uuid::Uuid::new_v5(
            &uuid::Uuid::NAMESPACE_OID,
            folder.as_os_str().as_encoded_bytes(),
        );
        let identifier = format!("{}.d{}", context.config().identifier, mark.simple());
        context.config_mut().identifier = identifier;
    }
    let moved = environment.data_dir.is_some();
    let app = with_commands(Builder::default())
        .plugin(tauri_plugin_single_instance::init(
            |app, _arguments, _folder| raise(app),
        ))
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_store::Builder::default().build())
        .setup(move |app| Ok(set_up(app.handle(), &environment)?))
        .build(context)?;
    app.run(move |app, event| match event {
        // The last window has closed: requests that are on their way come to a good end first.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => {
            api.prevent_exit();
            tauri::async_runtime::spawn(leave(app.clone()));
        }
        RunEvent::Exit if moved => forget_standard_folder(app),
        _ => {}
    });
    Ok(())
}

fn set_up(app: &AppHandle, environment: &Environment) -> Result<(), tauri::Error> {
    let root = match &environment.data_dir {
        Some(folder) => folder.clone(),
        None => app.path().app_local_data_dir()?,
    };
    std::fs::create_dir_all(&root)?;
    let (sink, changes) = events::channel();
    app.manage(AppState::new(
        DataFolder::new(root.clone()),
        environment,
        sink,
    ));
    tauri::async_runtime::spawn(open_accounts(app.clone()));
    let remembered = root.join("window.json");
    let screens: Vec<_> = app
        .available_monitors()?
        .iter()
        .map(|screen| *screen.size())
        .collect();
    window::fit_remembered(&remembered, &screens);
    app.plugin(
        tauri_plugin_window_state::Builder::default()
            .with_filename(remembered.to_string_lossy())
            .build(),
    )?;
    window::ask_before_closing(&window::open(app, &root.join("webview"))?);
    preferences::apply(app, preferences::read(app).theme);
    tauri::async_runtime::spawn(events::tell(app.clone(), changes));
    #[cfg(unix)]
    tauri::async_runtime::spawn(leave_when_told(app.clone()));
    Ok(())
}

/// Opens the accounts while the window comes up: the keyring takes its time.
async fn open_accounts(app: AppHandle) {
    if let Err(trouble) = app.state::<AppState>().accounts().await {
        // The first screen asks again, and tells it.
        tracing::warn!(?trouble, "the accounts could not be opened");
    }
}

/// Ends in good order: the sign-in attempt is over, runs come to rest, the process ends.
async fn leave(app: AppHandle) {
    let state = app.state::<AppState>();
    state.end_attempt();
    state.planning.end();
    if let Some(who) = state.signed_in().await
        && tokio::time::timeout(CLOSING, who.desk.close())
            .await
            .is_err()
    {
        tracing::warn!("something did not come to an end; what is open is in the journal");
    }
    clipboard::take_back(&app);
    match state.closing.is_wanted_again() {
        true => app.request_restart(),
        false => app.exit(0),
    }
}

/// SIGTERM is as good as closing the window.
#[cfg(unix)]
async fn leave_when_told(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut told) => {
            if told.recv().await.is_some() {
                leave(app).await;
            }
        }
        Err(error) => tracing::warn!(%error, "SIGTERM will end Usher on the spot"),
    }
}

/// The window's state lies in the data folder, but its plugin also makes the standard folder for it.
fn forget_standard_folder(app: &AppHandle) {
    if let Ok(folder) = app.path().app_config_dir() {
        // Goes only where it is empty.
        let _ = std::fs::remove_dir(folder);
    }
}

/// A second start brings the first one's window to the front; its arguments are not trusted. Where
/// the window has closed already, Usher starts anew once it has ended.
fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(window::LABEL) {
        for result in [window.unminimize(), window.show(), window.set_focus()] {
            if let Err(error) = result {
                tracing::debug!(%error, "the window could not be raised");
            }
        }
    } else if let Some(state) = app.try_state::<AppState>() {
        state.closing.want_again();
    }
}

/// A builder that knows every command: the one list of handlers.
fn with_commands(builder: Builder<tauri::Wry>) -> Builder<tauri::Wry> {
    builder.invoke_handler(tauri::generate_handler![
        commands::session::session_state,
        commands::session::sign_in,
        commands::session::cancel_sign_in,
        commands::session::open_sign_in_page,
        commands::session::copy_user_code,
        commands::session::sign_out,
        commands::session::forget_account,
        commands::session::rights,
        commands::session::check_again,
        commands::guests::guests,
        commands::guests::guest_ids,
        commands::guests::pending_guests,
        commands::guests::guest_counts,
        commands::guests::guest_domains,
        commands::guests::sync_status,
        commands::guests::refresh_guests,
        commands::guests::guest_profile,
        commands::access::groups,
        commands::access::group,
        commands::access::applications,
        commands::access::application,
        commands::changes::read_addresses,
        commands::changes::draft_defaults,
        commands::changes::resend_draft,
        commands::changes::access_draft,
        commands::changes::retry_draft,
        commands::changes::check_draft,
        commands::changes::mail_preview,
        commands::changes::make_plan,
        commands::changes::cancel_plan,
        commands::changes::plan,
        commands::changes::estimate_plan,
        commands::changes::start_run,
        commands::changes::runs,
        commands::changes::run,
        commands::changes::watch_run,
        commands::changes::pause_run,
        commands::changes::resume_run,
        commands::changes::stop_run,
        commands::changes::decide,
        commands::changes::copy_redeem_link,
        commands::plan_files::save_plan,
        commands::plan_files::open_plan,
        commands::plan_files::hold_plan,
        commands::exports::save_run_results,
        commands::exports::show_exported_file,
        commands::sheets::begin_sheet,
        commands::sheets::add_to_sheet,
        commands::sheets::read_sheet,
        commands::sheets::cancel_sheet,
        commands::sheets::sheet_rows,
        commands::sheets::sheet_people,
        commands::sheets::save_sheet_problems,
        commands::sheets::close_sheet,
        commands::settings::settings,
        commands::settings::save_preferences,
        commands::settings::save_defaults,
        commands::settings::open_data_folder,
        commands::settings::delete_local_data,
        commands::window::close_window,
        commands::window::close_is_asked,
        commands::practice::open_outbox,
        commands::practice::start_practice_afresh,
    ])
}
