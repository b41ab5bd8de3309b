//! Listing and showing guests.

use serde_json::{Value, json};

use super::support::{World, end};

#[tokio::test(flavor = "multi_thread")]
async fn guests_are_listed_filtered_and_shown() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = async |more: &[&str]| {
        let arguments = [&["guests", "list", "--json"], more].concat();
        let ended = end(world.with_token(&token, &arguments)).await.with(0);
        ended.json().as_array().unwrap().clone()
    };
    let all = list(&[]).await;
    let directory = "/users?$filter=userType%20eq%20'Guest'&$top=999&$select=id";
    let there = world.list(&token, directory).await;
    assert!(all.len() >= there.len());
    for guest in &all {
        assert!(guest["id"].is_string() && guest.get("mail").is_some());
    }
    let pending = list(&["--state", "pending"]).await;
    assert!(!pending.is_empty() && pending.len() < all.len());
    assert!(
        pending
            .iter()
            .all(|guest| guest["state"] == "pendingAcceptance")
    );
    let of_all = |test: &dyn Fn(&Value) -> bool| all.iter().filter(|guest| test(guest)).count();
    let domain = all[0]["partnerDomain"].as_str().unwrap();
    let of_domain = list(&["--domain", domain]).await;
    let expected = of_all(&|guest| guest["partnerDomain"] == domain);
    assert_eq!(of_domain.len(), expected);
    let old = list(&["--pending-older-than", "3650"]).await;
    assert!(old.is_empty());
    for wrong in [
        &["--pending-older-than", "5000000"][..],
        &["--pending-older-than", "30", "--state", "accepted"],
    ] {
        let arguments = [&["guests", "list"], wrong].concat();
        end(world.with_token(&token, &arguments)).await.with(1);
    }
    let short = list(&["--columns", "state"]).await;
    let properties: Vec<_> = short[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(properties, ["id", "mail", "state"]);

    let guest = all.iter().find(|guest| guest["mail"].is_string()).unwrap();
    for by in ["mail", "id"] {
        let arguments = ["guests", "show", guest[by].as_str().unwrap(), "--json"];
        let shown = end(world.with_token(&token, &arguments)).await.with(0);
        assert_eq!(shown.json()["guest"]["id"], guest["id"]);
    }
    let nobody = ["guests", "show", "nobody@nowhere.example", "--json"];
    let nobody = end(world.with_token(&token, &nobody)).await.with(1).json();
    assert_eq!(nobody["error"]["explanation"]["code"], "guestUnknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_safe_on_a_terminal_and_in_a_spreadsheet() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let invite = ["invite", "\"=1+1\" <formula@partner.example>", "--yes"];
    end(world.with_token(&token, &invite)).await.with(0);
    let list = ["guests", "list", "--search", "formula", "--refresh"];
    let csv = [&list[..], &["--csv", "--columns", "name,mail"]].concat();
    let csv = end(world.with_token(&token, &csv)).await.with(0);
    assert_eq!(csv.out, "Name,Mail\r\n'=1+1,formula@partner.example\r\n");
    let file = world.data.path().join("guests.csv");
    let mut into_file = world.with_token(&token, &[&list[..], &["--csv"]].concat());
    into_file.stdout(std::fs::File::create(&file).unwrap());
    end(into_file).await.with(0);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("\u{feff}ID,Name,"), "{written}");
    let table = end(world.with_token(&token, &list)).await.with(0);
    assert!(table.out.contains("=1+1"), "{}", table.out);
    let all = end(world.with_token(&token, &["guests", "list"]))
        .await
        .with(0);
    let unseen = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!all.out.contains(unseen));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_fetched_when_asked_for() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = ["guests", "list", "--json"];
    let before = end(world.with_token(&token, &list)).await.with(0).json();
    let invite = ["invite", "fresh@partner.example", "--yes", "--json"];
    end(world.with_token(&token, &invite)).await.with(0);
    let search = [&list[..], &["--search", "fresh@partner.example"]].concat();
    let after = end(world.with_token(&token, &search)).await.with(0).json();
    assert_eq!(after[0]["mail"], json!("fresh@partner.example"));
    assert!(!before.to_string().contains("fresh@partner.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_no_guests_and_one_unknown_id_stops_nobody() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let members = "/users?$filter=userType%20eq%20'Member'&$top=5&$select=id,creationType";
    let members = world.list(&token, members).await;
    let member = members.iter().find(|user| user["creationType"].is_null());
    let member = member.unwrap()["id"].as_str().unwrap();
    let shown = end(world.with_token(&token, &["guests", "show", member, "--json"])).await;
    let shown = shown.with(1).json();
    assert_eq!(shown["error"]["explanation"]["code"], "notAGuest");

    let directory = "/users?$filter=userType%20eq%20'Guest'&$top=1&$select=id";
    let guest = world.list(&token, directory).await;
    let guest = guest[0]["id"].as_str().unwrap();
    let (_, group) = world.open_group(&token).await;
    let unknown = "00000000-0000-4000-8000-000000000001";
    let plan = [
        "plan",
        "add-to-group",
        &group,
        guest,
        member,
        unknown,
        "--json",
    ];
    let plan = end(world.with_token(&token, &plan)).await.with(0).json();
    let rows = plan["plan"]["rows"].as_array().unwrap();
    assert_eq!(rows[0]["steps"].as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["userId"], guest);
    assert_eq!(rows[1]["verdict"], "member");
    assert_eq!(rows[2]["verdict"], "notAGuest");
    assert_eq!(rows[2]["address"], unknown, "it is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_mailed_today_is_not_pending_for_long() {
    let world = World::start().await;
    let token = world.token("globalAdministrator").await;
    let list = ["guests", "list", "--pending-older-than", "30", "--json"];
    let list = async || -> Vec<Value> {
        let ended = end(world.with_token(&token, &list)).await.with(0);
        ended.json().as_array().unwrap().clone()
    };
    let before = list().await;
    let with_mail = before.iter().find(|guest| guest["mail"].is_string());
    let guest = with_mail.unwrap()["id"].as_str().unwrap();
    let plan = world.data.path().join("resend.json");
    let plan = plan.to_str().unwrap();
    let resend = ["plan", "resend", guest, "-o", plan];
    end(world.with_token(&token, &resend)).await.with(0);
    end(world.with_token(&token, &["run", plan, "--yes"]))
        .await
        .with(0);
    let after = list().await;
    assert_eq!(after.len(), before.len() - 1);
    assert!(after.iter().all(|other| other["id"] != guest));
}
