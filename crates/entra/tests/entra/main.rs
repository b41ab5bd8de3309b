//! The client over real sockets, against small servers that misbehave on purpose.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests set up works, or the test fails"
)]

mod announce;
mod cancel; // what stops and what does not
mod device_code; // polling until a person has signed in
mod graph; // pages, deltas, batches as they travel
mod replay; // what is sent again, and what never is
mod session; // refresh tokens and access tokens
mod support;
mod token_store; // with a keyring where there is one
mod trust; // where tokens go, and claims challenges
