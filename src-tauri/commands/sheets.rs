//! From a list to the people of a draft.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::trouble::Trouble;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};

use super::Reply;
use crate::exports;
use crate::ipc::exports::ExportedFile;
use crate::ipc::sheets::{
    ReadSheetArgs, SheetEvent, SheetFileArgs, SheetPeople, SheetPeopleArgs, SheetPieceArgs,
    SheetRowWindow, SheetRowsArgs,
};
use crate::sheets::name_of_problems;
use crate::state::AppState;

/// Begins with a file; its pieces follow.
#[tauri::command]
pub async fn begin_sheet(state: State<'_, AppState>, args: SheetFileArgs) -> Reply<()> {
    state.sheets.begin(&args)
}

/// Takes the next piece of the file.
#[tauri::command]
pub async fn add_to_sheet(state: State<'_, AppState>, args: SheetPieceArgs) -> Reply<()> {
    let piece = STANDARD
        .decode(&args.base64)
        .map_err(|error| Trouble::invalid("piece", &error.to_string()))?;
    state.sheets.add(&piece)
}

/// Reads the list; everything comes on the channel.
#[tauri::command]
pub async fn read_sheet(
    app: AppHandle,
    state: State<'_, AppState>,
    args: ReadSheetArgs,
    on_event: Channel<SheetEvent>,
) -> Reply<()> {
    let desk = state.desk().await?;
    let over = state.sheets.begin_work();
    tauri::async_runtime::spawn(async move {
        let progress_to = on_event.clone();
        let progress = move |progress| {
            // A window that does not listen any more misses nothing.
            let _ = progress_to.send(SheetEvent::Reading { progress });
        };
        let sheets = &app.state::<AppState>().sheets;
        let read = sheets.read(&desk, args.options, args.mapping, progress, over);
        let event = match read.await {
            Ok(sheet) => SheetEvent::Read { sheet },
            Err(trouble) => SheetEvent::Failed { trouble },
        };
        let _ = on_event.send(event);
    });
    Ok(())
}

/// Ends the reading that is under way.
#[tauri::command]
pub async fn cancel_sheet(state: State<'_, AppState>) -> Reply<()> {
    state.sheets.end_work();
    Ok(())
}

/// A window of rows.
#[tauri::command]
pub async fn sheet_rows(state: State<'_, AppState>, args: SheetRowsArgs) -> Reply<SheetRowWindow> {
    let (_, sheet) = state.sheets.ready()?;
    Ok(sheet.rows(&args))
}

/// Everybody who can be taken.
#[tauri::command]
pub async fn sheet_people(state: State<'_, AppState>, args: SheetPeopleArgs) -> Reply<SheetPeople> {
    let (_, sheet) = state.sheets.ready()?;
    let people = sheet.people().to_vec();
    if !args.match_guests {
        return Ok(SheetPeople { people, guests: 0 });
    }
    let (people, guests) = state.desk().await?.match_guests(people).await?;
    Ok(SheetPeople { people, guests })
}

/// Saves the rows to mend, each with its reason.
#[tauri::command]
pub async fn save_sheet_problems(
    app: AppHandle,
    state: State<'_, AppState>,
) -> Reply<ExportedFile> {
    let (name, sheet) = state.sheets.ready()?;
    let csv = tauri::async_runtime::spawn_blocking(move || sheet.problems_as_csv())
        .await
        .map_err(|error| Trouble::internal(&error.to_string()))??;
    exports::save(&app, &name_of_problems(&name), "csv", csv).await
}

/// Lets go of the list.
#[tauri::command]
pub async fn close_sheet(state: State<'_, AppState>) -> Reply<()> {
    state.sheets.close();
    Ok(())
}
