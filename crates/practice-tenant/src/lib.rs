//! Imitates Entra sign-in and Microsoft Graph on loopback.
//!
//! A practice tenant is a small organization that anyone may break: a
//! directory, the sign-in service, Graph in front of it, and an outbox where
//! the invitation mails lie. It refuses what the real service refuses, and what
//! it does not imitate. It has two faces: gentle, at once and consistent, and
//! real, with latency, lag, the published quotas, late audit entries and faults
//! ([`face`]); `docs/practice-tenant.md` tells what can be asked of it.
//!
//! It shares nothing with the clients that talk to it, so
//! that a misreading of Graph on one side cannot hide on the other.

pub mod audit;
pub mod clock;
pub mod config;
mod control;
pub mod directory;
pub mod face;
pub mod faults;
mod front;
pub mod graph;
mod guard;
pub mod identity;
pub mod keys;
pub mod ledger;
mod odata;
pub mod outbox;
mod page;
pub mod quota;
pub mod ready;
mod record;
pub mod requests;
pub mod seed;
pub mod server;
pub mod site;
pub mod span;
pub mod state;
pub mod tenant;
pub mod tls;
mod trouble;
pub mod tx;
mod world;

pub use config::Config;
pub use face::{DeviceCode, Face, Portion};
pub use ready::Ready;
pub use seed::Account;
pub use server::{Running, Server, StartError};
pub use span::Span;
pub use tenant::Tenant;
