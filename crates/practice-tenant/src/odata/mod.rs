//! OData as the directory speaks it: query options, filters, searches, pages, refusals.
//!
//! Knows nothing of users or groups: a resource describes its properties in an [`Entity`] table,
//! and everything here (what may be filtered, how it is compared, how it is shown) follows from it.

mod compile;
mod entity;
mod error;
mod expand;
mod filter;
mod item;
mod list;
mod narrow;
mod order;
mod query;
mod search;
mod token;
mod value;

pub(crate) use compile::{Test, compile};
pub(crate) use entity::{Column, Entity, Kind, Level, Operators, Property, Searched, show};
pub(crate) use error::Error;
pub(crate) use expand::{Expand, MOST_EXPANDED};
pub(crate) use filter::parse as parse_filter;
pub(crate) use list::{Page, Plan};
pub(crate) use query::{Query, QueryOption};
pub(crate) use token::{decode as decode_token, encode as encode_token};
pub(crate) use value::{Value, timestamp};
