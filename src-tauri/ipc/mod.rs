//! What crosses the bridge: arguments, replies, and the one table of commands.
//!
//! Every command takes at most one value named `args` and at most one channel named `onEvent`, and
//! fails with [`desk::trouble::Trouble`].

pub mod changes;
pub mod exports;
pub mod lists;
pub mod plan_files;
pub mod schema;
pub mod session;
pub mod settings;
pub mod sheets;
