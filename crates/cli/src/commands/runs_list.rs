//! `usher runs list`

use clap::Args;
use desk::labels;
use desk::view::runs::RunSummary;
use time::format_description::well_known::Rfc3339;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::seat::Seat;
use crate::table::Table;

/// List what was carried out and what is under way, newest first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Answer with CSV that is safe in spreadsheets
    #[arg(long)]
    csv: bool,
}

impl List {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        if self.csv && context.global.json {
            return Err(Failure::usage("Either --json or --csv."));
        }
        let seat = Seat::take(context).await?;
        let runs = seat.desk.runs().await?;
        seat.desk.close().await;
        if self.csv {
            output::write_csv(
                &table(&runs, |run| {
                    let text = run.started.format(&Rfc3339);
                    text.unwrap_or_default()
                })
                .csv()?,
            )?;
        } else {
            context.output.answer(&runs, |runs| match runs.is_empty() {
                true => "Nothing was carried out yet.".to_owned(),
                false => table(runs, started).text(),
            })?;
        }
        Ok(Exit::Done)
    }
}

fn started(run: &RunSummary) -> String {
    let started = run.started;
    format!(
        "{} {:02}:{:02} UTC",
        started.date(),
        started.hour(),
        started.minute()
    )
}

fn table(runs: &[RunSummary], started: impl Fn(&RunSummary) -> String) -> Table {
    let mut table = Table::new([
        "ID", "Started", "State", "What", "People", "Done", "Failed", "Unknown",
    ]);
    for run in runs {
        table.row([
            run.id.clone(),
            started(run),
            labels::run_state(run.state).to_owned(),
            run.title.clone(),
            run.totals.people.to_string(),
            run.totals.done.to_string(),
            run.totals.failed.to_string(),
            run.totals.unknown.to_string(),
        ]);
    }
    table
}
