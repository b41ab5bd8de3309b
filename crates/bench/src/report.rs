//! The table: for whoever runs the benches, and in `docs/benchmarks.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::machine::{self, Machine};
use crate::measured::{Line, Measured};
use crate::outcome::Outcome;

/// What was measured last of one thing, kept so that the others need not be measured again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    name: String,
    day: String,
    commit: String,
    /// Part of the cores that others kept busy before it began and after it ended.
    busy: [f64; 2],
    /// Load average at its end.
    load: f64,
    measured: Measured,
}

impl Kept {
    pub(crate) fn new(name: &str, busy: [f64; 2], measured: Measured) -> Self {
        let day = OffsetDateTime::now_utc().format(format_description!("[year]-[month]-[day]"));
        Self {
            name: name.to_owned(),
            day: day.unwrap_or_default(),
            commit: machine::said("git", &["rev-parse", "--short", "HEAD"]),
            busy,
            load: machine::load(),
            measured,
        }
    }

    /// Keeps it beside the build.
    pub(crate) fn keep(&self) -> Outcome<()> {
        let file = file_of(&self.name)?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, serde_json::to_vec_pretty(self)?)?;
        Ok(())
    }

    fn last(name: &str) -> Option<Self> {
        let kept = fs::read(file_of(name).ok()?).ok()?;
        serde_json::from_slice(&kept).ok()
    }

    /// Its lines for a terminal, with the numbers behind them.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.measured.lines {
            let [bar, met] = [bar(line), met(line)];
            let _ = writeln!(
                text,
                "  {:<84} {:<18} {:<22} {met}",
                line.what, bar, line.measured
            );
        }
        for raw in &self.measured.raw {
            let _ = writeln!(text, "    {raw}");
        }
        let _ = writeln!(text, "    {}", self.load());
        text
    }

    fn load(&self) -> String {
        let percent = |part: f64| part * 100.0;
        format!(
            "others kept {:.0} % of the cores busy before and {:.0} % after; load average {:.1}",
            percent(self.busy[0]),
            percent(self.busy[1]),
            self.load
        )
    }
}

fn file_of(name: &str) -> Outcome<PathBuf> {
    // Of target/release/bench, beside the folder of the build.
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).unwrap_or(Path::new("."));
    Ok(target.join("measured").join(format!("{name}.json")))
}

fn bar(line: &Line) -> &str {
    line.bar.as_deref().unwrap_or("")
}

fn met(line: &Line) -> &'static str {
    match line.met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "",
    }
}

/// Writes the page of all that was measured last.
pub(crate) fn write(file: &Path, names: &[String]) -> Outcome<()> {
    let all: Vec<Kept> = names.iter().filter_map(|name| Kept::last(name)).collect();
    let mut page = String::from(
        "# Benchmarks\n\nWritten by `./scripts/bench`. Times depend on the machine, ratios little: both sides of each are\n\
         measured in the same run, on the practice tenant in a process of its own, release build.\n\n",
    );
    let _ = writeln!(page, "Machine: {}.\n", Machine::read());
    page.push_str("| what | bar | measured | |\n|---|---|---|---|\n");
    for line in all.iter().flat_map(|kept| &kept.measured.lines) {
        let cells = [line.what.as_str(), bar(line), &line.measured, met(line)];
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
    page.push_str("\n## How it was measured\n");
    for kept in &all {
        let _ = writeln!(
            page,
            "\n### {}\n\n{}\n\nMeasured on {} at {}; {}.\n",
            kept.name,
            kept.measured.how,
            kept.day,
            kept.commit,
            kept.load()
        );
        for raw in &kept.measured.raw {
            let _ = writeln!(page, "- {raw}");
        }
    }
    fs::write(file, page)?;
    Ok(())
}
