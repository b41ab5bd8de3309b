//! Carrying plans out, and finding runs.

use desk::Desk;
use desk::view::runs::RunSummary;
use guests::plan::{Plan, PlanRow};

use crate::exit::{Exit, Failure};
use crate::follow;
use crate::output::{Output, tell};
use crate::plan_view;
use crate::plans;
use crate::run_view::{NothingDone, RunAnswer};
use crate::seat::Seat;
use crate::signals::Ear;

/// A plan that is to be carried out.
pub(crate) struct Errand<'a> {
    pub(crate) plan: &'a Plan,
    /// Rows that were taken out.
    pub(crate) left_out: &'a [u32],
    /// Something that was asked for is not in it, and does not hold either.
    pub(crate) short: bool,
    /// Nobody is asked.
    pub(crate) yes: bool,
}

/// Asks, carries a plan out, and shows the receipt.
pub(crate) async fn carry_out(
    seat: &Seat,
    errand: &Errand<'_>,
    output: Output,
) -> Result<Exit, Failure> {
    let Errand { plan, left_out, .. } = *errand;
    let all_done = match errand.short {
        true => Exit::SomeFailed,
        false => Exit::Done,
    };
    let nothing = |row: &PlanRow| row.steps.is_empty() || left_out.contains(&row.index);
    if plan.rows.iter().all(nothing) {
        seat.desk.close().await;
        if errand.short || plan_view::falls_short(plan) {
            tell!("{}", plan_view::summary(plan, left_out));
            tell!("Nothing was sent: there is nothing that can be done.");
        } else {
            tell!("Nothing has to be done: all of it holds already.");
        }
        output.answer(&NothingDone::of(plan, left_out), |_| String::new())?;
        return Ok(all_done);
    }
    if !plans::confirmed(plan, left_out, errand.yes)? {
        output.answer(&NothingDone::of(plan, left_out), |_| String::new())?;
        return Ok(Exit::NotStarted);
    }
    let ear = Ear::hold();
    let run = seat.desk.start_run(&plan.id, left_out).await?;
    tell!("Run {run}");
    let followed = follow::own(&seat.desk, &run, ear).await?;
    seat.desk.close().await;
    let exit = followed.exit();
    let answer = RunAnswer::of_plan(followed, plan, left_out);
    output.answer(&answer, RunAnswer::text)?;
    Ok(match exit {
        Exit::Done => all_done,
        exit => exit,
    })
}

/// The run of this id, or of the only one that begins so.
pub(crate) async fn find(desk: &Desk, text: &str) -> Result<RunSummary, Failure> {
    let text = text.trim().to_lowercase();
    let runs = desk.runs().await?;
    let mut found: Vec<RunSummary> = runs
        .into_iter()
        .filter(|run| !text.is_empty() && run.id.starts_with(&text))
        .collect();
    if let Some(place) = found.iter().position(|run| run.id == text) {
        return Ok(found.swap_remove(place));
    }
    match (found.pop(), found.len()) {
        (Some(run), 0) => Ok(run),
        (None, _) => Err(Failure::usage(format!(
            "There is no run {text} of this account. See usher runs list."
        ))),
        _ => Err(Failure::usage(format!("Several runs begin with {text}."))),
    }
}
