//! The commands: parse, call the desk, hand back. No rules here.

pub mod access;
pub mod changes;
pub mod exports;
pub mod guests;
pub mod plan_files;
pub mod practice;
pub mod session;
pub mod settings;
pub mod sheets;
pub mod window;

use desk::trouble::Trouble;

/// What every command gives.
pub type Reply<T> = Result<T, Trouble>;
