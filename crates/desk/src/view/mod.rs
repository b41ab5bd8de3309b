//! What the desk shows: plain data for a screen or a command line, never a token, never a redeem link.

pub mod access;
pub mod guests;
pub mod runs;
