//! Plans that are saved to a file, and opened from one.

use desk::trouble::Trouble;
use guests::plan::file::PlanFile;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::Reply;
use crate::exports;
use crate::ipc::exports::ExportedFile;
use crate::ipc::lists::TextArgs;
use crate::ipc::plan_files::{HoldPlanArgs, HoldPlanEvent, OpenedPlan, SavePlanArgs};
use crate::state::AppState;

/// Saves a plan, with the rows that were taken out.
#[tauri::command]
pub async fn save_plan(
    app: AppHandle,
    state: State<'_, AppState>,
    args: SavePlanArgs,
) -> Reply<ExportedFile> {
    let desk = state.desk().await?;
    let file = desk.plan_file(&args.plan_id, &args.left_out).await?;
    let name = name_of_plan(&file);
    exports::save(&app, &name, "json", file.to_json().into_bytes()).await
}

/// Reads the text of a plan file and keeps the plan, to be held against the directory.
#[tauri::command]
pub async fn open_plan(state: State<'_, AppState>, args: TextArgs) -> Reply<OpenedPlan> {
    let desk = state.desk().await?;
    let file =
        tauri::async_runtime::spawn_blocking(move || desk.read_plan_file(args.text.as_bytes()))
            .await
            .map_err(|error| Trouble::internal(&error.to_string()))??;
    Ok(state.plan_files.keep(file))
}

/// Holds the plan that was opened against what the directory says now; everything comes on the
/// channel. It ends as any plan does that is being made, by `cancel_plan`.
#[tauri::command]
pub async fn hold_plan(
    state: State<'_, AppState>,
    args: HoldPlanArgs,
    on_event: Channel<HoldPlanEvent>,
) -> Reply<()> {
    let desk = state.desk().await?;
    let file = state.plan_files.opened(args.id)?;
    let cancel = state.planning.begin();
    tauri::async_runtime::spawn(async move {
        let progress_to = on_event.clone();
        let progress = move |progress| {
            // A window that does not listen any more misses nothing.
            let _ = progress_to.send(HoldPlanEvent::Checking { progress });
        };
        let event = match desk.hold_against_now(file, progress, cancel).await {
            Ok(held) => HoldPlanEvent::Held { held },
            Err(trouble) => HoldPlanEvent::Failed { trouble },
        };
        let _ = on_event.send(event);
    });
    Ok(())
}

/// Such as "Plan for 12 addresses in Contoso".
fn name_of_plan(file: &PlanFile) -> String {
    let addresses = match file.plan.rows.len() {
        1 => "1 address".to_owned(),
        many => format!("{many} addresses"),
    };
    format!("Plan for {addresses} in {}", file.organization)
}
