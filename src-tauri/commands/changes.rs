//! The one road: draft, plan, run, receipt.

use desk::Desk;
use desk::estimate::PlanEstimate;
use desk::view::guests::ChosenDraft;
use desk::view::runs::{RunDetail, RunSummary};
use guests::address::{self, AddressEntry};
use guests::draft::{self, Draft, DraftProblem};
use guests::invitation::MailPreview;
use guests::plan::Plan;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::Reply;
use crate::clipboard;
use crate::ipc::changes::{
    DecideArgs, DraftArgs, DraftDefaultsArgs, MailPreviewArgs, PlanArgs, PlanEvent, RunArgs,
    RunEvent, RunRowArgs, RunStarted, StartRunArgs,
};
use crate::ipc::lists::{TextArgs, UsersArgs};
use crate::state::AppState;

/// Reads addresses out of whatever was pasted.
#[tauri::command]
pub async fn read_addresses(args: TextArgs) -> Reply<Vec<AddressEntry>> {
    Ok(address::parse_list(&args.text))
}

/// A new draft with the tenant's defaults.
#[tauri::command]
pub async fn draft_defaults(state: State<'_, AppState>, args: DraftDefaultsArgs) -> Reply<Draft> {
    Ok(state.desk().await?.draft_defaults(args.kind))
}

/// A draft that resends the invitations of certain guests.
#[tauri::command]
pub async fn resend_draft(state: State<'_, AppState>, args: UsersArgs) -> Reply<ChosenDraft> {
    state.desk().await?.resend_draft(&args.ids).await
}

/// A draft that gives certain guests access.
#[tauri::command]
pub async fn access_draft(state: State<'_, AppState>, args: UsersArgs) -> Reply<ChosenDraft> {
    state.desk().await?.access_draft(&args.ids).await
}

/// A draft of the people of a run for whom something failed or was not sent.
#[tauri::command]
pub async fn retry_draft(state: State<'_, AppState>, args: RunArgs) -> Reply<Draft> {
    state.desk().await?.retry_draft(&args.id).await
}

/// What is wrong with a draft.
#[tauri::command]
pub async fn check_draft(args: DraftArgs) -> Reply<Vec<DraftProblem>> {
    Ok(draft::check(&args.draft))
}

/// What the mail will look like.
#[tauri::command]
pub async fn mail_preview(state: State<'_, AppState>, args: MailPreviewArgs) -> Reply<MailPreview> {
    state
        .desk()
        .await?
        .mail_preview(&args.draft, args.person)
        .await
}

/// Makes a plan; everything comes on the channel.
#[tauri::command]
pub async fn make_plan(
    state: State<'_, AppState>,
    args: DraftArgs,
    on_event: Channel<PlanEvent>,
) -> Reply<()> {
    let desk = state.desk().await?;
    let cancel = state.planning.begin();
    tauri::async_runtime::spawn(async move {
        let progress_to = on_event.clone();
        let progress = move |progress| send(&progress_to, PlanEvent::Checking { progress });
        let event = match desk.make_plan(args.draft, progress, cancel).await {
            Ok(plan) => PlanEvent::Made { plan },
            Err(trouble) => PlanEvent::Failed { trouble },
        };
        send(&on_event, event);
    });
    Ok(())
}

/// Ends the plan that is being made.
#[tauri::command]
pub async fn cancel_plan(state: State<'_, AppState>) -> Reply<()> {
    state.planning.end();
    Ok(())
}

/// A plan that was made.
#[tauri::command]
pub async fn plan(state: State<'_, AppState>, args: PlanArgs) -> Reply<Plan> {
    state.desk().await?.plan(&args.id).await
}

/// What a run of a plan would take.
#[tauri::command]
pub async fn estimate_plan(state: State<'_, AppState>, args: StartRunArgs) -> Reply<PlanEstimate> {
    let plan = state.desk().await?.plan(&args.plan_id).await?;
    Ok(Desk::estimate(&plan, &args.left_out))
}

/// Starts a run.
#[tauri::command]
pub async fn start_run(state: State<'_, AppState>, args: StartRunArgs) -> Reply<RunStarted> {
    let id = state
        .desk()
        .await?
        .start_run(&args.plan_id, &args.left_out)
        .await?;
    Ok(RunStarted { id })
}

/// Every run.
#[tauri::command]
pub async fn runs(state: State<'_, AppState>) -> Reply<Vec<RunSummary>> {
    state.desk().await?.runs().await
}

/// One run.
#[tauri::command]
pub async fn run(state: State<'_, AppState>, args: RunArgs) -> Reply<RunDetail> {
    state.desk().await?.run(&args.id).await
}

/// Follows a run; everything comes on the channel, the whole of it first.
#[tauri::command]
pub async fn watch_run(
    state: State<'_, AppState>,
    args: RunArgs,
    on_event: Channel<RunEvent>,
) -> Reply<()> {
    // The window shows one run at a time; whoever watches holds the desk open.
    let over = state.watching.begin();
    let desk = state.desk().await?;
    let mut ticks = desk.watch_run(&args.id)?;
    let (mut seen, first) = desk.run_changes(&args.id, 0).await?;
    send(&on_event, RunEvent::Progress { progress: first });
    tauri::async_runtime::spawn(async move {
        while let Some(Ok(())) = over.run_until_cancelled(ticks.changed()).await {
            let Ok((now, progress)) = desk.run_changes(&args.id, seen).await else {
                break;
            };
            seen = now;
            if on_event.send(RunEvent::Progress { progress }).is_err() {
                return;
            }
        }
        send(&on_event, RunEvent::Ended);
    });
    Ok(())
}

/// Holds a run up.
#[tauri::command]
pub async fn pause_run(state: State<'_, AppState>, args: RunArgs) -> Reply<()> {
    state.desk().await?.pause_run(&args.id).await
}

/// Goes on with a run.
#[tauri::command]
pub async fn resume_run(state: State<'_, AppState>, args: RunArgs) -> Reply<()> {
    state.desk().await?.resume_run(&args.id).await
}

/// Ends a run after the steps that are on their way.
#[tauri::command]
pub async fn stop_run(state: State<'_, AppState>, args: RunArgs) -> Reply<()> {
    state.desk().await?.stop_run(&args.id).await
}

/// Takes a person's decision on a step that the directory cannot settle.
#[tauri::command]
pub async fn decide(state: State<'_, AppState>, args: DecideArgs) -> Reply<()> {
    state
        .desk()
        .await?
        .decide(&args.id, args.row, args.step, args.decision)
        .await
}

/// Puts a redeem link on the clipboard, for a minute; it never crosses the bridge.
#[tauri::command]
pub async fn copy_redeem_link(
    app: AppHandle,
    state: State<'_, AppState>,
    args: RunRowArgs,
) -> Reply<()> {
    let desk: Desk = state.desk().await?;
    let link = desk.redeem_link(&args.id, args.row).await?;
    clipboard::lend(&app, link)
}

fn send<T: tauri::ipc::IpcResponse>(channel: &Channel<T>, event: T) {
    // A window that was reloaded attaches again; what it misses is in the journal.
    let _ = channel.send(event);
}
