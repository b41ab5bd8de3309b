//! Planning for thousands of addresses that nobody knows yet.

use std::time::Instant;

use guests::draft::{Draft, DraftKind, DraftPerson};
use guests::plan::verdict::Verdict;
use tokio_util::sync::CancellationToken;

use crate::admin::Admin;
use crate::measured::{Measured, count, seconds};
use crate::outcome::{Outcome, failed};
use crate::practice::Practice;
use crate::stats::{Samples, median};

const PEOPLE: usize = 5_000;
/// Partner domains that they are of.
const DOMAINS: usize = 60;
const ROUNDS: usize = 3;

pub(crate) async fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "A plan to invite 5,000 addresses of 60 domains that nobody in the tenant has, 150 ms per
         call, quotas on. Reads are the GET calls that the practice tenant counted, each call inside
         a batch for itself. Each round with a new tenant and an empty store.",
    );
    let (mut took, mut reads, mut throttled) = (Samples::default(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let practice = Practice::start(&["--latency", "150", "--quotas", "on", "--lag", "0"])?;
        let admin = Admin::sign_in(&practice).await?;
        let folder = tempfile::tempdir()?;
        let desk = admin.desk(folder.path(), |_| {}).await?;
        desk.refresh_guests().await.map_err(failed)?;
        let draft = strangers(desk.draft_defaults(DraftKind::Invite));
        let before = practice.graph_calls().await?;
        let begun = Instant::now();
        let plan = desk.make_plan(draft, |_| {}, CancellationToken::new());
        let plan = Box::pin(plan).await.map_err(failed)?;
        took.push(begun.elapsed());
        let after = practice.graph_calls().await?;
        reads.push((after.reads - before.reads) as f64);
        throttled += after.throttled - before.throttled;
        let new = plan
            .rows
            .iter()
            .filter(|row| row.verdict == Verdict::NewGuest)
            .count();
        if new != PEOPLE {
            return Err(format!("{new} of {PEOPLE} addresses were found to be new").into());
        }
        desk.close().await;
    }
    measured.at_most(
        "plan for 5,000 unknown addresses, reads",
        1_200.0,
        median(&reads),
        count,
    );
    measured.told("the same, time", seconds(took.median() / 1e3));
    measured.raw(format!("reads: {reads:?}; throttled in all: {throttled}"));
    measured.raw(format!("time: {}", took.seconds()));
    Ok(measured)
}

fn strangers(mut draft: Draft) -> Draft {
    draft.people = (0..PEOPLE)
        .map(|person| DraftPerson {
            address: format!("stranger{person}@unknown{}.example", person % DOMAINS),
            display_name: None,
            user_id: None,
            own: None,
        })
        .collect();
    draft
}
