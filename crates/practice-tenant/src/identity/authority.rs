//! The `{tenant}` segment of a sign-in address, and the client that names itself there.

use uuid::Uuid;

use super::aadsts::SignInError;
use crate::directory::{ClientApplication, Cloud, View};

/// Where a client signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authority {
    /// At this tenant, by its id or one of its verified domains.
    Tenant,
    /// Wherever the account belongs; `organizations` excludes personal accounts.
    Common {
        /// The word in the address.
        word: &'static str,
    },
}

impl Authority {
    /// Understands the segment.
    ///
    /// # Errors
    ///
    /// 90038 for a tenant of another cloud, 90002 for every other name: the service knows one
    /// tenant.
    pub(crate) fn resolve(view: View<'_>, segment: &str) -> Result<Self, SignInError> {
        for word in ["common", "organizations"] {
            if segment.eq_ignore_ascii_case(word) {
                return Ok(Self::Common { word });
            }
        }
        let id = Uuid::try_parse(segment).ok();
        let organization = view.organization();
        if id == Some(organization.id) || organization.owns_domain(segment) {
            return Ok(Self::Tenant);
        }
        let other = match id {
            Some(id) => view
                .known_tenants()
                .iter()
                .find(|tenant| tenant.tenant_id == id),
            None => view.tenant_of_domain(segment),
        };
        match other {
            Some(tenant) if tenant.cloud == Cloud::UsGovernment => {
                Err(SignInError::tenant_in_another_cloud(segment))
            }
            _ => Err(SignInError::tenant_not_found(segment)),
        }
    }

    /// The segment of addresses in an answer.
    pub(crate) fn segment(self, view: View<'_>) -> String {
        match self {
            Self::Tenant => view.organization().id.to_string(),
            Self::Common { word } => word.to_owned(),
        }
    }

    /// What stands for the tenant id in the issuer.
    pub(crate) fn issuer_segment(self, view: View<'_>) -> String {
        match self {
            Self::Tenant => view.organization().id.to_string(),
            Self::Common { .. } => "{tenantid}".to_owned(),
        }
    }

    /// The client application of this id, if it may sign people in here.
    ///
    /// # Errors
    ///
    /// 700016 for an application that is not in the tenant, 7000112 for one that is disabled,
    /// 50194 for a single-tenant application away from its tenant's address.
    pub(crate) fn client<'a>(
        self,
        view: View<'a>,
        client_id: &str,
    ) -> Result<&'a ClientApplication, SignInError> {
        let organization = view.organization();
        let client = Uuid::try_parse(client_id)
            .ok()
            .and_then(|id| view.client(id))
            .ok_or_else(|| {
                SignInError::unknown_application(client_id, &organization.display_name)
            })?;
        let enabled = view
            .service_principal(client.service_principal_id)
            .is_some_and(|principal| principal.account_enabled);
        if !enabled {
            return Err(SignInError::disabled_application(client_id));
        }
        if client.single_tenant && matches!(self, Self::Common { .. }) {
            return Err(SignInError::single_tenant(client_id, &client.display_name));
        }
        Ok(client)
    }
}
