//! One admin at work in one tenant: store, sync, run.
