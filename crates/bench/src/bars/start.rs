//! A cold start to a usable window, against a bare Tauri window.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::display::Display;
use crate::measured::{Measured, ms, times};
use crate::outcome::Outcome;
use crate::practice::beside;
use crate::stats::Samples;

const ROUNDS: usize = 9;

pub(crate) fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "From the start of the program to the moment when the display shows what it shows once it
         has come to rest: Usher's first screen, on which one can sign in, against a bare window,
         which is a Tauri program of its own with the same libraries, a window of the same size and a page of two
         lines (benches/bare-window). Both under Xvfb without a graphics card, whose memory is looked
         at every 8 ms. In turn, nine times each after one that does not count; each program has a data
         folder that it has used before, the files are in the system's cache.",
    );
    let display = Display::start()?;
    let (usher, bare) = (
        Place::new(beside("usher-desktop")?)?,
        Place::new(bare_window()?)?,
    );
    for place in [&usher, &bare] {
        display.painted(&mut place.command())?;
    }
    let (mut ours, mut floor) = (Samples::default(), Samples::default());
    for _ in 0..ROUNDS {
        ours.push(display.painted(&mut usher.command())?);
        floor.push(display.painted(&mut bare.command())?);
    }
    measured.at_most(
        "cold start to a usable window, against a bare Tauri window",
        1.3,
        ours.median() / floor.median(),
        times,
    );
    measured.told("the same, time", ms(ours.median()));
    measured.raw(format!("Usher: {}", ours.milliseconds()));
    measured.raw(format!("bare window: {}", floor.milliseconds()));
    Ok(measured)
}

/// A program with folders of its own.
struct Place {
    program: PathBuf,
    folder: TempDir,
}

impl Place {
    fn new(program: PathBuf) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self { program, folder })
    }

    fn command(&self) -> Command {
        let root = self.folder.path();
        let mut command = Command::new(&self.program);
        command
            .env("USHER_DATA_DIR", root.join("data"))
            .env("XDG_DATA_HOME", root.join("xdg-data"))
            .env("XDG_CONFIG_HOME", root.join("xdg-config"))
            .env("XDG_CACHE_HOME", root.join("xdg-cache"))
            .env("XDG_STATE_HOME", root.join("xdg-state"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

/// The newest of the programs that cargo built under that name.
fn bare_window() -> Outcome<PathBuf> {
    let folder = beside("deps")?;
    let built = std::fs::read_dir(folder)?.flatten().filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("bare_window-") && !name.contains('.')
    });
    built
        .max_by_key(|entry| entry.metadata().and_then(|meta| meta.modified()).ok())
        .map(|entry| entry.path())
        .ok_or_else(|| "bare-window is missing; scripts/bench builds it".into())
}
