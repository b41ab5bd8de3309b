mod properties;
mod reading;
mod rows;
mod support;
