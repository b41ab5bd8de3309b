//! Working with an access token that was got elsewhere.

use std::sync::Arc;

use entra::http::client::Http;
use entra::secret::Secret;
use entra::signin::given_token::GivenToken;

use super::{Account, Accounts, Destination, key_of};
use crate::Desk;
use crate::trouble::Trouble;

/// What names no tenant.
const ANY_TENANT: [&str; 3] = ["", "common", "organizations"];

impl Accounts {
    /// Opens the desk of the account that an access token of Graph is of. The token is used as
    /// long as it lasts and kept nowhere; what is done with it is in the account's journal. `opened` is
    /// given the desk before anything is asked, to watch what that waits for.
    ///
    /// # Errors
    /// It is no token of a person or of another tenant than `destination` names, the tenant's
    /// domains cannot be read where it names one of them, or the store cannot be opened.
    pub async fn open_with_token(
        &self,
        destination: &Destination,
        token: Secret,
        opened: impl FnOnce(&Desk),
    ) -> Result<(Desk, Account), Trouble> {
        let clock = Arc::clone(&self.surroundings.clock);
        let (source, account) = GivenToken::new(token, clock).map_err(|error| {
            Trouble::token(
                "tokenRefused",
                format!("As far as it can be read, {error}."),
            )
        })?;
        let tenant = destination.app.tenant.trim();
        let by_id = uuid::Uuid::try_parse(tenant).is_ok();
        if by_id && !tenant.eq_ignore_ascii_case(&account.tenant_id) {
            return Err(of_another(&account, tenant));
        }
        self.keep_apart(&key_of(&account.key()), destination)?;
        let http = Http::new(&destination.cloud).map_err(|error| Trouble::certificates(&error))?;
        let source = Arc::new(source);
        let desk = self
            .desk(destination, http, account.clone(), source)
            .await?;
        opened(&desk);
        if !by_id && !ANY_TENANT.contains(&tenant.to_lowercase().as_str()) {
            let organization = desk.inner.organization().await?;
            let mut domains = organization.verified_domains.iter();
            if !domains.any(|domain| domain.name.eq_ignore_ascii_case(tenant)) {
                desk.close().await;
                return Err(of_another(&account, tenant));
            }
        }
        Ok((desk, account))
    }
}

fn of_another(account: &Account, tenant: &str) -> Trouble {
    Trouble::token(
        "tokenOfAnotherTenant",
        format!(
            "It is a token of tenant {}, and {tenant} was asked for.",
            account.tenant_id
        ),
    )
}
