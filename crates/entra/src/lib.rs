//! Speaking to Microsoft: clouds, sign-in, tokens, Graph.
//!
//! Three parts that meet in one place only. [`signin`] yields a [`TokenSource`], the
//! [`Transport`] takes one, and [`Graph`] takes the transport; sign-in and Graph do not
//! know each other. Nothing but the login host and the Graph host of the chosen [`Cloud`]
//! is ever called, and tokens, device codes and redeem links have a type that cannot be
//! printed ([`Secret`]).
//!
//! This crate knows the services' wire formats and limits. It does not know what a plan, a
//! run or a screen is.

pub mod clock;
pub mod cloud;
pub mod error;
pub mod graph;
pub mod http;
pub mod permissions;
pub mod secret;
pub mod signin;

pub use clock::{Clock, SystemClock};
pub use cloud::Cloud;
pub use error::{Error, ServiceError};
pub use graph::Graph;
pub use http::client::Http;
pub use http::transport::Transport;
pub use permissions::Scope;
pub use secret::Secret;
pub use signin::session::Session;
pub use signin::token_source::TokenSource;
