//! A display that nobody looks at, and what is painted on it.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::outcome::Outcome;

/// How often the display is looked at.
const EVERY: Duration = Duration::from_millis(8);
/// Each of so many lines is looked at, so that looking costs next to nothing.
const LINES: usize = 8;
/// Nothing has changed for so long: it is all painted.
const AT_REST: Duration = Duration::from_millis(2_500);
/// Nothing takes longer than this.
const PATIENCE: Duration = Duration::from_secs(40);
/// A picture is the same where at most one of so many pixels differs, such as a caret's.
const SAME: usize = 500;

/// An X server without a screen. Ends with the value.
pub(crate) struct Display {
    server: Child,
    name: String,
    frames: Frames,
    _folder: TempDir,
}

impl Display {
    pub(crate) fn start() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
                "-fbdir",
            ])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let frames = Frames::open(&folder.path().join("Xvfb_screen0"))?;
        Ok(Self {
            server,
            name: format!(":{}", number.trim()),
            frames,
            _folder: folder,
        })
    }

    /// What programs that show something here have to be told, whatever they are.
    pub(crate) fn surround<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            // There is no graphics card to share buffers with.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
    }

    /// Starts a program and waits until it has painted all that it paints by itself; how long after
    /// the start that was.
    pub(crate) fn painted(&self, command: &mut Command) -> Outcome<Duration> {
        let empty = self.frames.look()?;
        let begun = Instant::now();
        let mut program = Program(self.surround(command).spawn()?);
        let mut seen: Vec<(Duration, Vec<u8>)> = Vec::new();
        loop {
            let now = begun.elapsed();
            let frame = self.frames.look()?;
            let last = seen.last().map_or(&empty, |(_, frame)| frame);
            if frame != *last {
                seen.push((now, frame));
            }
            match seen.last() {
                Some((at, _)) if now - *at > AT_REST => break,
                _ if now > PATIENCE => return Err("it does not come to rest".into()),
                _ => std::thread::sleep(EVERY),
            }
            if program.0.try_wait()?.is_some() {
                return Err("the program ended".into());
            }
        }
        drop(program);
        // The server takes the window away after its program has gone.
        std::thread::sleep(Duration::from_millis(300));
        let Some((_, end)) = seen.last() else {
            return Err("nothing was painted".into());
        };
        let unlike = seen.iter().rposition(|(_, frame)| !alike(frame, end));
        let first = unlike.map_or(0, |place| place + 1);
        Ok(seen[first].0)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A program that ends with the value.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let id = self.0.id().to_string();
        // SIGTERM, so that it takes its own helpers along.
        let _ = Command::new("kill").arg(&id).status();
        for _ in 0..100 {
            if matches!(self.0.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn alike(a: &[u8], b: &[u8]) -> bool {
    let pixels = a.chunks_exact(4).zip(b.chunks_exact(4));
    let differ = pixels.filter(|(a, b)| a != b).count();
    differ * SAME <= a.len() / 4
}

/// The display's memory, which Xvfb keeps in a file of the format XWD.
struct Frames {
    file: File,
    first: u64,
    line: usize,
    height: usize,
}

impl Frames {
    fn open(path: &std::path::Path) -> Outcome<Self> {
        let file = File::open(path)?;
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0)?;
        let number = |place: usize| {
            let bytes: [u8; 4] = header[place * 4..][..4].try_into()?;
            Outcome::Ok(usize::try_from(u32::from_be_bytes(bytes))?)
        };
        // XWDFile.h: header_size, ..., pixmap_height (5), ..., bytes_per_line (12), ..., ncolors (19);
        // a colour takes twelve bytes.
        let first = number(0)? + number(19)? * 12;
        Ok(Self {
            file,
            first: first.try_into()?,
            line: number(12)?,
            height: number(5)?,
        })
    }

    fn look(&self) -> Outcome<Vec<u8>> {
        let mut frame = vec![0; self.line * (self.height / LINES)];
        for (place, line) in frame.chunks_exact_mut(self.line).enumerate() {
            let at = place * LINES * self.line;
            self.file
                .read_exact_at(line, self.first + u64::try_from(at)?)?;
        }
        Ok(frame)
    }
}
