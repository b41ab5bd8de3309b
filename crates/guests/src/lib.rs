//! What is true about guests: rules without I/O, async or clock.
//!
//! Everything here is a pure function of its arguments. Time is passed in, the directory is
//! passed in as facts, and nothing in this crate can reach the network, the disk or a screen.

pub mod activity;
pub mod address;
pub mod application;
pub mod csv_safe;
pub mod draft;
pub mod explanation;
pub mod group;
pub mod guest;
pub mod id;
pub mod invisible;
pub mod invitation;
pub mod plan;
pub mod policy;
pub mod reconcile;
pub mod rights;
mod settings;
pub mod trouble;
