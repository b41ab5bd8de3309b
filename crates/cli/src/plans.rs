//! Plans made, saved and asked about.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use desk::Desk;
use guests::draft::Draft;
use guests::plan::Plan;
use guests::plan::file::PlanFile;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::exit::{Exit, Failure};
use crate::list::ListRead;
use crate::output::{Output, tell};
use crate::plan_view;
use crate::progress;
use crate::seat::Seat;

/// Where a plan goes.
#[derive(Clone, Debug, Args)]
pub(crate) struct PlanOutput {
    /// Save the plan in this file, for usher run
    #[arg(short, long, value_name = "PLAN.json")]
    output: Option<PathBuf>,
}

/// Holds a draft against the directory.
pub(crate) async fn make(desk: &Desk, draft: Draft) -> Result<Plan, Failure> {
    let people = u32::try_from(draft.people.len()).unwrap_or(u32::MAX);
    let bar = progress::bar(people);
    bar.set_message("addresses checked");
    let told = bar.clone();
    let checked = move |progress: desk::survey::PlanProgress| {
        told.set_position(progress.checked.into());
    };
    let made = Box::pin(desk.make_plan(draft, checked, CancellationToken::new())).await;
    bar.finish_and_clear();
    Ok(made?)
}

/// A plan as it goes into a file, and the lists that it rests on.
#[derive(Serialize)]
struct PlanAnswer {
    #[serde(flatten)]
    file: PlanFile,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<ListRead>,
}

/// Makes the plan of a draft, saves it where that was asked for, and shows it.
pub(crate) async fn plan(
    seat: &Seat,
    draft: Draft,
    lists: Vec<ListRead>,
    to: &PlanOutput,
    output: Output,
) -> Result<Exit, Failure> {
    let plan = make(&seat.desk, draft).await?;
    let file = seat.desk.plan_file(&plan.id, &[]).await?;
    if let Some(path) = &to.output {
        write(path, file.to_json().as_bytes())?;
        tell!("Saved in {}. Next: usher run {0}", path.display());
    }
    seat.desk.close().await;
    let answer = PlanAnswer { file, lists };
    output.answer(&answer, |PlanAnswer { file, .. }| {
        plan_view::text(&file.plan, &file.left_out)
    })?;
    Ok(match answer.lists.iter().any(ListRead::is_short) {
        true => Exit::SomeFailed,
        false => Exit::Done,
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes)
        .map_err(|error| Failure::usage(format!("{} was not written: {error}", path.display())))
}

/// Asks whether to carry a plan out, after telling what would happen. Where nobody can be asked,
/// it is not carried out.
pub(crate) fn confirmed(plan: &Plan, left_out: &[u32], yes: bool) -> Result<bool, Failure> {
    let summary = plan_view::summary(plan, left_out);
    tell!("{summary}");
    if yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::usage(
            "Nothing was sent: nobody can be asked here. Say --yes to carry this plan out.",
        ));
    }
    eprint!("Carry it out? [y/N] ");
    let asked = std::io::stderr().flush().and_then(|()| {
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        Ok(answer)
    });
    let answer = asked.map_err(|error| Failure::usage(format!("Nothing was sent: {error}")))?;
    let agreed = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if !agreed {
        tell!("Nothing was sent.");
    }
    Ok(agreed)
}
