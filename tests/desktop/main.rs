//! Usher as a person uses it: the built program in a real window, against the practice tenant.
//!
//! Each story starts its own tenant, its own data folder and its own window. Names begin with
//! `desktop_`, so that a run without a display can leave them out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a story that cannot go on fails loudly"
)]
#![allow(unreachable_pub, missing_docs, reason = "a test binary has no outside")]

mod app;
mod axe;
mod bridge;
mod browser;
mod close_button;
mod closing;
mod hands;
mod inside;
mod keyboard;
mod kill;
mod lists;
mod outcome;
mod page;
mod papers;
mod pictures;
mod place;
mod refusals;
mod secrets;
mod shell_beside;
mod sight;
mod signing_in;
mod story;
mod table;
mod tenant;
mod webdriver;
mod witness;
