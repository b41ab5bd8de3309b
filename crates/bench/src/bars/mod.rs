//! One file for each thing that has a bar.

pub(crate) mod first_load;
pub(crate) mod memory;
pub(crate) mod plan;
pub(crate) mod practice;
pub(crate) mod refresh;
pub(crate) mod runs;
pub(crate) mod search;
pub(crate) mod sheet;
pub(crate) mod start;
pub(crate) mod window;
