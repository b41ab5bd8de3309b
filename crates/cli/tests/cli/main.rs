//! The program itself, in processes of its own, against a practice tenant.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on ends here"
)]

mod beside;
mod guests;
mod killed;
mod planning;
mod running;
mod signing_in;
mod support;
mod tokens;
mod usage;
