//! A run carried out here, or watched while another process carries it out.

use desk::Desk;
use desk::view::runs::{RunDetail, RunSummary};
use guests::activity::RunState;
use indicatif::ProgressBar;

use crate::exit::{Exit, Failure};
use crate::output::tell;
use crate::progress;
use crate::signals::{self, Told};

/// How following ended.
pub(crate) struct Followed {
    /// The run as it is now.
    pub(crate) detail: RunDetail,
    /// Whoever told this process to end meanwhile.
    told: Option<Told>,
    /// The sign-in has ended.
    needs_sign_in: bool,
}

impl Followed {
    /// How that ends the command.
    pub(crate) fn exit(&self) -> Exit {
        match self.told {
            Some(told) => told.into(),
            None if self.needs_sign_in => Exit::SignInNeeded,
            None => Exit::of_run(&self.detail.summary),
        }
    }
}

/// Follows a run that this process carries out until it is at rest. Ctrl-C lets it come to rest:
/// the answers of what is on its way are awaited.
pub(crate) async fn own(desk: &Desk, run: &str) -> Result<Followed, Failure> {
    let mut told = None;
    tokio::select! {
        watched = watch(desk, run) => watched?,
        by = signals::told() => {
            told = Some(by);
            tell!("Pausing: what is on its way is awaited. Once more ends at once.");
            let resting = async {
                match by {
                    Told::Interrupt => desk.pause_run(run).await,
                    // As closing the window: it is offered for resumption.
                    Told::Terminate => { desk.close().await; Ok(()) }
                }
            };
            tokio::select! {
                rested = resting => {
                    // It may have come to its end before it could be paused.
                    if let Err(trouble) = rested {
                        tracing::debug!(code = trouble.explanation.code, "not paused");
                    }
                }
                again = signals::told() => std::process::exit(Exit::from(again) as i32),
            }
        }
    }
    let detail = desk.run(run).await?;
    let paused = detail.summary.state == RunState::Paused && told.is_none();
    let needs_sign_in = paused
        && detail.summary.paused_because.is_some()
        && match desk.refresh_rights().await.map_err(Failure::from) {
            Ok(_) => false,
            Err(failure) => failure.needs_sign_in(),
        };
    Ok(Followed {
        detail,
        told,
        needs_sign_in,
    })
}

/// Watches a run, whoever carries it out, until it is at rest. Ctrl-C ends the watching.
pub(crate) async fn watched(desk: &Desk, run: &str) -> Result<Followed, Failure> {
    let told = tokio::select! {
        watched = watch(desk, run) => { watched?; None }
        by = signals::told() => Some(by),
    };
    Ok(Followed {
        detail: desk.run(run).await?,
        told,
        needs_sign_in: false,
    })
}

async fn watch(desk: &Desk, run: &str) -> Result<(), Failure> {
    let mut ticks = desk.watch_run(run)?;
    let (mut seen, first) = desk.run_changes(run, 0).await?;
    let bar = progress::bar(first.summary.totals.steps);
    let mut now = first.summary;
    loop {
        show(&bar, &now);
        if now.state != RunState::Running || ticks.changed().await.is_err() {
            break;
        }
        let (version, progress) = desk.run_changes(run, seen).await?;
        seen = version;
        now = progress.summary;
    }
    bar.finish_and_clear();
    Ok(())
}

fn show(bar: &ProgressBar, run: &RunSummary) {
    let totals = &run.totals;
    bar.set_position(totals.steps_ended.into());
    let mut text = "steps".to_owned();
    for (count, what) in [
        (totals.failed, "failed"),
        (totals.unknown, "unknown"),
        (totals.waiting, "waiting for the directory"),
    ] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    bar.set_message(text);
}
