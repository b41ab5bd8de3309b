//! One admin at work in one tenant: store, sync, run.

pub mod trouble;
pub mod view;
