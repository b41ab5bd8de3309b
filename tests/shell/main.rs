//! The shell held against its own tables: bindings, permissions, commands.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails loudly"
)]

mod bindings;
mod permissions;
mod permissions_doc;
