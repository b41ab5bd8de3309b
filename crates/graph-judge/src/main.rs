//! Judges every exchange that a practice tenant recorded in a folder. Any violation fails.

#![expect(clippy::print_stdout, reason = "what was found is what it prints")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use graph_judge::{Exchange, Judge};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        println!("usage: graph-judge FOLDER");
        return ExitCode::from(2);
    };
    match judge_all(Path::new(&folder)) {
        Ok((0, _)) => {
            println!(
                "{} holds no exchanges: nothing was judged",
                Path::new(&folder).display()
            );
            ExitCode::FAILURE
        }
        Ok((judged, found)) if found.is_empty() => {
            println!("{judged} exchanges judged, no violation");
            ExitCode::SUCCESS
        }
        Ok((judged, found)) => {
            for (violation, times) in &found {
                println!("{times} x {violation}");
            }
            println!(
                "{judged} exchanges judged, {} kinds of violation",
                found.len()
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How many were judged, and each violation with how often it was found.
fn judge_all(
    folder: &Path,
) -> Result<(usize, BTreeMap<String, usize>), Box<dyn std::error::Error>> {
    let judge = Judge::new(
        include_str!("../../../tests/graph/v1.0-subset.csdl.xml"),
        include_str!("../../../tests/graph/permissions-subset.json"),
    )?;
    let (mut judged, mut found) = (0, BTreeMap::new());
    for entry in std::fs::read_dir(folder)? {
        let text = std::fs::read_to_string(entry?.path())?;
        // A program that was killed may leave half a last line.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        for line in whole.lines() {
            let exchange: Exchange = serde_json::from_str(line)?;
            judged += 1;
            for violation in judge.judge(&exchange) {
                *found.entry(violation.to_string()).or_default() += 1;
            }
        }
    }
    Ok((judged, found))
}
