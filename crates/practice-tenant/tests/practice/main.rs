//! The practice tenant from outside: over real sockets, as a program and as a
//! library.

mod control;
mod faults;
mod flags;
mod guard;
mod identity;
mod outbox;
mod program;
mod seed;
mod state;
mod tls;
