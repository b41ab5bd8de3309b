//! The practice tenant's own pages, and starting it afresh.

use desk::change::Change;
use desk::trouble::Trouble;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;
use url::Url;

use super::Reply;
use super::session::leave;
use crate::links;
use crate::state::AppState;

/// Opens the outbox in the browser.
#[tauri::command]
pub async fn open_outbox(app: AppHandle, state: State<'_, AppState>) -> Reply<()> {
    let site = state.practice.site().await?;
    open(&app, &state, &site.outbox).await
}

/// Starts the practice tenant inside Usher afresh; whoever is signed in to it is signed out.
#[tauri::command]
pub async fn start_practice_afresh(state: State<'_, AppState>) -> Reply<()> {
    state.practice.must_be_inside()?;
    let accounts = state.accounts().await?;
    state.end_attempt();
    let _turn = state.turn().await;
    leave(&state, accounts, |who| who.destination.practice).await?;
    state.practice.start_afresh().await?;
    accounts.delete_practice_data().await?;
    state.changed(Change::Session);
    Ok(())
}

/// Opens a page in the browser, if it is one of those that may be opened.
pub(super) async fn open(app: &AppHandle, state: &AppState, page: &Url) -> Reply<()> {
    let cloud = match state.signed_in().await {
        Some(who) => Some(who.destination.cloud.clone()),
        None => Some(entra::cloud::Cloud::global()),
    };
    let practice = state.practice.started().await.map(|site| site.cloud);
    if !links::may_open(page, cloud.as_ref(), practice.as_ref()) {
        return Err(Trouble::internal("this page is not one that Usher opens"));
    }
    app.opener()
        .open_url(page.as_str(), None::<&str>)
        .map_err(|error| {
            Trouble::internal(&format!(
                "the browser could not be opened ({error}); open {page} yourself"
            ))
        })
}
