//! The shell: window, commands, events, state.

/// Opens the window and runs until it closes.
pub fn run() {}
