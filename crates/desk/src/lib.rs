//! One admin at work in one tenant: store, sync, run.
//!
//! A [`Desk`] belongs to one account in one tenant. It keeps a copy of the guests on this
//! computer and up to date, asks the directory what a plan has to know, and carries out runs so
//! that an interruption at any moment loses nothing and repeats nothing. The journal is the truth
//! of a run; what watches it is only a view.
//!
//! This crate knows no window and no command line, and reads no clock but the one it is given.

mod access;
pub mod accounts;
mod cache;
pub mod change;
mod chosen;
mod convert;
pub mod defaults;
mod desk;
mod drafts;
pub mod estimate;
mod import;
pub mod labels;
mod lock;
mod neighbours;
pub mod organization;
pub mod plan_files;
mod plans;
mod profile;
pub mod rights;
mod run;
mod search;
mod store;
pub mod survey;
mod sync;
mod targets;
pub mod trouble;
pub mod view;
mod waits;

pub use desk::{AdminConsentUrl, ChangeSink, Desk, DeskConfig};
pub use run::results::ResultsFormat;
pub use waits::Wait;
