//! Where settings lie in the Microsoft Entra admin center, in its own words.

pub(crate) const GUEST_INVITE_SETTINGS: &str =
    "External Identities › External collaboration settings › Guest invite settings";
pub(crate) const COLLABORATION_RESTRICTIONS: &str =
    "External Identities › External collaboration settings › Collaboration restrictions";
pub(crate) const CROSS_TENANT_ACCESS: &str = "External Identities › Cross-tenant access settings › Organizational settings › Inbound access › B2B collaboration";
pub(crate) const INBOUND_TRUST: &str = "External Identities › Cross-tenant access settings › Organizational settings › Inbound access › Trust settings";
pub(crate) const ROLES: &str = "Roles & admins › All roles";
pub(crate) const DELETED_USERS: &str = "Users › Deleted users";
pub(crate) const GROUP_GENERAL: &str = "Groups › General";
pub(crate) const GROUP_OWNERS: &str = "Groups › All groups › Owners";
pub(crate) const GROUP_PROPERTIES: &str = "Groups › All groups › Properties";
pub(crate) const GROUP_RULES: &str = "Groups › All groups › Dynamic membership rules";
pub(crate) const APPLICATION_OWNERS: &str = "Enterprise apps › All applications › Owners";
pub(crate) const APPLICATION_PROPERTIES: &str = "Enterprise apps › All applications › Properties";
pub(crate) const APP_ROLES: &str = "App registrations › App roles";
pub(crate) const ADMIN_CONSENT: &str = "Enterprise apps › All applications › Permissions";
