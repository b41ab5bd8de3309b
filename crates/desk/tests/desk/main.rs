//! The desk against the practice tenant, over real sockets.

mod crash;
mod inviting;
mod listing;
mod rights;
mod support;
mod trouble;
