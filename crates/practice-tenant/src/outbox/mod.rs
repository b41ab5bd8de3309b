//! The outbox: invitation mails that never leave the machine, and the redemption they lead to.
//!
//! Sources: learn.microsoft.com, "Elements of the B2B collaboration invitation email" and "B2B
//! collaboration invitation redemption".

mod link;
mod mail;
mod mail_pages;
mod redemption;
mod redemption_pages;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::tenant::Tenant;

pub(crate) use link::{new_ticket, redeem_url};
pub(crate) use mail::{MailRequest, compose_mail};
pub(crate) use redemption::redeem;
pub use redemption::{RedeemRefusal, Redeemed};

/// The pages under `/outbox`, which lie at loopback names only.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
        .route("/outbox", get(mail_pages::list))
        .route("/outbox/{mail}", get(mail_pages::one))
}

/// The pages that redeem links lead to (`/redeem…`), which also answer as
/// login.microsoftonline.com.
pub(crate) fn redemption_router() -> Router<Arc<Tenant>> {
    Router::new().route(
        "/redeem",
        get(redemption_pages::open).post(redemption_pages::step),
    )
}
