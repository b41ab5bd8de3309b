//! A run carried out here, or watched while another process carries it out.

use std::time::Duration;

use desk::Desk;
use desk::view::runs::{RunDetail, RunPace, RunTotals, WaitsFor};
use guests::activity::RunState;
use time::OffsetDateTime;

use crate::exit::{Exit, Failure};
use crate::output::tell;
use crate::plan_view::duration;
use crate::progress;
use crate::signals::{self, Ear, Told};

/// How following ended.
pub(crate) struct Followed {
    /// The run as it is now.
    pub(crate) detail: RunDetail,
    /// Whoever told this process to end meanwhile.
    told: Option<Told>,
    /// How the sign-in was refused, where it has ended.
    pub(crate) refused: Option<Failure>,
}

impl Followed {
    /// How that ends the command.
    pub(crate) fn exit(&self) -> Exit {
        let ended = matches!(
            self.detail.summary.state,
            RunState::Finished | RunState::Stopped
        );
        match self.told {
            // Too late: there was nothing left to hold up.
            Some(told) if !ended => told.into(),
            None if self.refused.is_some() => Exit::SignInNeeded,
            _ => Exit::of_run(&self.detail.summary),
        }
    }
}

/// Follows a run that this process carries out until it is at rest. Ctrl-C lets it come to rest:
/// the answers of what is on its way are awaited. `ear` is held since before the run began.
pub(crate) async fn own(desk: &Desk, run: &str, mut ear: Ear) -> Result<Followed, Failure> {
    let mut told = None;
    tokio::select! {
        watched = watch(desk, run) => watched?,
        by = ear.told() => {
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
                again = ear.told() => {
                    tell!("Ended at once. Go on with: usher runs resume {run}");
                    signals::end(again);
                }
            }
        }
    }
    let detail = desk.run(run).await?;
    let paused = detail.summary.state == RunState::Paused && told.is_none();
    let mut refused = None;
    if paused && detail.summary.paused_because.is_some() {
        tokio::select! {
            ended = sign_in_has_ended(desk) => refused = ended,
            by = ear.told() => told = Some(by),
        }
    }
    Ok(Followed {
        detail,
        told,
        refused,
    })
}

async fn sign_in_has_ended(desk: &Desk) -> Option<Failure> {
    let asked = desk.refresh_rights().await.map_err(Failure::from);
    asked.err().filter(Failure::needs_sign_in)
}

/// Watches a run, whoever carries it out, until it is at rest. Ctrl-C ends the watching.
pub(crate) async fn watched(desk: &Desk, run: &str) -> Result<Followed, Failure> {
    let mut ear = Ear::hold();
    let told = tokio::select! {
        watched = watch(desk, run) => { watched?; None }
        by = ear.told() => Some(by),
    };
    Ok(Followed {
        detail: desk.run(run).await?,
        told,
        refused: None,
    })
}

/// How often the rate and the time left are told anew where nothing happens.
const BEAT: Duration = Duration::from_secs(1);

async fn watch(desk: &Desk, run: &str) -> Result<(), Failure> {
    let mut ticks = desk.watch_run(run)?;
    let (mut seen, mut now) = desk.run_changes(run, 0).await?;
    let bar = progress::bar(now.summary.totals.steps);
    loop {
        bar.set_position(now.summary.totals.steps_ended.into());
        bar.set_message(message(
            &now.summary.totals,
            &now.pace,
            OffsetDateTime::now_utc(),
        ));
        if now.summary.state != RunState::Running {
            break;
        }
        tokio::select! {
            ticked = ticks.changed() => if ticked.is_err() { break },
            () = tokio::time::sleep(BEAT) => {}
        }
        (seen, now) = desk.run_changes(run, seen).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// What stands behind the bar.
fn message(totals: &RunTotals, pace: &RunPace, now: OffsetDateTime) -> String {
    let mut parts = vec!["steps".to_owned()];
    for (count, what) in [(totals.failed, "failed"), (totals.unknown, "unknown")] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if pace.steps_per_minute > 0 {
        parts.push(format!("{} a minute", pace.steps_per_minute));
    }
    if let Some(left) = pace.seconds_left {
        parts.push(format!("{} left", duration(left)));
    }
    let what = match pace.waits_for {
        WaitsFor::Nothing => None,
        WaitsFor::Limits => Some("Microsoft's limits"),
        WaitsFor::Directory => Some("the directory to catch up"),
        WaitsFor::LookUp => Some("word of what a lost answer did"),
        WaitsFor::Network => Some("the network"),
    };
    if let Some(what) = what {
        let left = pace.until.map(|until| (until - now).whole_seconds());
        let left = left.filter(|left| *left > 1);
        let left = left.map_or_else(String::new, |left| format!(", {left} s"));
        parts.push(format!("waiting for {what}{left}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_tells_rate_time_left_and_what_is_waited_for() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let totals = RunTotals {
            failed: 2,
            ..RunTotals::default()
        };
        let pace = RunPace {
            steps_per_minute: 1_200,
            seconds_left: Some(300),
            waits_for: WaitsFor::Limits,
            until: Some(now + time::Duration::seconds(9)),
        };
        assert_eq!(
            message(&totals, &pace, now),
            "steps, 2 failed, 1200 a minute, 5 min left, waiting for Microsoft's limits, 9 s"
        );
        let lost = RunPace {
            waits_for: WaitsFor::Network,
            ..RunPace::default()
        };
        let lost = message(&RunTotals::default(), &lost, now);
        assert_eq!(lost, "steps, waiting for the network");
        let early = message(&RunTotals::default(), &RunPace::default(), now);
        assert_eq!(early, "steps");
    }
}
