//! What Usher puts on the clipboard for a while: a sign-in code, a redeem link.
//!
//! Other programs can read the clipboard, so neither stays on it: after a minute, or when Usher
//! closes, it is cleared, unless something else has been copied meanwhile.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use desk::trouble::Trouble;
use entra::secret::Secret;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::state::AppState;

/// Long enough to paste it somewhere.
const KEPT: Duration = Duration::from_secs(60);

/// What was put on the clipboard last and may still be there.
#[derive(Default)]
pub struct Lent(Mutex<Held>);

#[derive(Default)]
struct Held {
    text: Option<Secret>,
    /// Counts what was put there, so that a minute that is over ends only its own text.
    turn: u64,
}

/// The system's clipboard, as far as it is needed here.
trait Board {
    fn read(&self) -> Option<String>;
    fn clear(&self);
}

impl Board for AppHandle {
    fn read(&self) -> Option<String> {
        // What is no text is not ours.
        self.clipboard().read_text().ok()
    }

    fn clear(&self) {
        if let Err(error) = self.clipboard().clear() {
            tracing::warn!(%error, "the clipboard was not cleared");
        }
    }
}

impl Lent {
    fn note(&self, text: Secret) -> u64 {
        let mut held = self.lock();
        held.turn += 1;
        held.text = Some(text);
        held.turn
    }

    /// Clears what was put there at this turn, or at the last one.
    fn take_back(&self, turn: Option<u64>, board: &impl Board) {
        let mut held = self.lock();
        if turn.is_some_and(|turn| turn != held.turn) {
            return;
        }
        let Some(text) = held.text.take() else {
            return;
        };
        if board.read().as_deref() == Some(text.expose()) {
            board.clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts a text on the clipboard for a minute.
///
/// # Errors
/// The system has no clipboard, or it does not take the text.
pub fn lend(app: &AppHandle, text: Secret) -> Result<(), Trouble> {
    app.clipboard()
        .write_text(text.expose())
        .map_err(|error| Trouble::internal(&format!("the clipboard did not take it: {error}")))?;
    let turn = app.state::<AppState>().lent.note(text);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(KEPT).await;
        app.state::<AppState>().lent.take_back(Some(turn), &app);
    });
    Ok(())
}

/// Clears the clipboard of what is still there, since nothing will do so later.
pub fn take_back(app: &AppHandle) {
    app.state::<AppState>().lent.take_back(None, app);
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    struct Text(RefCell<Option<String>>);

    impl Text {
        fn of(text: &str) -> Self {
            Self(RefCell::new(Some(text.to_owned())))
        }
    }

    impl Board for Text {
        fn read(&self) -> Option<String> {
            self.0.borrow().clone()
        }

        fn clear(&self) {
            self.0.replace(None);
        }
    }

    #[test]
    fn what_is_still_there_is_cleared() {
        let lent = Lent::default();
        let turn = lent.note(Secret::new("code"));
        let board = Text::of("code");
        lent.take_back(Some(turn), &board);
        assert_eq!(board.read(), None);
    }

    #[test]
    fn what_the_person_copied_since_stays() {
        let lent = Lent::default();
        lent.note(Secret::new("code"));
        let board = Text::of("something else");
        lent.take_back(None, &board);
        assert_eq!(board.read().as_deref(), Some("something else"));
        lent.take_back(None, &Text::of("code"));
    }

    #[test]
    fn an_earlier_minute_does_not_end_a_later_text() {
        let lent = Lent::default();
        let first = lent.note(Secret::new("same"));
        let second = lent.note(Secret::new("same"));
        let board = Text::of("same");
        lent.take_back(Some(first), &board);
        assert_eq!(board.read().as_deref(), Some("same"));
        lent.take_back(Some(second), &board);
        assert_eq!(board.read(), None);
    }
}
