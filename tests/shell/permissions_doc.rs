//! `docs/permissions.md` is what the code asks for.
//!
//! `UPDATE_BINDINGS=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use desk::trouble::Feature;
use entra::graph::scopes::OPERATIONS;
use entra::permissions::{STANDING, Scope};
use guests::rights::{GroupPower, Power, ROLES, Role};

const DOCUMENT: &str = "docs/permissions.md";

/// What a person does with a feature, in the words of the screens.
fn action(feature: Feature) -> &'static str {
    match feature {
        Feature::Guests => "See guests",
        Feature::Invite => "Invite guests, resend invitations",
        Feature::Groups => "See groups and their guests",
        Feature::AddToGroup => "Add guests to groups",
        Feature::Applications => "See applications and their guests",
        Feature::AssignApplication => "Assign applications to guests",
        Feature::Policies => "Tell beforehand what the policies will say",
        Feature::Roles => "Tell beforehand what you may do",
        Feature::AuditLog => "Find out whether a mail went out whose answer was lost",
    }
}

/// Which directory role does it, besides the permission.
fn roles(feature: Feature) -> String {
    let named = |can: fn(&Role) -> bool| {
        let names: Vec<&str> = ROLES
            .iter()
            .filter(|role| role.to_ask_for && can(role))
            .map(|role| role.display_name)
            .collect();
        assert!(!names.is_empty(), "a feature that no role can use");
        names.join(", ")
    };
    match feature {
        Feature::Invite => {
            format!(
                "{}; members and guests where the organization lets them",
                named(|role| role.invite == Power::Yes)
            )
        }
        Feature::AddToGroup => {
            format!(
                "{}; the group's owners",
                named(|role| role.groups == GroupPower::All)
            )
        }
        Feature::AssignApplication => {
            format!(
                "{}; the application's owners",
                named(|role| role.applications == Power::Yes)
            )
        }
        // Source: Microsoft Graph, "List directoryAudits".
        Feature::AuditLog => {
            "Reports Reader, Security Reader, Security Administrator, Global Reader, Application \
             Administrator, Cloud Application Administrator, Global Administrator"
                .to_owned()
        }
        _ => "none: every member may read this, unless the organization restricts it".to_owned(),
    }
}

fn generate() -> String {
    let mut out = String::from(
        "# Permissions\n\n\
         Every permission that Usher ever asks for: delegated permissions of Microsoft Graph, so it acts in\n\
         your name and never does more than your own roles allow. At sign-in only the first group is asked\n\
         for; the others when a feature is first used. Give your admins what they need and leave the rest out:\n\
         Usher then says, in that feature's place, what is missing and who can approve it.\n\n\
         A test holds this page against the code.\n\n## At sign-in\n\n| permission | id | why |\n|---|---|---|\n",
    );
    for scope in STANDING {
        let _ = writeln!(out, "| `{}` | `{}` | {} |", scope.name, scope.id, scope.why);
    }
    let first = Scope::UserRead;
    let _ = writeln!(
        out,
        "| `{}` | `{}` | {} |",
        first.name(),
        first.id(),
        first.why()
    );

    out.push_str("\n## By feature\n\n| what you do | permissions | role that it also takes |\n|---|---|---|\n");
    for feature in Feature::ALL {
        let scopes: Vec<String> = feature
            .scopes()
            .iter()
            .map(|scope| format!("`{}`", scope.name()))
            .collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            action(*feature),
            scopes.join(", "),
            roles(*feature)
        );
    }

    out.push_str(
        "\n## Each permission\n\n| permission | id | admin consent | why | calls |\n|---|---|---|---|---|\n",
    );
    for scope in Scope::ALL {
        let calls: Vec<String> = OPERATIONS
            .iter()
            .filter(|(_, scopes)| scopes.contains(scope))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let consent = if scope.admin_consent() { "yes" } else { "no" };
        let _ = writeln!(
            out,
            "| `{}` | `{}` | {consent} | {} | {} |",
            scope.name(),
            scope.id(),
            scope.why(),
            calls.join(", ")
        );
    }
    out.push_str(
        "\nSources: Microsoft Graph permissions reference; the permissions table of each call; Microsoft Entra\n\
         built-in roles.\n",
    );
    out
}

#[test]
fn the_page_on_permissions_is_what_the_code_asks_for() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let fresh = generate();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == fresh,
        "{DOCUMENT} is stale: run with UPDATE_BINDINGS=1"
    );
}

#[test]
fn every_permission_belongs_to_a_feature_or_to_the_sign_in() {
    for scope in Scope::ALL.iter().filter(|scope| **scope != Scope::UserRead) {
        assert!(
            Feature::ALL
                .iter()
                .any(|feature| feature.scopes().contains(scope)),
            "{} is asked for by no feature",
            scope.name()
        );
    }
}

/// The practice tenant has consented to just these, so that what works in practice works for real.
#[tokio::test]
async fn the_practice_tenant_consents_to_exactly_these() {
    let server = practice_tenant::Server::start(practice_tenant::Config::default())
        .await
        .unwrap();
    let ready = server.ready();
    let granted = server.tenant().read(|view| {
        let client = view.client(ready.client_id).unwrap().service_principal_id;
        let mut scopes: Vec<String> = view
            .grants()
            .filter(|grant| grant.client_id == client && grant.principal_id.is_none())
            .flat_map(|grant| grant.scopes.clone())
            .collect();
        scopes.sort();
        scopes
    });
    let mut expected: Vec<String> = Scope::ALL
        .iter()
        .map(|scope| scope.name().to_owned())
        .collect();
    expected.extend(STANDING.iter().map(|scope| scope.name.to_owned()));
    expected.sort();
    assert_eq!(granted, expected);
    server.shutdown().await;
}
