//! The shell: window, commands, events, state.

pub mod ipc;

/// Opens the window and runs until it closes.
pub fn run() {}
