//! Plans: from lists and filters, saved, shown, and carried out later.

use serde_json::Value;

use super::support::{World, end};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_becomes_a_plan_a_file_and_a_run() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (group_id, group) = world.open_group(&token).await;
    let list = world.file(
        "partners.csv",
        "E-mail;Name\nana@list.example;Ana\nnot an address;Nobody\nben@list.example;Ben\n",
    );
    let plan = world.data.path().join("plan.json");
    let problems = world.data.path().join("problems.csv");
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let (list, plan, problems) = (text(&list), text(&plan), text(&problems));
    let make = [
        "plan",
        "invite",
        &list,
        "--group",
        &group,
        "-o",
        &plan,
        "--problems",
        &problems,
    ];
    // A row is left out, which is told by the exit code, too.
    let made = end(world.with_token(&token, &make)).await.with(2);
    assert!(made.err.contains("line 3"), "{}", made.err);
    assert!(made.out.contains("ana@list.example"), "{}", made.out);
    let saved = std::fs::read_to_string(&problems).unwrap();
    assert!(saved.contains("not an address"), "{saved}");
    assert_eq!(world.count("invitationIssued").await, 0, "nothing is sent");

    // Without any sign-in: it is only shown.
    let shown = end(world.usher(&["plan", "show", &plan, "--json"]))
        .await
        .with(0)
        .json();
    assert_eq!(shown["format"], "usher-plan");
    assert_eq!(shown["plan"]["draft"]["access"]["groups"][0], group_id);
    assert_eq!(shown["plan"]["rows"].as_array().unwrap().len(), 2);

    // The world changes: one of them is invited meanwhile.
    let invite = ["invite", "ana@list.example", "--yes", "--json"];
    end(world.with_token(&token, &invite)).await.with(0);
    let run = end(world.with_token(&token, &["run", &plan, "--yes", "--json"]))
        .await
        .with(0);
    assert!(
        run.err.contains("1 address has been invited since"),
        "{}",
        run.err
    );
    let totals = &run.json()["totals"];
    assert_eq!(
        (&totals["invited"], &totals["memberships"]),
        (&1.into(), &2.into())
    );
    assert_eq!(world.count("mailSent").await, 2, "nobody is mailed twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_lists_and_addresses_lead_to_the_same_road() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, group) = world.open_group(&token).await;
    let (_, application, roles) = world.application(&token).await;
    let role = roles[0]["displayName"].as_str().unwrap();
    let plan = async |arguments: &[&str]| -> Value {
        let arguments = [&["plan"], arguments, &["--json"]].concat();
        let ended = end(world.with_token(&token, &arguments)).await.with(0);
        ended.json()["plan"].clone()
    };
    let pending = ["guests", "list", "--state", "pending", "--json"];
    let pending = end(world.with_token(&token, &pending)).await.with(0).json();
    let pending = pending.as_array().unwrap();
    let resend = plan(&["resend", "--state", "pending"]).await;
    assert_eq!(resend["rows"].as_array().unwrap().len(), pending.len());
    assert_eq!(resend["draft"]["kind"], "resend");

    let guest = pending
        .iter()
        .find(|guest| guest["mail"].is_string())
        .unwrap();
    let (id, mail) = (
        guest["id"].as_str().unwrap(),
        guest["mail"].as_str().unwrap(),
    );
    let list = world.file("guests.csv", &format!("mail\n{mail}\n"));
    let mut drafts = Vec::new();
    for whom in [id, mail, list.to_str().unwrap()] {
        let added = plan(&["add-to-group", &group, whom]).await;
        assert_eq!(added["rows"][0]["userId"], id, "{whom}");
        drafts.push(added["rows"][0]["steps"].clone());
    }
    assert!(
        drafts.iter().all(|steps| *steps == drafts[0]),
        "{drafts:#?}"
    );
    let assigned = plan(&["assign", &format!("{application}:{role}"), mail]).await;
    let access = &assigned["draft"]["access"]["applications"][0];
    assert_eq!(access["appRoleId"], roles[0]["id"]);
    let nobody = ["plan", "resend", "--json"];
    end(world.with_token(&token, &nobody)).await.with(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_may_come_from_standard_input() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = world.file("list.txt", "ana@pipe.example\nben@pipe.example\n");
    let mut command = world.with_token(&token, &["plan", "invite", "-", "--json"]);
    command.stdin(std::fs::File::open(list).unwrap());
    let plan = end(command).await.with(0).json();
    assert_eq!(plan["plan"]["rows"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_holds_against_what_the_list_says() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = world.file(
        "template.csv",
        "version:v1.0,,,\n\
         Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required,\
         Send invitation message (true or false) [sendEmail],Customized invitation message [customizedMessageBody]\n\
         ana@template.example,https://myapps.microsoft.com,TRUE,\n",
    );
    let list = list.to_str().unwrap();
    let plan = world.data.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    let landing = "https://portal.contoso.example";
    let make = [
        "plan",
        "invite",
        list,
        "--no-mail",
        "--redirect",
        landing,
        "-o",
        plan,
        "--json",
    ];
    let made = end(world.with_token(&token, &make)).await.with(0);
    assert!(made.err.contains("--no-mail holds"), "{}", made.err);
    let made = made.json();
    assert_eq!(made["plan"]["totals"]["mails"], 0, "{made:#}");
    assert!(!made.to_string().contains("myapps.microsoft.com"));
    end(world.with_token(&token, &["run", plan, "--yes"]))
        .await
        .with(0);
    let counts = world.counts().await;
    assert_eq!(counts.get("invitationIssued"), Some(&1));
    assert_eq!(counts.get("mailSent"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_guests_gives_no_more_than_the_command_says() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, group) = world.open_group(&token).await;
    let (application, _, roles) = world.application(&token).await;
    let pending = ["guests", "list", "--state", "pending", "--json"];
    let pending = end(world.with_token(&token, &pending)).await.with(0).json();
    let mut mails = pending
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|guest| guest["mail"].as_str());
    let mail = mails.next().unwrap();
    let role = roles[0]["id"].as_str().unwrap();
    let list = format!("Email,Applications\n{mail},{application}:{role}\n");
    let list = world.file("guests.csv", &list);
    let add = [
        "plan",
        "add-to-group",
        &group,
        list.to_str().unwrap(),
        "--json",
    ];
    let added = end(world.with_token(&token, &add)).await.with(0);
    assert!(added.err.contains("are not given"), "{}", added.err);
    let added = added.json();
    let steps = added["plan"]["rows"][0]["steps"].as_array().unwrap();
    assert!(
        steps.iter().all(|step| step["action"] == "addToGroup"),
        "{steps:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_promised_and_cannot_be_given_is_no_success() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, group) = world.open_group(&token).await;
    let list = world.file("list.csv", "ana@promise.example\n");
    let plan = world.data.path().join("plan.json");
    let (list, plan) = (list.to_str().unwrap(), plan.to_str().unwrap());
    let make = ["plan", "invite", list, "--group", &group, "-o", plan];
    end(world.with_token(&token, &make)).await.with(0);
    // Whoever may invite may not add to groups.
    let inviter = world.token("guestInviter").await;
    let run = ["run", plan, "--yes", "--json"];
    let run = end(world.with_token(&inviter, &run)).await.with(2);
    assert!(
        run.err.contains("can no longer be given") && !run.err.contains("given access since"),
        "{}",
        run.err
    );
    let run = run.json();
    assert_eq!(run["notes"][0]["blocking"], true, "{run:#}");
    // What is there by now is promised no more.
    let run = ["run", plan, "--yes"];
    end(world.with_token(&token, &run)).await.with(0);
    end(world.with_token(&token, &run)).await.with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_done_unasked_than_was_reviewed() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = world.file("list.csv", "ana@review.example\nben@review.example\n");
    let plan = world.data.path().join("plan.json");
    let (list, plan) = (list.to_str().unwrap(), plan.to_str().unwrap());
    end(world.with_token(&token, &["plan", "invite", list, "-o", plan]))
        .await
        .with(0);
    // It was reviewed as: nothing is done for Ana.
    let mut file: Value = serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    file["plan"]["rows"][0]["steps"] = serde_json::json!([]);
    file["plan"]["rows"][0]["verdict"] = "blockedDomain".into();
    std::fs::write(plan, file.to_string()).unwrap();
    let run = ["run", plan, "--yes", "--json"];
    let run = end(world.with_token(&token, &run)).await.with(2);
    assert!(run.err.contains("  ana@review.example: "), "{}", run.err);
    let run = run.json();
    assert_eq!(run["totals"]["people"], 1);
    assert_eq!(run["nothingToDo"][0]["address"], "ana@review.example");
    assert_eq!(world.count("mailSent").await, 1);
    let run = ["run", plan, "--yes", "--accept-changes"];
    end(world.with_token(&token, &run)).await.with(0);
    assert_eq!(world.count("mailSent").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_columns_were_taken_for_is_told_and_can_be_changed() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = world.file(
        "list.csv",
        "userPrincipalName;Manager email;Msg\nana@mapped.example;boss@mapped.example;Hello\nno;no;no\n",
    );
    let list = list.to_str().unwrap();
    let told = end(world.with_token(&token, &["plan", "invite", list, "--json"])).await;
    let told = told.with(2);
    for part in [
        "\"Manager email\" is email, such as boss@mapped.example",
        "\"Msg\"",
    ] {
        assert!(told.err.contains(part), "{}", told.err);
    }
    let read = &told.json()["lists"][0];
    assert_eq!((&read["rows"], &read["leftOut"]), (&2.into(), &1.into()));
    assert_eq!(read["columns"][1]["meaning"], "address");
    assert_eq!(read["problems"][0]["line"], 3);
    let make = [
        "plan",
        "invite",
        list,
        "--column",
        "userPrincipalName=email",
        "--column",
        "Msg=message",
        "--delimiter",
        "semicolon",
        "--json",
    ];
    let made = end(world.with_token(&token, &make)).await.with(2).json();
    assert_eq!(made["plan"]["rows"][0]["address"], "ana@mapped.example");
    assert_eq!(made["plan"]["draft"]["people"][0]["own"]["body"], "Hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_could_lift_a_block_is_told_and_nothing_is_cut_in_a_pipe() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let (_, group) = world.open_group(&token).await;
    let member = world.account("userAdministrator");
    let name = format!("{} <{}@long.example>", "x".repeat(20), "y".repeat(60));
    let list = world.file("block.csv", &format!("Email\n{member}\n\"{name}\"\n"));
    let plan = ["plan", "invite", list.to_str().unwrap(), "--group", &group];
    let shown = end(world.with_token(&token, &plan)).await.with(0);
    let line = |text: &str| {
        let mut lines = shown.out.lines();
        lines
            .find(|line| line.starts_with(text))
            .unwrap()
            .to_owned()
    };
    assert!(
        line(&member).contains("User Administrator"),
        "{}",
        shown.out
    );
    let address = format!("{}@long.example", "y".repeat(60));
    assert!(line(&address).contains(&group), "{}", shown.out);
    assert!(shown.out.contains("2 steps"), "{}", shown.out);
}
