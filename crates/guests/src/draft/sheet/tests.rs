mod guide;
mod properties;
mod reading;
mod rows;
mod support;
