//! A run in words, and as a value.

use std::collections::HashSet;

use desk::labels;
use desk::trouble::Trouble;
use desk::view::runs::{RunDetail, RunRow, RunSummary};
use guests::activity::{RunState, StepState};
use guests::plan::verdict::Verdict;
use guests::plan::{Plan, PlanNote, PlanRow};
use serde::Serialize;

use crate::follow::Followed;
use crate::output::plain;
use crate::table::Table;

/// A run with its rows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunAnswer {
    #[serde(flatten)]
    summary: RunSummary,
    rows: Vec<RunRow>,
    /// Addresses of the plan that nothing was to be done for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nothing_to_do: Vec<NothingToDo>,
    /// What held for the whole plan, such as a group that cannot be given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<PlanNote>,
    /// How the sign-in was refused that the run rests for.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NothingToDo {
    address: String,
    verdict: Verdict,
    reason: String,
}

/// A plan that there was nothing to carry out of: no run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NothingDone {
    id: Option<String>,
    state: Option<RunState>,
    rows: Vec<RunRow>,
    nothing_to_do: Vec<NothingToDo>,
    notes: Vec<PlanNote>,
}

impl NothingDone {
    pub(crate) fn of(plan: &Plan, left_out: &[u32]) -> Self {
        Self {
            id: None,
            state: None,
            rows: Vec::new(),
            nothing_to_do: nothing_to_do(plan, left_out),
            notes: plan.notes.clone(),
        }
    }
}

fn nothing_to_do(plan: &Plan, left_out: &[u32]) -> Vec<NothingToDo> {
    let left_out: HashSet<u32> = left_out.iter().copied().collect();
    let nothing = |row: &PlanRow| NothingToDo {
        address: row.address.clone(),
        verdict: row.verdict,
        reason: match left_out.contains(&row.index) {
            true => "Taken out.".to_owned(),
            false => row.reason.clone(),
        },
    };
    let is_nothing = |row: &&PlanRow| row.steps.is_empty() || left_out.contains(&row.index);
    plan.rows.iter().filter(is_nothing).map(nothing).collect()
}

impl RunAnswer {
    pub(crate) fn new(detail: RunDetail) -> Self {
        Self {
            summary: detail.summary,
            rows: detail.rows,
            nothing_to_do: Vec::new(),
            notes: Vec::new(),
            error: None,
        }
    }

    /// As [`Self::new`], with how the sign-in was refused meanwhile; that is told as well.
    pub(crate) fn followed(followed: Followed) -> Self {
        let refused = followed.refused.as_ref();
        if let Some(failure) = refused {
            failure.warn("The sign-in was refused");
        }
        Self {
            error: refused.map(|failure| failure.trouble().clone()),
            ..Self::new(followed.detail)
        }
    }

    /// As [`Self::followed`], with what the plan left out.
    pub(crate) fn of_plan(followed: Followed, plan: &Plan, left_out: &[u32]) -> Self {
        Self {
            nothing_to_do: nothing_to_do(plan, left_out),
            notes: plan.notes.clone(),
            ..Self::followed(followed)
        }
    }

    /// The receipt.
    pub(crate) fn text(&self) -> String {
        let mut table = Table::new(["Address", "Outcome", "Done", "Not done"]);
        for row in &self.rows {
            let steps = |done: bool| {
                let of_kind = row
                    .steps
                    .iter()
                    .filter(|step| (step.state == StepState::Done) == done);
                of_kind.map(labels::run_step).collect::<Vec<_>>().join("; ")
            };
            let why = row
                .steps
                .iter()
                .filter_map(|step| step.explanation.as_ref())
                .map(|why| format!(" ({})", why.summary))
                .next();
            let not_done = steps(false);
            let why = why.filter(|_| !not_done.is_empty()).unwrap_or_default();
            table.row([
                row.address.clone(),
                labels::step_state(row.state).to_owned(),
                steps(true),
                not_done + &why,
            ]);
        }
        let mut text = format!("{}\n\n{}", table.text(), line(&self.summary));
        for note in self.notes.iter().filter(|note| note.blocking) {
            let why = &note.explanation;
            let why = format!("{} {}", why.summary, why.cause);
            text.push_str(&format!("\n  Not done: {}", plain(why.trim())));
        }
        text
    }
}

/// A run in a line or two.
pub(crate) fn line(run: &RunSummary) -> String {
    let totals = &run.totals;
    let mut counts = vec![format!("{} of {} done", totals.done, totals.people)];
    for (count, what) in [
        (totals.failed, "failed"),
        (totals.unknown, "unknown"),
        (totals.waiting, "waiting"),
        (totals.skipped, "not sent"),
    ] {
        if count > 0 {
            counts.push(format!("{count} {what}"));
        }
    }
    let mut text = format!(
        "{} ({}): {}, {}",
        plain(&run.title),
        run.id,
        labels::run_state(run.state).to_lowercase(),
        counts.join(", ")
    );
    if let Some(why) = &run.paused_because {
        let why = [&why.summary, &why.cause, &why.remedy];
        let why: Vec<String> = why.iter().map(|part| plain(part)).collect();
        text.push_str(&format!("\n  {}", why.join(" ").trim()));
    }
    let why = run.paused_because.as_ref();
    if why.is_some_and(|why| why.code == "awaitsDecision") {
        // To go on here would end in the same rest again.
        text.push_str("\n  That is done in the window of Usher, under Activity.");
    } else if let RunState::Paused | RunState::Interrupted = run.state {
        text.push_str(&format!("\n  Go on with: usher runs resume {}", run.id));
    }
    text
}
