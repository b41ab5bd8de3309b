//! Signing in, and the tokens that come of it. Knows nothing of Graph.

mod access_tokens;
pub mod account;
pub mod challenge;
pub mod claims;
pub mod device_code;
pub mod error;
mod exchange;
pub mod given_token;
pub mod grant;
mod keyring;
mod sealed_file;
pub mod session;
pub mod token_source;
pub mod token_store;

pub use account::{Account, AccountKey, AppRegistration};
pub use challenge::Claims;
pub use error::{Refusal, SignInError};
pub use grant::Grant;
