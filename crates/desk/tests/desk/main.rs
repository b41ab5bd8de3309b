//! The desk against the practice tenant, over real sockets.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends here"
)]

mod accounts;
mod bulk;
mod chosen;
mod crash;
mod fault_matrix;
mod full_disk;
mod held_up;
mod inviting;
mod listing;
mod lists;
mod loading;
mod lost_mail;
mod many;
mod papers;
mod rights;
mod sharing;
mod support;
mod trouble;
mod twice;
