//! What goes to standard output: one JSON value, or text.

use std::fs::File;
use std::io::{self, Write as _};

use guests::invisible::is_invisible;
use serde::Serialize;

use crate::exit::Failure;
use crate::progress;

/// Writes a line to standard error. Whoever reads only its beginning, as of a sign-in, does not
/// end the command by that.
macro_rules! tell {
    ($($text:tt)*) => {
        $crate::output::to_stderr(format_args!($($text)*))
    };
}
pub(crate) use tell;

/// See [`tell!`].
pub(crate) fn to_stderr(text: std::fmt::Arguments<'_>) {
    progress::aside(|| {
        let _ = writeln!(io::stderr().lock(), "{text}");
    });
}

/// In which form a command answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Answers: with the value as JSON, or with the text made of it.
    pub(crate) fn answer<T: Serialize>(
        self,
        value: &T,
        text: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        if self.json {
            write_json(value)
        } else {
            write_text(&text(value))
        }
    }
}

/// Writes one JSON value.
pub(crate) fn write_json<T: Serialize>(value: &T) -> Result<(), Failure> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| Failure::usage(format!("This cannot be written as JSON: {error}")))?;
    bytes.push(b'\n');
    write_bytes(&bytes)
}

/// Writes text, and ends its last line.
pub(crate) fn write_text(text: &str) -> Result<(), Failure> {
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    write_bytes(format!("{text}{end}").as_bytes())
}

/// Writes bytes as they are.
pub(crate) fn write_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // Whoever read it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => {
            written.map_err(|error| Failure::usage(format!("The answer was not written: {error}")))
        }
    }
}

/// What tells spreadsheets that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes CSV: with its byte order mark into a file, which a spreadsheet may open, and without it
/// down a pipe, where programs would take it for a part of the first heading.
pub(crate) fn write_csv(bytes: &[u8]) -> Result<(), Failure> {
    let bare = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if begins_a_file().unwrap_or(false) {
        write_bytes(BYTE_ORDER_MARK)?;
    }
    write_bytes(bare)
}

/// True where nothing was written before, as `>>` may find.
fn begins_a_file() -> io::Result<bool> {
    #[cfg(unix)]
    let out = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let out = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    let out = File::from(out).metadata()?;
    Ok(out.is_file() && out.len() == 0)
}

/// Text of the directory or the service on one line: what would move the cursor, change the
/// terminal or hide itself becomes visible.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            _ if c.is_whitespace() => ' ',
            _ if c.is_control() || is_invisible(c) => char::REPLACEMENT_CHARACTER,
            _ => c,
        })
        .collect()
}

/// As [`plain`], with line breaks kept.
pub(crate) fn plain_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(plain).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_directory_reaches_the_terminal_as_a_command() {
        let name = "Ada\u{1b}[31m\r\nB\u{202e}C\u{9b}2J";
        let shown = plain(name);
        assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'));
        assert_eq!(plain("Zoë O'Neil 名"), "Zoë O'Neil 名");
        assert_eq!(plain_lines("a\u{1b}\nb"), "a\u{fffd}\nb");
    }
}
