//! The shell held against its own tables: bindings, permissions, commands.

mod bindings;
