//! Fifteen enterprise applications, Microsoft's own, and the clients.

use time::Duration;
use uuid::Uuid;

use super::dice::{ANCHOR, Dice, Part};
use super::microsoft::{FIRST_PARTY, MICROSOFT_TENANT};
use super::people::People;
use super::{Plan, consent};
use crate::directory::{
    AppRole, AppRoleAssignment, ClientApplication, Directory, HIDE_APP, INTEGRATED_APP,
    ServicePrincipal,
};

/// Roles of an application: name, value, for people, enabled.
type Roles = &'static [(&'static str, &'static str, bool, bool)];

struct Shape {
    name: &'static str,
    roles: Roles,
    required: bool,
    enabled: bool,
    hidden: bool,
}

const fn shape(name: &'static str, roles: Roles, required: bool) -> Shape {
    Shape {
        name,
        roles,
        required,
        enabled: true,
        hidden: false,
    }
}

const READ_WRITE: Roles = &[
    ("Reader", "read", true, true),
    ("Editor", "edit", true, true),
];
const SEVERAL: Roles = &[
    ("Viewer", "viewer", true, true),
    ("Contributor", "contributor", true, true),
    ("Approver", "approver", true, true),
    ("Retired reviewer", "reviewer", true, false),
    ("Nightly import", "import", false, true),
];
const USER_ONLY: Roles = &[("User", "user", true, true)];
const APP_ONLY: Roles = &[("Telemetry.Write", "Telemetry.Write", false, true)];

const ENTERPRISE: [Shape; 15] = [
    shape("Supplier Portal", SEVERAL, true),
    shape("Drawing Archive", READ_WRITE, true),
    shape("Project Wiki", &[], false),
    shape("Timesheets", USER_ONLY, true),
    shape("Kowalska Room Planner", &[], true),
    shape("Quality Tracker", READ_WRITE, false),
    shape("Visitor Registration", &[], false),
    shape("Expense Reports", USER_ONLY, true),
    shape("Learning Campus", &[], true),
    shape("Contract Vault", SEVERAL, true),
    shape("Ticket Desk", READ_WRITE, true),
    shape("Shipment Radar", &[], true),
    Shape {
        hidden: true,
        ..shape("Badge Printer Service", &[], false)
    },
    Shape {
        enabled: false,
        ..shape("Old Intranet", USER_ONLY, true)
    },
    shape("Telemetry Collector", APP_ONLY, true),
];

/// The service principals whose ids other parts need.
pub(super) struct Applications {
    pub(super) enterprise: Vec<Uuid>,
    pub(super) client_id: Uuid,
    pub(super) client_id_unconsented: Uuid,
}

/// Plants them, with the consents of the clients.
pub(super) fn plant(
    directory: &mut Directory,
    plan: &Plan,
    people: &People,
    group: Uuid,
) -> Applications {
    let mut dice = Dice::new(plan.seed, Part::Applications);
    let tenant = directory.organization.id;
    let mut enterprise = Vec::new();
    for shape in &ENTERPRISE {
        let created = dice.days_ago(60, 1500);
        let mut principal = ServicePrincipal::new(dice.id(), dice.id(), shape.name, created);
        principal.app_owner_organization_id = Some(tenant);
        principal.app_role_assignment_required = shape.required;
        principal.account_enabled = shape.enabled;
        principal.app_roles = shape
            .roles
            .iter()
            .map(|role| app_role(&mut dice, role))
            .collect();
        principal.tags.push(INTEGRATED_APP.to_owned());
        if shape.hidden {
            principal.tags.push(HIDE_APP.to_owned());
        }
        let page = format!(
            "https://{}.contoso.example/",
            shape.name.to_lowercase().replace(' ', "-")
        );
        principal.reply_urls = vec![format!("{page}signin")];
        principal.homepage = Some(page);
        enterprise.push(principal.id);
        directory.seed_service_principal(principal);
    }
    directory.seed_owner(enterprise[4], people.account("owner"));
    directory.seed_owner(enterprise[0], people.colleagues()[0]);

    for (number, (name, app_id)) in FIRST_PARTY.iter().enumerate() {
        let app_id = app_id.map_or_else(|| dice.id(), Uuid::from_u128);
        let created = ANCHOR - Duration::days(2400) + Duration::minutes(number as i64);
        let mut principal = ServicePrincipal::new(dice.id(), app_id, *name, created);
        principal.app_owner_organization_id = Some(MICROSOFT_TENANT);
        principal.sign_in_audience = Some("AzureADMultipleOrgs".to_owned());
        if app_id == consent::GRAPH {
            principal.oauth2_permission_scopes = consent::graph_scopes();
        }
        directory.seed_service_principal(principal);
    }

    let mut client = |directory: &mut Directory, name: &str| {
        let created = ANCHOR - Duration::days(200);
        let mut principal = ServicePrincipal::new(dice.id(), dice.id(), name, created);
        principal.app_owner_organization_id = Some(tenant);
        principal.reply_urls = vec!["http://localhost".to_owned()];
        let app_id = principal.app_id;
        directory.clients.insert(
            app_id,
            ClientApplication {
                app_id,
                service_principal_id: principal.id,
                display_name: name.to_owned(),
                single_tenant: true,
                public_client: true,
                redirect_uris: vec!["http://localhost".to_owned()],
            },
        );
        directory.seed_service_principal(principal);
        app_id
    };
    let client_id = client(directory, "Usher (practice)");
    let client_id_unconsented = client(directory, "Usher without consent (practice)");
    consent::plant(directory, client_id, client_id_unconsented);
    assign(directory, &mut dice, group, "Group", enterprise[0]);
    Applications {
        enterprise,
        client_id,
        client_id_unconsented,
    }
}

/// Assigns the first role that people may have, or default access.
pub(super) fn assign(
    directory: &mut Directory,
    dice: &mut Dice,
    principal: Uuid,
    kind: &str,
    resource: Uuid,
) {
    let view = directory.view(crate::directory::Sight::Latest);
    let Some(application) = view.service_principal(resource) else {
        return;
    };
    let name = match view.object(principal) {
        Some(crate::directory::DirectoryObject::User(user)) => user.display_name.clone(),
        Some(crate::directory::DirectoryObject::Group(group)) => Some(group.display_name.clone()),
        _ => None,
    };
    let offered = |role: &&AppRole| {
        role.is_enabled && role.allowed_member_types.iter().any(|kind| kind == "User")
    };
    let role = match application.app_roles.iter().find(offered) {
        Some(role) => role.id,
        None if application.app_roles.is_empty() => Uuid::nil(),
        None => return,
    };
    let assignment = AppRoleAssignment {
        id: AppRoleAssignment::make_id(principal, dice.id()),
        app_role_id: role,
        created_date_time: dice.days_ago(1, 40),
        principal_id: principal,
        principal_type: kind.to_owned(),
        principal_display_name: name,
        resource_id: resource,
        resource_display_name: Some(application.display_name.clone()),
    };
    directory.seed_assignment(assignment);
}

fn app_role(dice: &mut Dice, (name, value, people, enabled): &(&str, &str, bool, bool)) -> AppRole {
    AppRole {
        id: dice.id(),
        allowed_member_types: vec![if *people { "User" } else { "Application" }.to_owned()],
        display_name: Some((*name).to_owned()),
        description: Some(format!("{name} of this application")),
        is_enabled: *enabled,
        origin: Some("Application".to_owned()),
        value: Some((*value).to_owned()),
    }
}
