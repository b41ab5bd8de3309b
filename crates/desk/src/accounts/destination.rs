//! Where a sign-in goes.

use entra::cloud::Cloud;
use entra::signin::AppRegistration;
use uuid::Uuid;

use crate::trouble::Trouble;

/// Where a sign-in goes.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The cloud: login and Graph hosts.
    pub cloud: Cloud,
    /// Tenant and client id.
    pub app: AppRegistration,
    /// It is a practice tenant: loopback only, kept apart.
    pub practice: bool,
}

impl Destination {
    /// A tenant and client id as typed, checked before anything is sent. What answers on this
    /// computer is a practice tenant.
    ///
    /// # Errors
    /// One of them is not what it should be.
    pub fn checked(cloud: Cloud, tenant: &str, client_id: &str) -> Result<Self, Trouble> {
        let tenant = tenant.trim();
        let well_formed = !tenant.is_empty()
            && tenant.len() <= 253
            && tenant
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        if !well_formed {
            return Err(Trouble::invalid(
                "tenant",
                "Enter the tenant's domain, such as contoso.onmicrosoft.com, or its tenant ID.",
            ));
        }
        let client_id = Uuid::parse_str(client_id.trim()).map_err(|_| {
            Trouble::invalid(
                "clientId",
                "Enter the Application (client) ID of the app registration: 32 digits and letters in five groups.",
            )
        })?;
        Ok(Self {
            practice: cloud.is_loopback(),
            cloud,
            app: AppRegistration {
                tenant: tenant.to_owned(),
                client_id: client_id.to_string(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_checked_before_anything_is_sent() {
        let id = "0F2A1B3C-1111-4222-8333-444455556666";
        let to = |tenant: &str, client: &str| Destination::checked(Cloud::global(), tenant, client);
        let checked = to(" contoso.example ", id).unwrap();
        assert_eq!(checked.app.tenant, "contoso.example");
        assert_eq!(checked.app.client_id, id.to_lowercase());
        assert!(!checked.practice);
        for tenant in ["", " ", "a/b", "contoso.example?x"] {
            assert_eq!(to(tenant, id).unwrap_err().explanation.code, "tenant");
        }
        let refused = to("contoso.example", "usher").unwrap_err();
        assert_eq!(refused.explanation.code, "clientId");
    }
}
