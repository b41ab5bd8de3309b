use super::*;

#[test]
fn what_changed_meanwhile_stops_the_step() {
    let address = "a@x.example";
    let new = one(draft(DraftKind::Invite, &[address]), facts(Holder::Nobody));
    let invite = Step::Invite { mail: true };
    assert_eq!(
        still_holds(&new, &invite, &known(Holder::Nobody)),
        StillHolds::Proceed
    );
    let StillHolds::Skip { user_id, row, .. } =
        still_holds(&new, &invite, &known(holder(address, Some("Accepted"))))
    else {
        panic!("an accepted guest must not be invited");
    };
    assert_eq!((user_id.is_some(), row), (true, false));
    let pending = one(
        draft(DraftKind::Resend, &[address]),
        facts(holder(address, Some("PendingAcceptance"))),
    );
    let resend = |now: &Known<Holder>| {
        matches!(
            still_holds(&pending, &Step::Resend, now),
            StillHolds::Proceed
        )
    };
    assert!(resend(&known(holder(address, Some("PendingAcceptance")))));
    assert!(!resend(&known(holder(
        "other@x.example",
        Some("PendingAcceptance")
    ))));
    for now in [
        known(holder(address, Some("Accepted"))),
        known(holder(address, None)),
        known(Holder::Nobody),
        unread(),
    ] {
        assert!(!resend(&now), "{now:?}");
    }
    let group = pending_access();
    assert_eq!(
        still_holds(&new, &group, &known(Holder::Nobody)),
        StillHolds::Proceed
    );
    assert!(matches!(
        still_holds(&pending, &group, &known(Holder::Nobody)),
        StillHolds::Skip { row: true, .. }
    ));
}

fn pending_access() -> Step {
    Step::AddToGroup {
        group_id: GroupId::from("g1"),
        group_name: "Group g1".to_owned(),
    }
}
