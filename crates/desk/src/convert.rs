//! What Graph says, in the words of the domain.

use entra::graph as wire;
use guests::application::{AppRole, Application};
use guests::group::Group;
use guests::guest::Guest;
use guests::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use guests::plan::survey::Holder;
use guests::policy::{AllowInvitesFrom, DomainList, InboundCollaboration, Known};

/// Name of the group setting that admits guests.
const ALLOW_TO_ADD_GUESTS: &str = "AllowToAddGuests";
/// Display name of the tenant's settings for Microsoft 365 groups.
const TENANT_GROUP_SETTINGS: &str = "Group.Unified";

/// A user as a guest, whether it is one or not.
pub(crate) fn guest(user: &wire::User) -> Guest {
    Guest {
        id: UserId(user.id.clone()),
        display_name: user.display_name.clone().unwrap_or_default(),
        mail: user.mail.clone(),
        user_principal_name: user.user_principal_name.clone().unwrap_or_default(),
        user_type: user
            .user_type
            .as_ref()
            .map(|value| value.as_str().to_owned()),
        creation_type: user
            .creation_type
            .as_ref()
            .map(|value| value.as_str().to_owned()),
        external_user_state: user
            .external_user_state
            .as_ref()
            .map(|value| value.as_str().to_owned()),
        external_user_state_change: user.external_user_state_change_date_time,
        created: user.created_date_time,
        account_enabled: user.account_enabled.unwrap_or(true),
        company_name: user.company_name.clone(),
        other_mails: user.other_mails.clone(),
    }
}

/// True where the user is a guest in Usher's sense.
pub(crate) fn is_guest(user: &wire::User) -> bool {
    Guest::is_guest(
        user.user_type.as_ref().map(wire::UserType::as_str),
        user.creation_type.as_ref().map(wire::CreationType::as_str),
    )
}

/// A user who holds an address.
pub(crate) fn holder(user: &wire::User) -> Holder {
    if is_guest(user) {
        Holder::Guest { guest: guest(user) }
    } else {
        Holder::Member {
            id: UserId(user.id.clone()),
            name: user.display_name.clone().unwrap_or_default(),
        }
    }
}

/// The addresses that a user holds, in all places where it counts.
pub(crate) fn addresses(user: &wire::User) -> impl Iterator<Item = &str> {
    let proxies = user.proxy_addresses.iter().filter_map(|proxy| smtp(proxy));
    user.mail
        .iter()
        .chain(&user.other_mails)
        .chain(&user.user_principal_name)
        .map(String::as_str)
        .chain(proxies)
}

/// True where the user holds this address.
pub(crate) fn holds(user: &wire::User, address: &str) -> bool {
    addresses(user).any(|held| guests::address::same_address(held, address))
}

/// The addresses that a group has.
pub(crate) fn group_addresses(group: &wire::Group) -> impl Iterator<Item = &str> {
    let proxies = group.proxy_addresses.iter().filter_map(|proxy| smtp(proxy));
    group.mail.iter().map(String::as_str).chain(proxies)
}

fn smtp(proxy: &str) -> Option<&str> {
    let (kind, address) = proxy.split_once(':')?;
    kind.eq_ignore_ascii_case("smtp").then_some(address)
}

/// A group; what its own settings say of guests is filled in where they were read.
pub(crate) fn group(group: &wire::Group, own: Option<&[wire::GroupSetting]>) -> Group {
    Group {
        id: GroupId(group.id.clone()),
        display_name: group.display_name.clone().unwrap_or_default(),
        description: group.description.clone(),
        mail: group.mail.clone(),
        group_types: group.group_types.clone(),
        mail_enabled: group.mail_enabled.unwrap_or_default(),
        security_enabled: group.security_enabled.unwrap_or_default(),
        on_premises_sync_enabled: group.on_premises_sync_enabled.unwrap_or_default(),
        is_assignable_to_role: group.is_assignable_to_role.unwrap_or_default(),
        allow_to_add_guests: own.map(|settings| admits(settings.iter())),
    }
}

/// Whether the tenant's settings admit guests to Microsoft 365 groups; without settings they do.
pub(crate) fn tenant_admits(settings: &[wire::GroupSetting]) -> bool {
    let tenant = |setting: &&wire::GroupSetting| {
        setting.display_name.as_deref() == Some(TENANT_GROUP_SETTINGS)
    };
    admits(settings.iter().filter(tenant))
}

fn admits<'a>(settings: impl Iterator<Item = &'a wire::GroupSetting>) -> bool {
    settings
        .flat_map(|setting| &setting.values)
        .filter(|value| value.name == ALLOW_TO_ADD_GUESTS)
        .filter_map(|value| value.value.as_deref())
        .all(|value| !value.eq_ignore_ascii_case("false"))
}

/// An enterprise application.
pub(crate) fn application(principal: &wire::ServicePrincipal) -> Application {
    Application {
        id: ServicePrincipalId(principal.id.clone()),
        app_id: principal.app_id.clone().unwrap_or_default(),
        display_name: principal.display_name.clone().unwrap_or_default(),
        account_enabled: principal.account_enabled.unwrap_or(true),
        app_role_assignment_required: principal.app_role_assignment_required.unwrap_or_default(),
        hidden: principal.tags.iter().any(|tag| tag == "HideApp"),
        app_roles: principal.app_roles.iter().map(app_role).collect(),
        homepage: principal.homepage.clone(),
    }
}

fn app_role(role: &wire::AppRole) -> AppRole {
    AppRole {
        id: AppRoleId(role.id.clone()),
        display_name: role.display_name.clone().unwrap_or_default(),
        description: role.description.clone(),
        value: role.value.clone(),
        is_enabled: role.is_enabled,
        allowed_member_types: role.allowed_member_types.clone(),
    }
}

/// Name of a role of this application.
pub(crate) fn role_name(application: &Application, role: &AppRoleId) -> String {
    if role.as_str() == AppRoleId::DEFAULT_ACCESS {
        return "Default Access".to_owned();
    }
    let found = application.app_roles.iter().find(|known| known.id == *role);
    found.map_or_else(|| role.to_string(), |role| role.display_name.clone())
}

/// Who may invite.
pub(crate) fn allow_invites_from(policy: &wire::AuthorizationPolicy) -> Known<AllowInvitesFrom> {
    let value = match &policy.allow_invites_from {
        Some(wire::AllowInvitesFrom::None) => AllowInvitesFrom::None,
        Some(wire::AllowInvitesFrom::AdminsAndGuestInviters) => {
            AllowInvitesFrom::AdminsAndGuestInviters
        }
        Some(wire::AllowInvitesFrom::AdminsGuestInvitersAndAllMembers) => {
            AllowInvitesFrom::AdminsGuestInvitersAndAllMembers
        }
        Some(wire::AllowInvitesFrom::Everyone) => AllowInvitesFrom::Everyone,
        other => {
            let what = other
                .as_ref()
                .map_or("nothing", wire::AllowInvitesFrom::as_str);
            return Known::NotChecked {
                why: format!("The policy says {what}, which Usher does not know."),
            };
        }
    };
    Known::Known { value }
}

/// The allow or deny list.
pub(crate) fn domain_list(domains: &wire::InvitationDomains) -> DomainList {
    match (&domains.allowed, &domains.blocked) {
        (Some(allowed), _) if !allowed.is_empty() => DomainList::Allow(allowed.clone()),
        (_, Some(blocked)) if !blocked.is_empty() => DomainList::Deny(blocked.clone()),
        _ => DomainList::Open,
    }
}

/// What the inbound settings say of users from a partner. What a partner leaves out it takes from
/// the default.
pub(crate) fn inbound(
    partner: Option<&wire::CrossTenantPolicy>,
    default: &wire::CrossTenantPolicy,
) -> InboundCollaboration {
    let setting = partner
        .and_then(|partner| partner.b2b_collaboration_inbound.as_ref())
        .or(default.b2b_collaboration_inbound.as_ref());
    let Some(users) = setting.and_then(|setting| setting.users_and_groups.as_ref()) else {
        return InboundCollaboration::Allowed;
    };
    let everybody = users
        .targets
        .iter()
        .any(|target| target.target.as_deref() == Some("AllUsers"));
    let blocked = matches!(users.access_type, Some(wire::policies::AccessType::Blocked));
    match (blocked, everybody) {
        (true, true) => InboundCollaboration::Blocked,
        (false, true) => InboundCollaboration::Allowed,
        (_, false) => InboundCollaboration::Partly,
    }
}
