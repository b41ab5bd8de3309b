//! The practice tenant as a program.
fn main() {}
