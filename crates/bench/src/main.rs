//! Measures Usher against its bars. Each is a ratio to a floor, both sides measured in one run.
//!
//! `scripts/bench` builds everything that is measured and runs this. Without names it measures all
//! there is; with names only that, and the page keeps what was measured of the rest before.

mod admin;
mod bare;
mod bars;
mod display;
mod large;
mod machine;
mod measured;
mod outcome;
mod practice;
mod report;
mod stats;
#[path = "../../../tests/desktop/webdriver.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "the stories' own client, which fails loudly; not all of it is needed here"
)]
mod webdriver;
mod window;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use tokio::sync::OnceCell;

use crate::large::{Loaded, MANY};
use crate::measured::Measured;
use crate::outcome::Outcome;
use crate::report::Kept;

/// Measures Usher against its bars.
#[derive(Parser)]
#[command(name = "bench")]
struct Arguments {
    /// What to measure; without a name, all of it
    what: Vec<What>,
    /// Where the page goes
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// Only hold a desk over this folder, and tell its memory
    #[arg(long, hide = true, requires = "line")]
    hold: Option<PathBuf>,
    #[arg(long, hide = true)]
    line: Option<String>,
}

/// What there is to measure, in the order of the page.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Runs,
    FirstLoad,
    Refresh,
    Search,
    Memory,
    Plan,
    Sheet,
    Practice,
    Window,
    Start,
}

impl What {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    async fn measure(self, large: &OnceCell<Loaded>) -> Outcome<Measured> {
        let many = || large.get_or_try_init(|| Loaded::with(MANY));
        match self {
            Self::Runs => bars::runs::measure().await,
            Self::FirstLoad => bars::first_load::measure().await,
            Self::Refresh => bars::refresh::measure(many().await?).await,
            Self::Search => bars::search::measure(many().await?).await,
            Self::Memory => bars::memory::measure(many().await?).await,
            Self::Plan => bars::plan::measure().await,
            Self::Sheet => bars::sheet::measure(),
            Self::Practice => bars::practice::measure(),
            Self::Window => bars::window::measure().await,
            Self::Start => bars::start::measure(),
        }
    }
}

fn say(text: &str) {
    // Nobody reads any more: measuring goes on for the page.
    let _ = writeln!(std::io::stdout(), "{text}");
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match work(arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// True where everything could be measured; a bar that is not met is no failure.
async fn work(arguments: Arguments) -> Outcome<bool> {
    if let (Some(folder), Some(line)) = (&arguments.hold, &arguments.line) {
        say(&bars::memory::hold(folder, line).await?);
        return Ok(true);
    }
    let chosen = match arguments.what.as_slice() {
        [] => What::value_variants(),
        some => some,
    };
    let large = OnceCell::new();
    let mut all_measured = true;
    for what in chosen {
        let name = what.name();
        say(&name);
        let before = machine::busy();
        match Box::pin(what.measure(&large)).await {
            Ok(measured) => {
                let kept = Kept::new(&name, [before, machine::busy()], measured);
                say(&kept.text());
                kept.keep()?;
            }
            Err(error) => {
                all_measured = false;
                say(&format!("  could not be measured: {error}"));
            }
        }
    }
    if let Some(page) = &arguments.page {
        let names: Vec<String> = What::value_variants()
            .iter()
            .map(|what| what.name())
            .collect();
        report::write(page, &names)?;
    }
    Ok(all_measured)
}
