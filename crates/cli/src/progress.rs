//! Progress on standard error, where somebody sits at a terminal.

use std::sync::LazyLock;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How often a line that only tells that something goes on moves.
const TICK: Duration = Duration::from_millis(120);

/// All that is shown, so that what is told meanwhile can go around it.
static SHOWN: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// Tells that something goes on, without how much there is of it.
pub(crate) fn spinner(text: &str) -> ProgressBar {
    let bar = SHOWN.add(ProgressBar::new_spinner());
    bar.set_message(text.to_owned());
    bar.enable_steady_tick(TICK);
    bar
}

/// Tells how far something is. Hidden where standard error is no terminal.
pub(crate) fn bar(of: u32) -> ProgressBar {
    let bar = SHOWN.add(ProgressBar::new(u64::from(of)));
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// Does what writes lines to standard error while bars are out of the way.
pub(crate) fn aside(write: impl FnOnce()) {
    SHOWN.suspend(write);
}
