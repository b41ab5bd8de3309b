//! Tells on standard error what a command waits for, so that no long wait is silent.

use std::time::Duration;

use desk::{Desk, Wait};
use tokio::task::AbortHandle;

use crate::output::tell;

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// A shorter wait is not worth a line.
const LONG: Duration = Duration::from_secs(3);

/// Watches, as long as it lives.
pub(crate) struct Watch(AbortHandle);

impl Watch {
    pub(crate) fn over(desk: &Desk) -> Self {
        let desk = desk.clone();
        let watching = tokio::spawn(async move {
            let mut told = Told::default();
            loop {
                if let Some(text) = told.of(desk.waits()) {
                    tell!("usher: {text}");
                }
                tokio::time::sleep(LOOK).await;
            }
        });
        Self(watching.abort_handle())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The wait that was told last: it is told once.
#[derive(Default)]
struct Told {
    left: Option<Duration>,
}

impl Told {
    fn of(&mut self, wait: Option<Wait>) -> Option<String> {
        let told = std::mem::replace(&mut self.left, wait.map(|wait| wait.left));
        let wait = wait.filter(|wait| wait.left >= LONG)?;
        // The same wait only becomes shorter.
        if told.is_some_and(|told| told >= LONG && wait.left <= told) {
            return None;
        }
        let seconds = wait.left.as_secs_f64().round();
        Some(match wait.asked {
            true => format!("Microsoft Graph asks to wait: it goes on in {seconds} s."),
            false => format!(
                "Microsoft Graph cannot be reached or fails: it is asked again in {seconds} s."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_wait_is_told_once() {
        let wait = |seconds, asked| {
            let left = Duration::from_millis(seconds);
            Some(Wait { left, asked })
        };
        let mut told = Told::default();
        assert_eq!(told.of(None), None);
        assert_eq!(told.of(wait(900, true)), None, "the beat of a long run");
        let first = told.of(wait(40_000, true)).unwrap();
        assert!(first.contains("asks to wait") && first.contains("40 s"));
        assert_eq!(told.of(wait(39_700, true)), None);
        assert!(told.of(wait(60_000, true)).is_some(), "it became longer");
        assert_eq!(told.of(wait(2_000, true)), None);
        assert_eq!(told.of(None), None);
        let again = told.of(wait(8_000, false)).unwrap();
        assert!(again.contains("cannot be reached or fails"), "{again}");
    }
}
