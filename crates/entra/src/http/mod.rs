//! Carrying requests: connections, retries, pace, what may be logged.

pub mod announce;
pub(crate) mod answer;
pub mod carrier;
pub(crate) mod challenge;
pub mod client;
pub(crate) mod operation;
mod outage;
pub(crate) mod pace;
pub(crate) mod redact;
pub(crate) mod retry;
mod service_time;
pub mod transport;

pub use answer::RequestIds;
pub use operation::Replay;
pub use pace::{Limit, PaceView};
