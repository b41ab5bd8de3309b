//! Lists: names looked up in few requests, addresses held against the guests.

use desk::Desk;
use desk::view::guests::GuestQuery;
use guests::draft::DraftKind;
use guests::draft::sheet::{ReadOptions, Resolved, Sheet};
use practice_tenant::directory::{AppRole, Group, ServicePrincipal};
use uuid::Uuid;

use super::support::{World, draft, open_applications, open_groups, people, plan};

async fn resolved(desk: &Desk, list: &str) -> Resolved {
    resolved_bytes(desk, list.as_bytes()).await
}

async fn resolved_bytes(desk: &Desk, list: &[u8]) -> Resolved {
    let sheet = Sheet::read(list, &ReadOptions::default()).unwrap();
    let judged = sheet.judge(&sheet.guess(), |_| true).unwrap();
    desk.resolve_sheet(judged).await
}

#[tokio::test]
async fn groups_and_applications_of_a_list_are_found_by_name_and_id() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    let groups = open_groups(&desk).await;
    let application = open_applications(&desk)
        .await
        .into_iter()
        .find(|row| row.roles.len() > 1)
        .unwrap();
    let (first, second) = (&groups[0].group, &groups[1].group);
    let role = &application.roles[1];
    let list = format!(
        "Email;Groups;Applications\n\
         a@list.example;{};{}:{}\n\
         b@list.example;{} | {};{}:{}\n\
         c@list.example;No such group;\n\
         d@list.example;;\n",
        first.display_name.to_uppercase(),
        application.application.display_name.to_lowercase(),
        role.display_name,
        second.id,
        first.display_name,
        application.application.id,
        role.id,
    );
    let found = resolved(&desk, &list).await;
    let codes: Vec<_> = found
        .problems
        .iter()
        .map(|problem| (problem.line, problem.code.as_str()))
        .collect();
    assert_eq!(codes, [(4, "groupUnknown")], "{:#?}", found.problems);
    assert_eq!(found.counts.people, 3);
    let own = |place: usize| found.people[place].own.as_deref().unwrap();
    assert_eq!(own(0).access.groups, std::slice::from_ref(&first.id));
    assert_eq!(own(1).access.groups, [first.id.clone(), second.id.clone()]);
    for place in [0, 1] {
        let access = &own(place).access.applications[0];
        assert_eq!(access.service_principal_id, application.application.id);
        assert_eq!(access.app_role_id, role.id);
    }
    assert!(found.people[2].own.is_none());

    // What the list asks for one person is in that person's steps, and in no other's.
    let planned = plan(&desk, draft(&desk, DraftKind::Invite, found.people)).await;
    let steps: Vec<_> = planned.rows.iter().map(|row| row.steps.len()).collect();
    assert_eq!(steps, [3, 4, 1], "{:#?}", planned.rows);
}

#[tokio::test]
async fn many_names_are_asked_for_in_few_requests() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    let rows: Vec<String> = (0..200)
        .map(|n| format!("p{n}@list.example;Group {};Group {}", n % 100, n % 40))
        .collect();
    let list = format!("Email;Groups;Applications\n{}", rows.join("\n"));
    let before = world.requests("POST", "/$batch").await;
    let found = resolved(&desk, &list).await;
    assert_eq!(found.counts.with_problems, 200);
    let took = world.requests("POST", "/$batch").await - before;
    assert!(took <= 3, "{took} requests for 140 names");
}

#[tokio::test]
async fn what_may_not_be_read_is_said_and_holds_nobody_else_up() {
    let world = World::start().await;
    let admin = world.sign_in_unconsented("globalAdministrator").await;
    let desk = admin.open().await;
    let list = "Email,Groups\na@list.example,Anything\nb@list.example,\n";
    let found = resolved(&desk, list).await;
    assert_eq!(found.counts.people, 1);
    assert_eq!(found.problems[0].code, "groupNotRead");
}

#[tokio::test]
async fn addresses_are_held_against_the_copy_of_the_guests() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    desk.refresh_guests().await.unwrap();
    let window = desk
        .guests(GuestQuery {
            count: 50,
            ..GuestQuery::default()
        })
        .await
        .unwrap();
    let guest = window.rows.iter().find(|row| row.mail.is_some()).unwrap();
    let shouted = guest.mail.as_deref().unwrap().to_uppercase();
    let (matched, found) = desk
        .match_guests(people(&[&shouted, "nobody@list.example"]))
        .await
        .unwrap();
    assert_eq!(found, 1);
    assert_eq!(matched[0].user_id.as_ref(), Some(&guest.id));
    assert_eq!(matched[1].user_id, None);
}

/// Two groups of one name, and two applications: one with two roles for people, one whose only
/// role is for other applications.
fn plant(world: &World) {
    world.write("/v1.0/groups", |tx| {
        let (now, role) = (tx.now(), |name: &str, of: &str| AppRole {
            id: Uuid::new_v4(),
            allowed_member_types: vec![of.to_owned()],
            display_name: Some(name.to_owned()),
            description: None,
            is_enabled: true,
            origin: None,
            value: Some(name.to_owned()),
        });
        for _ in 0..2 {
            tx.put_group(Group::new(Uuid::new_v4(), "Twins", now));
        }
        let apps = [
            (
                "Choosy",
                vec![role("Reader", "User"), role("Writer", "User")],
            ),
            ("Machines", vec![role("Robot", "Application")]),
        ];
        for (name, roles) in apps {
            let (id, app) = (Uuid::new_v4(), Uuid::new_v4());
            tx.put_service_principal(ServicePrincipal {
                app_roles: roles,
                tags: vec!["WindowsAzureActiveDirectoryIntegratedApp".to_owned()],
                ..ServicePrincipal::new(id, app, name, now)
            });
        }
    });
}

#[tokio::test]
async fn every_problem_of_a_list_is_told_with_its_line_and_reason() {
    let world = World::start().await;
    plant(&world);
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    let list = "Email;Groups;Applications\n\
        good@list.example;;\n\
        a@list.example, b@list.example;;\n\
        c@list.example;Twins;\n\
        d@list.example;;No such application\n\
        e@list.example;;Choosy\n\
        f@list.example;;Machines\n\
        g@list.example;\"never closed;\n";
    let told = |found: &Resolved| -> Vec<(u32, String)> {
        let problems = found.problems.iter();
        problems
            .map(|problem| {
                assert!(!problem.text.trim().is_empty(), "{problem:?}");
                (problem.line, problem.code.clone())
            })
            .collect()
    };
    let expected = [
        (3, "severalAddresses"),
        (4, "groupAmbiguous"),
        (5, "applicationUnknown"),
        (6, "roleNeeded"),
        (7, "applicationWithoutRoles"),
        (8, "quoteNeverClosed"),
    ];
    let found = resolved(&desk, list).await;
    assert_eq!(
        told(&found),
        expected.map(|(line, code)| (line, code.to_owned())),
        "{:#?}",
        found.problems
    );
    assert_eq!(found.counts.people, 1, "the good row is held back by none");

    // Half a character at the end of a name, in a file that says that it is UTF-8.
    let broken = b"\xef\xbb\xbfEmail;Name\nh@list.example;Jos\xc3\ni@list.example;Ana\n";
    let found = resolved_bytes(&desk, broken).await;
    assert_eq!(told(&found), [(2, "unreadableCharacters".to_owned())]);
    assert_eq!(found.counts.people, 1);
}
