//! One admin at work in one tenant: store, sync, run.

pub mod change;
pub mod defaults;
pub mod organization;
pub mod rights;
pub mod survey;
pub mod trouble;
pub mod view;
