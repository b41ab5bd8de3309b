//! The limits that Microsoft publishes, and who draws on them.

use std::time::Duration;

use serde::Serialize;
use uuid::Uuid;

use super::bucket::Limit;
use super::cost::{Cost, Service};

/// How large a tenant is, for the limit of resource units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum TenantSize {
    S,
    M,
    L,
}

/// Every bucket there can be; those with an application's id are there once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    ResourceUnits(Uuid),
    Writes(Uuid),
    TenantWrites,
    Invitations,
    Reports(Uuid),
}

/// The buckets that a call draws on, and how much.
pub(super) fn draws(app: Uuid, cost: Cost) -> Vec<(Kind, u32)> {
    let mut draws = vec![(Kind::ResourceUnits(app), cost.resource_units)];
    if cost.writes > 0 {
        draws.push((Kind::Writes(app), cost.writes));
        draws.push((Kind::TenantWrites, cost.writes));
    }
    match cost.service {
        Some(Service::Invitations) => draws.push((Kind::Invitations, 1)),
        Some(Service::Reports) => draws.push((Kind::Reports(app), 1)),
        None => {}
    }
    draws
}

impl Kind {
    /// The limits of identity and access for one application: the published header tells how much
    /// of "its limit" an application has used, among these limits and no others.
    pub(super) fn is_of_application(self) -> bool {
        matches!(self, Self::ResourceUnits(_) | Self::Writes(_))
    }
}

impl TenantSize {
    pub(super) fn of(users: usize) -> Self {
        match users {
            0..50 => Self::S,
            50..=500 => Self::M,
            _ => Self::L,
        }
    }

    pub(super) fn resource_units(self) -> u32 {
        match self {
            Self::S => 3_500,
            Self::M => 5_000,
            Self::L => 8_000,
        }
    }
}

impl Kind {
    pub(super) fn limit(self, size: TenantSize) -> Limit {
        let (units, seconds) = match self {
            Self::ResourceUnits(_) => (size.resource_units(), 10),
            Self::Writes(_) => (3_000, 150),
            Self::TenantWrites => (18_000, 300),
            Self::Invitations => (150, 5),
            Self::Reports(_) => (5, 10),
        };
        Limit {
            units,
            window: Duration::from_secs(seconds),
        }
    }

    /// The bucket of that name; those of an application need one.
    pub(super) fn named(name: &str, app: Option<Uuid>) -> Option<Self> {
        let all = [
            app.map(Self::ResourceUnits),
            app.map(Self::Writes),
            Some(Self::TenantWrites),
            Some(Self::Invitations),
            app.map(Self::Reports),
        ];
        all.into_iter().flatten().find(|kind| kind.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ResourceUnits(_) => "resourceUnits",
            Self::Writes(_) => "writes",
            Self::TenantWrites => "tenantWrites",
            Self::Invitations => "invitations",
            Self::Reports(_) => "reports",
        }
    }

    pub(super) fn app(self) -> Option<Uuid> {
        match self {
            Self::ResourceUnits(app) | Self::Writes(app) | Self::Reports(app) => Some(app),
            Self::TenantWrites | Self::Invitations => None,
        }
    }

    /// The first two parts of `x-ms-throttle-scope`.
    pub(super) fn scope(self) -> &'static str {
        match self {
            Self::ResourceUnits(_) => "Tenant_Application/ReadWrite",
            Self::Writes(_) => "Tenant_Application/Write",
            Self::TenantWrites | Self::Invitations => "Tenant/Write",
            Self::Reports(_) => "Tenant_Application/Read",
        }
    }

    /// `x-ms-throttle-information`; the documented words cover the identity limits alone.
    pub(super) fn information(self) -> Option<&'static str> {
        match self {
            Self::ResourceUnits(_) => Some("ResourceUnitLimitExceeded"),
            Self::Writes(_) | Self::TenantWrites => Some("WriteLimitExceeded"),
            Self::Invitations | Self::Reports(_) => None,
        }
    }
}
