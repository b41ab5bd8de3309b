//! Judges every exchange that a practice tenant recorded in a folder. Any violation fails.

#![expect(clippy::print_stdout, reason = "what was found is what it prints")]

use std::path::Path;
use std::process::ExitCode;

use graph_judge::{Judge, Verdict};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        println!("usage: graph-judge FOLDER");
        return ExitCode::from(2);
    };
    let folder = Path::new(&folder);
    match judge(folder) {
        Ok(verdict) if verdict.judged == 0 => {
            println!(
                "{} holds no exchanges: nothing was judged",
                folder.display()
            );
            ExitCode::FAILURE
        }
        Ok(Verdict { judged, violations }) => {
            for (violation, times) in &violations {
                println!("{times} x {violation}");
            }
            println!(
                "{judged} exchanges judged, {} kinds of violation",
                violations.len()
            );
            if violations.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn judge(folder: &Path) -> Result<Verdict, Box<dyn std::error::Error>> {
    Ok(Judge::published()?.judge_folder(folder)?)
}
