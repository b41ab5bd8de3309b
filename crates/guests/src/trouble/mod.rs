//! What went wrong, in plain words: code to cause, remedy, who can, source.

pub mod directory;
pub mod guest_side;
pub mod sign_in;
