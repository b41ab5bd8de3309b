//! What a run came to, as a table for a spreadsheet or as data for a program.

use std::collections::HashMap;

use guests::activity::StepState;
use guests::csv_safe::CsvWriter;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use ts_rs::TS;

use super::receipt;
use crate::desk::Desk;
use crate::labels;
use crate::store::redeem_links;
use crate::trouble::Trouble;
use crate::view::runs::{RunDetail, RunRow, RunSummary};

/// In which form results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ResultsFormat {
    /// A row a person, for a spreadsheet; safe against formulas.
    Csv,
    /// Everything, for a program.
    Json,
}

const COLUMNS: [&str; 13] = [
    "Address",
    "Display name",
    "User ID",
    "Found",
    "Outcome",
    "Done",
    "Not done",
    "Reason",
    "What to do",
    "Request IDs",
    "Client request IDs",
    "Sent (UTC)",
    "Ended (UTC)",
];
const LINK_COLUMN: &str = "Redeem link";

/// A run as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Results<'a> {
    run: &'a RunSummary,
    rows: Vec<ResultRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultRow<'a> {
    #[serde(flatten)]
    row: &'a RunRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    redeem_link: Option<&'a str>,
}

impl Desk {
    /// The results of a run, person by person. With redeem links whoever holds the file can accept
    /// the invitations, so they are written only when asked for on purpose.
    ///
    /// # Errors
    /// The run is not there, or the store cannot be read.
    pub async fn run_results(
        &self,
        run: &str,
        format: ResultsFormat,
        with_links: bool,
    ) -> Result<Vec<u8>, Trouble> {
        let key = self.inner.store_key.clone();
        let now = self.inner.clock.now();
        let read = move |connection: &rusqlite::Connection, run: &crate::store::runs::Run| {
            let detail = receipt::detail(connection, run, now)?;
            let mut links = HashMap::new();
            if with_links {
                for (row, sealed) in redeem_links::of_run(connection, &run.id)? {
                    if let Some(link) = redeem_links::open(&key, &run.id, row, &sealed) {
                        links.insert(row, link);
                    }
                }
            }
            Ok((detail, links))
        };
        let (detail, links) = self.inner.of_run(run, read).await?;
        let link = |row: u32| links.get(&row).map(|link| link.expose());
        match format {
            ResultsFormat::Csv => csv(&detail, with_links, link)
                .map_err(|error| Trouble::internal(&error.to_string())),
            ResultsFormat::Json => json(&detail, link),
        }
    }
}

fn json<'a>(
    detail: &'a RunDetail,
    link: impl Fn(u32) -> Option<&'a str>,
) -> Result<Vec<u8>, Trouble> {
    let results = Results {
        run: &detail.summary,
        rows: detail
            .rows
            .iter()
            .map(|row| ResultRow {
                row,
                redeem_link: link(row.index),
            })
            .collect(),
    };
    serde_json::to_vec_pretty(&results).map_err(|error| Trouble::internal(&error.to_string()))
}

fn csv<'a>(
    detail: &RunDetail,
    with_links: bool,
    link: impl Fn(u32) -> Option<&'a str>,
) -> Result<Vec<u8>, csv::Error> {
    let mut table = CsvWriter::new(b',');
    table.row(COLUMNS.into_iter().chain(with_links.then_some(LINK_COLUMN)))?;
    for row in &detail.rows {
        let link = with_links.then(|| link(row.index).unwrap_or_default().to_owned());
        table.row(cells(row).into_iter().chain(link))?;
    }
    table.finish()
}

fn cells(row: &RunRow) -> [String; 13] {
    let explained = || {
        row.steps
            .iter()
            .filter_map(|step| step.explanation.as_ref())
    };
    let steps = |done: bool| {
        let of_kind = row
            .steps
            .iter()
            .filter(|step| (step.state == StepState::Done) == done);
        joined(of_kind.map(labels::run_step))
    };
    [
        row.address.clone(),
        row.display_name.clone().unwrap_or_default(),
        row.user_id
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        labels::verdict(row.verdict).to_owned(),
        labels::step_state(row.state).to_owned(),
        steps(true),
        steps(false),
        joined(explained().map(|why| format!("{} {}", why.summary, why.cause))),
        joined(explained().map(|why| why.remedy.clone())),
        joined(row.steps.iter().filter_map(|step| step.request_id.clone())),
        joined(
            row.steps
                .iter()
                .filter_map(|step| step.client_request_id.clone()),
        ),
        moment(row.steps.iter().filter_map(|step| step.sent).min()),
        moment(row.steps.iter().filter_map(|step| step.ended).max()),
    ]
}

/// Each once, in their order.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let text = text.trim().to_owned();
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept.join("; ")
}

fn moment(moment: Option<OffsetDateTime>) -> String {
    moment
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}
