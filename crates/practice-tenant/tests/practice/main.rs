//! The practice tenant from outside: over real sockets, as a program and as a
//! library.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests end the test where it cannot go on"
)]

mod control;
mod faults;
mod flags;
mod graph;
mod guard;
mod identity;
mod lag;
mod outbox;
mod program;
mod seed;
mod state;
mod tls;
