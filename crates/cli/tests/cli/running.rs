//! Runs and how they end.

use serde_json::{Value, json};

use super::support::{World, end};

#[tokio::test(flavor = "multi_thread")]
async fn one_command_invites_with_a_group_and_an_application() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, group) = world.open_group(&token).await;
    let (application, _, roles) = world.application(&token).await;
    let role = roles[1]["value"].as_str().unwrap();
    let app = format!("{application}:{role}");
    let invite = [
        "invite",
        "Ada <ada@partner.example>",
        "ben@partner.example",
        "--group",
        &group.to_uppercase(),
        "--app",
        &app,
        "--redirect",
        "https://portal.contoso.example",
        "--no-mail",
        "--yes",
        "--json",
    ];
    let first = end(world.with_token(&token, &invite)).await.with(0);
    let run = first.json();
    assert_eq!(run["state"], "finished");
    assert_eq!(run["totals"]["people"], 2);
    assert!(first.err.contains(run["id"].as_str().unwrap()));
    let counts = world.counts().await;
    assert_eq!(counts["memberAdded"], 2);
    assert_eq!(counts["roleAssigned"], 2);
    assert!(!counts.contains_key("mailSent"));
    let rows = run["rows"].as_array().unwrap();
    assert_eq!(rows[0]["displayName"], "Ada");
    let assigned = &rows[0]["steps"].as_array().unwrap()[2]["step"];
    assert_eq!(assigned["appRoleId"], roles[1]["id"]);

    // Again: everything holds already, and nothing happens.
    let again = end(world.with_token(&token, &invite)).await.with(0).json();
    assert_eq!((&again["id"], &again["rows"]), (&Value::Null, &json!([])));
    assert_eq!(world.counts().await, counts);

    let runs = ["runs", "list", "--json"];
    let runs = end(world.with_token(&token, &runs)).await.with(0).json();
    assert_eq!(runs.as_array().unwrap().len(), 1);
    let id = runs[0]["id"].as_str().unwrap();
    let show = ["runs", "show", &id[..8], "--json"];
    let shown = end(world.with_token(&token, &show)).await.with(0).json();
    assert_eq!(shown["rows"], run["rows"]);
    let csv = end(world.with_token(&token, &["runs", "export", id])).await;
    assert!(csv.with(0).out.contains("ada@partner.example"));
    let export = ["runs", "export", id, "--json"];
    let export = end(world.with_token(&token, &export)).await.with(0).json();
    assert!(!export.to_string().contains("redeemLink"));
    let file = world.data.path().join("links.json");
    let path = file.to_str().unwrap();
    let links = ["runs", "export", id, "--json", "--redeem-links", "-o", path];
    let links = end(world.with_token(&token, &links)).await.with(0).json();
    assert_eq!(links["file"], path);
    // No keyring here: the key that sealed the links ended with the command that ran.
    let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(written["run"]["id"], id);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the links");
    }
    let ended = ["runs", "resume", id, "--json"];
    let ended = end(world.with_token(&token, &ended)).await.with(0).json();
    assert_eq!(ended["state"], "finished", "a run that has ended is shown");
    assert_eq!(world.counts().await, counts);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_run_stands_first() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let mut ids = Vec::new();
    for address in ["one@partner.example", "two@partner.example"] {
        let invite = ["invite", address, "--yes", "--json"];
        let run = end(world.with_token(&token, &invite)).await.with(0).json();
        ids.insert(0, run["id"].clone());
    }
    let runs = end(world.with_token(&token, &["runs", "list", "--json"])).await;
    let runs = runs.with(0).json();
    let listed: Vec<_> = runs
        .as_array()
        .unwrap()
        .iter()
        .map(|run| &run["id"])
        .collect();
    assert_eq!(listed, [&ids[0], &ids[1]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_two_and_the_rest_is_done() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    world
        .fault(json!({
            "match": {"method": "POST", "path": "/invitations", "nth": 1},
            "do": "status", "status": 400,
        }))
        .await;
    let invite = [
        "invite",
        "a@partner.example",
        "b@partner.example",
        "--yes",
        "--json",
    ];
    let run = end(world.with_token(&token, &invite)).await.with(2).json();
    assert_eq!(run["totals"]["failed"], 1);
    assert_eq!(run["totals"]["done"], 1);
    // Whoever cannot be invited at all is a failure of this command, too.
    let invite = [
        "invite",
        "c@partner.example",
        "no@@address",
        "--yes",
        "--json",
    ];
    let run = end(world.with_token(&token, &invite)).await.with(2).json();
    assert_eq!(run["nothingToDo"][0]["verdict"], "invalidAddress");
    // Where nothing can be done, nobody is asked.
    let nobody = ["invite", "no@@address", "--json"];
    let nobody = end(world.with_token(&token, &nobody)).await.with(2).json();
    assert_eq!(nobody["id"], Value::Null);
    assert_eq!(nobody["nothingToDo"][0]["verdict"], "invalidAddress");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_nobody_knows_is_three() {
    let world = World::start().await;
    // Whoever may read the audit log would learn it there.
    let token = world.token("userAdministrator").await;
    let invite = ["invite", "mo@partner.example", "--yes", "--json"];
    end(world.with_token(&token, &invite)).await.with(0);
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropAfter"}))
        .await;
    let plan = world.data.path().join("resend.json");
    let plan = plan.to_str().unwrap();
    let resend = ["plan", "resend", "mo@partner.example", "-o", plan];
    end(world.with_token(&token, &resend)).await.with(0);
    let run = ["run", plan, "--yes", "--json"];
    let run = end(world.with_token(&token, &run)).await.with(3).json();
    assert_eq!(run["totals"]["unknown"], 1, "{run:#}");
    assert_eq!(run["rows"][0]["steps"][0]["asksPerson"], true);
    let show = ["runs", "show", run["id"].as_str().unwrap()];
    let shown = end(world.with_token(&token, &show)).await;
    assert!(shown.out.contains("in the window of Usher, under Activity"));
    assert!(!shown.out.contains("runs resume"), "{}", shown.out);
    assert_eq!(world.count("mailSent").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_to_resend_that_is_run_twice_mails_once() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let invite = ["invite", "mo@partner.example", "--yes", "--json"];
    end(world.with_token(&token, &invite)).await.with(0);
    let plan = world.data.path().join("resend.json");
    let plan = plan.to_str().unwrap();
    let resend = ["plan", "resend", "mo@partner.example", "-o", plan];
    end(world.with_token(&token, &resend)).await.with(0);
    let run = ["run", plan, "--yes", "--json"];
    end(world.with_token(&token, &run)).await.with(0);
    assert_eq!(world.count("mailSent").await, 2);
    let again = end(world.with_token(&token, &run)).await.with(0);
    assert!(
        again
            .err
            .contains("1 address has been sent an invitation since")
    );
    assert_eq!(world.count("mailSent").await, 2);
    let anyway = ["run", plan, "--yes", "--accept-changes", "--json"];
    end(world.with_token(&token, &anyway)).await.with(0);
    assert_eq!(world.count("mailSent").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_lead_nowhere_or_everywhere_are_told() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, name, roles) = world.application(&token).await;
    let refused = async |option: &str, value: &str| {
        let invite = [
            "invite",
            "a@partner.example",
            option,
            value,
            "--yes",
            "--json",
        ];
        let refused = end(world.with_token(&token, &invite)).await.with(1).json();
        let explanation = &refused["error"]["explanation"];
        (
            explanation["code"].as_str().unwrap().to_owned(),
            explanation["summary"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(refused("--group", "No such group").await.0, "groupUnknown");
    let (code, text) = refused("--app", &name).await;
    let role = roles[0]["displayName"].as_str().unwrap();
    assert!(code == "roleNeeded" && text.contains(role), "{text}");
    let (code, _) = refused("--app", &format!("{name}:nobody")).await;
    assert_eq!(code, "roleUnknown");
    let (code, _) = refused("--app", "No such application:Reader").await;
    assert_eq!(code, "applicationUnknown");
    assert_eq!(world.count("invitationIssued").await, 0);
}
