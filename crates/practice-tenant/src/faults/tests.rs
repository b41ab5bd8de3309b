use super::*;

fn fault(json: serde_json::Value) -> Fault {
    serde_json::from_value(json).expect("a fault")
}

fn faults() -> Faults {
    Faults::new(1, 0.0)
}

#[test]
fn begins_with_the_nth_and_lasts_its_times() {
    let faults = faults();
    let wanted = serde_json::json!({
        "match": {"method": "post", "path": "/invitations", "nth": 2},
        "do": "status", "status": 503, "retryAfter": 1, "times": 2,
    });
    faults.add(fault(wanted)).expect("accepted");
    let post = || faults.take(Point::Wire, "POST", "/v1.0/invitations");
    assert_eq!(post(), None);
    assert_eq!(faults.take(Point::Wire, "GET", "/v1.0/invitations"), None);
    assert_eq!(post(), Some(Trouble::Status(503, Some(1))));
    assert_eq!(post(), Some(Trouble::Status(503, Some(1))));
    assert_eq!(post(), None);
    assert!(faults.lock().rules.is_empty(), "a spent fault stays");
}

#[test]
fn the_oldest_fault_comes_first_and_all_count() {
    let faults = faults();
    for status in [500, 503] {
        let wanted = serde_json::json!({"do": "status", "status": status});
        faults.add(fault(wanted)).expect("accepted");
    }
    let get = || faults.take(Point::Wire, "GET", "/v1.0/me");
    assert_eq!(get(), Some(Trouble::Status(500, None)));
    assert_eq!(get(), None, "the second counted the first request too");
}

/// Which of the first `number` requests this fault befalls.
fn befallen(wanted: serde_json::Value, number: u64) -> Vec<u64> {
    let faults = faults();
    faults.add(fault(wanted)).expect("accepted");
    let hit = |_: &u64| faults.take(Point::Wire, "GET", "/v1.0/me").is_some();
    (1..=number).filter(hit).collect()
}

#[test]
fn a_seed_makes_chance_fall_the_same_way() {
    let drawn = |seed: u64, more: serde_json::Value| {
        let mut wanted = serde_json::json!({"do": "dropAfter", "probability": 0.1, "seed": seed});
        wanted
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        befallen(wanted, 1_000)
    };
    let nothing = serde_json::json!({});
    let first = drawn(7, nothing.clone());
    assert!((60..140).contains(&first.len()), "{}", first.len());
    assert_eq!(drawn(7, nothing.clone()), first);
    assert_ne!(drawn(8, nothing), first);
    assert_eq!(drawn(7, serde_json::json!({"times": 3})), first[..3]);
    let late: Vec<u64> = first.iter().copied().filter(|n| *n >= 500).collect();
    assert_eq!(drawn(7, serde_json::json!({"match": {"nth": 500}})), late);
}

#[test]
fn two_faults_without_a_seed_do_not_fall_together() {
    let faults = faults();
    for status in [500, 503] {
        let wanted = serde_json::json!({"do": "status", "status": status, "probability": 0.5});
        faults.add(fault(wanted)).expect("accepted");
    }
    let drawn: Vec<_> = (0..100)
        .map(|_| faults.take(Point::Wire, "GET", "/v1.0/me"))
        .collect();
    for wanted in [
        None,
        Some(Trouble::Status(500, None)),
        Some(Trouble::Status(503, None)),
    ] {
        assert!(drawn.contains(&wanted), "{wanted:?} never came");
    }
}

#[test]
fn each_point_has_its_own_faults() {
    let faults = faults();
    for wanted in [
        serde_json::json!({"do": "tokenRevoked"}),
        serde_json::json!({"do": "deltaGone"}),
        serde_json::json!({"do": "refreshRefused", "code": 50173}),
        serde_json::json!({"do": "deviceCodeBlocked"}),
        serde_json::json!({"do": "cut"}),
    ] {
        faults.add(fault(wanted)).expect("accepted");
    }
    let take = |point| faults.take(point, "POST", "/any");
    assert_eq!(take(Point::Wire), Some(Trouble::Cut));
    assert_eq!(take(Point::Graph), Some(Trouble::TokenRevoked));
    assert_eq!(take(Point::Delta), Some(Trouble::DeltaGone));
    assert!(matches!(
        take(Point::Refresh),
        Some(Trouble::RefreshRefused(_))
    ));
    assert!(matches!(
        take(Point::DeviceCode),
        Some(Trouble::DeviceCodeBlocked(_, Poll::Pending))
    ));
    assert_eq!(take(Point::Wire), None);
}

#[test]
fn those_of_the_start_come_back_with_a_reset_alone() {
    let faults = Faults::new(1, 1.0);
    let take = || faults.take(Point::Wire, "GET", "/v1.0/me");
    let first = take();
    assert!(first.is_some());
    faults.clear();
    assert_eq!(take(), None);
    faults.restore();
    assert_eq!(take(), first);
}

#[test]
fn what_was_asked_for_comes_before_chance() {
    let faults = Faults::new(1, 1.0);
    let wanted = serde_json::json!({"match": {"nth": 3}, "do": "status", "status": 418});
    faults.add(fault(wanted)).expect("accepted");
    let fates: Vec<_> = (0..4)
        .map(|_| faults.take(Point::Wire, "GET", "/v1.0/me"))
        .collect();
    assert_eq!(fates[2], Some(Trouble::Status(418, None)));
    assert!(fates.iter().all(Option::is_some), "{fates:?}");
    assert_eq!(faults.take(Point::Graph, "GET", "/v1.0/me"), None);
}

#[test]
fn refuses_what_makes_no_sense() {
    let faults = faults();
    for wrong in [
        serde_json::json!({"do": "status"}),
        serde_json::json!({"do": "status", "status": 200}),
        serde_json::json!({"do": "html", "status": 302}),
        serde_json::json!({"do": "delay"}),
        serde_json::json!({"do": "dropAfter", "times": 0}),
        serde_json::json!({"do": "dropAfter", "match": {"nth": 0}}),
        serde_json::json!({"do": "dropAfter", "probability": 0.0}),
        serde_json::json!({"do": "dropAfter", "probability": 1.5}),
        serde_json::json!({"do": "refreshRefused"}),
        serde_json::json!({"do": "refreshRefused", "code": 1}),
        serde_json::json!({"do": "deviceCodeBlocked", "code": 70016}),
        serde_json::json!({"do": "dropAfter", "retryAfter": 3}),
        serde_json::json!({"do": "cut", "status": 503}),
        serde_json::json!({"do": "status", "status": 503, "delayMs": 5}),
        serde_json::json!({"do": "html", "code": 50173}),
        serde_json::json!({"do": "tokenRevoked", "poll": "pending"}),
        serde_json::json!({"do": "deviceCodeBlocked", "suberror": "x"}),
        serde_json::json!({"do": "cut", "seed": 7}),
    ] {
        assert!(
            faults.add(fault(wrong.clone())).is_err(),
            "{wrong} was taken"
        );
    }
    let unknown = serde_json::from_value::<Fault>(serde_json::json!({"do": "explode"}));
    assert!(unknown.is_err());
}
