//! Addresses: reading them out of whatever people paste, and judging them.

mod check;
mod list;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use check::{check, clean, domain_of, fold, same_address};
pub use list::parse_list;
pub(crate) use list::{LONGEST_NAME, clean_name, complete_domain, first_labels};

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AddressEntry {
    /// What was read as the address, cleaned of spaces and brackets.
    pub address: String,
    /// The name beside it, as in `Name <address>`.
    pub display_name: Option<String>,
    /// What is wrong with it; none: nothing.
    pub problem: Option<AddressProblem>,
}

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AddressProblem {
    /// Stable name: `malformed`, `plus`, `forbiddenCharacter`, `incompleteDomain`, `duplicate`, `tooLong`.
    pub code: String,
    /// For the screen, such as "Microsoft does not accept + in an address."
    pub text: String,
    /// The address that was probably meant.
    pub suggestion: Option<String>,
}

impl AddressProblem {
    pub(crate) fn new(code: &str, text: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            text: text.into(),
            suggestion: None,
        }
    }
}

#[cfg(test)]
mod tests;
