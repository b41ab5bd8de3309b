//! What a desk keeps in memory, with many guests and with few. The bar is on the whole app: see
//! `window`.

use std::path::Path;
use std::process::{Command, Stdio};

use desk::view::guests::{GuestQuery, GuestSort};
use serde::{Deserialize, Serialize};

use crate::admin::Admin;
use crate::large::{FEW, Loaded, MANY};
use crate::machine::Memory;
use crate::measured::{Measured, mb};
use crate::outcome::{Outcome, failed};
use crate::practice::Practice;
use crate::stats::{median, megabytes};

/// Processes of each size.
const ROUNDS: usize = 5;

/// What a process that held a desk tells of itself.
#[derive(Serialize, Deserialize)]
struct Held {
    resident: u64,
    proportional: u64,
}

pub(crate) async fn measure(large: &Loaded) -> Outcome<Measured> {
    let mut measured = Measured::new(
        "A process of its own opens the desk of a folder, asks for the changes of the guests, then
         for 60 windows of them as somebody who types and scrolls, and looks at its memory (private
         pages and its share of shared ones). One after the other with 250,000 and with 1,000 guests.",
    );
    let small = Loaded::with(FEW).await?;
    let mut each = [Vec::new(), Vec::new()];
    let mut resident = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (place, loaded) in [large, &small].into_iter().enumerate() {
            let held = in_a_process(loaded)?;
            each[place].push(megabytes(held.proportional));
            resident[place].push(megabytes(held.resident));
        }
    }
    let [many, few] = [median(&each[0]), median(&each[1])];
    measured.told(
        "memory of the core alone with 250,000 guests, and with 1,000",
        format!("{}, {}", mb(many), mb(few)),
    );
    for (guests, pss, rss) in [
        (MANY, &each[0], &resident[0]),
        (FEW, &each[1], &resident[1]),
    ] {
        let list = |numbers: &[f64]| {
            let each: Vec<String> = numbers
                .iter()
                .map(|number| format!("{number:.1}"))
                .collect();
            each.join(", ")
        };
        measured.raw(format!(
            "{guests} guests: proportional {} MB; resident {} MB",
            list(pss),
            list(rss)
        ));
    }
    Ok(measured)
}

/// Runs this program once more, to hold a desk and nothing else.
fn in_a_process(loaded: &Loaded) -> Outcome<Held> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--hold")
        .arg(loaded.folder())
        .arg("--line")
        .arg(loaded.practice.line.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the process that was to hold a desk failed".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What that process does; its line of JSON.
pub(crate) async fn hold(folder: &Path, line: &str) -> Outcome<String> {
    let practice = Practice::at(serde_json::from_str(line)?);
    let admin = Admin::sign_in(&practice).await?;
    let desk = admin.desk(folder, |_| {}).await?;
    desk.refresh_guests().await.map_err(failed)?;
    let sorts = [GuestSort::Created, GuestSort::DisplayName, GuestSort::Mail];
    for (place, text) in ["", "a", "an", "anna", "müller", "example"]
        .iter()
        .cycle()
        .take(60)
        .enumerate()
    {
        let query = GuestQuery {
            text: (*text).to_owned(),
            sort: sorts[place % sorts.len()],
            offset: u32::try_from(place / 6).unwrap_or(0) * 100,
            count: 100,
            ..GuestQuery::default()
        };
        desk.guests(query).await.map_err(failed)?;
    }
    desk.guest_counts().await.map_err(failed)?;
    let memory = Memory::of(std::process::id());
    desk.close().await;
    Ok(serde_json::to_string(&Held {
        resident: memory.resident,
        proportional: memory.proportional,
    })?)
}
