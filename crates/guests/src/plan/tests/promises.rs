use proptest::prelude::*;

use super::*;

fn any_facts() -> impl Strategy<Value = (String, PersonFacts)> {
    let address = prop_oneof![
        "[ab]@[xy]\\.example",
        Just("A@x.example".to_owned()),
        Just("c@contoso.com".to_owned()),
        Just("d@denied.example".to_owned()),
        Just("bad".to_owned())
    ];
    let state = prop_oneof![
        Just(Some("PendingAcceptance")),
        Just(Some("Accepted")),
        Just(None)
    ];
    (address, 0u8..5, state, any::<bool>(), any::<bool>()).prop_map(
        |(address, who, state, deleted, unread_rest)| {
            let mut facts = match who {
                0 | 1 => facts(Holder::Nobody),
                2 => facts(holder(&address.to_lowercase(), state)),
                3 => facts(Holder::Member {
                    id: "m".into(),
                    name: "Hugo".to_owned(),
                }),
                _ => PersonFacts {
                    holder: unread(),
                    ..facts(Holder::Nobody)
                },
            };
            if deleted {
                facts.deleted = known(Some("gone".into()));
            }
            if unread_rest {
                facts.member_of = unread();
                facts.inbound = unread();
            }
            (address, facts)
        },
    )
}

fn sends(step: &Step) -> bool {
    matches!(step, Step::Invite { .. } | Step::Resend)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_plan_never_breaks_its_promises(
        people in proptest::collection::vec(any_facts(), 0..8),
        kind in prop_oneof![Just(DraftKind::Invite), Just(DraftKind::Resend), Just(DraftKind::GiveAccess)],
        again in any::<bool>(),
        send in any::<bool>(),
        may in any::<bool>(),
    ) {
        let (addresses, facts): (Vec<_>, Vec<_>) = people.into_iter().unzip();
        let mut asked = draft(kind, &addresses.iter().map(String::as_str).collect::<Vec<_>>());
        asked.mail_pending_again = again;
        asked.message.send = send;
        let mut survey = survey(facts);
        if !may {
            survey.standing.allow_invites_from = known(AllowInvitesFrom::None);
        }
        let plan = plan(asked, &survey);
        let mut mailed = std::collections::HashSet::new();
        for row in &plan.rows {
            let invites = row.steps.iter().filter(|step| sends(step)).count();
            prop_assert!(invites <= 1);
            if invites == 1 {
                prop_assert!(may, "sent without the right: {row:?}");
                prop_assert!(sends(&row.steps[0]));
                prop_assert!(mailed.insert(row.address.to_lowercase()), "twice: {}", row.address);
            }
            for step in &row.steps {
                match step {
                    Step::Invite { .. } => prop_assert_eq!(row.verdict, Verdict::NewGuest),
                    Step::Resend => prop_assert_eq!(row.verdict, Verdict::PendingGuest),
                    _ => prop_assert!(row.user_id.is_some() || row.verdict == Verdict::NewGuest),
                }
            }
            if matches!(row.verdict, Verdict::InvalidAddress | Verdict::Duplicate | Verdict::Member | Verdict::DeletedGuest | Verdict::MayNot) {
                prop_assert!(row.steps.is_empty());
            }
        }
        let steps: usize = plan.rows.iter().map(|row| row.steps.len()).sum();
        let totals = plan.totals;
        let resends = plan.rows.iter().flat_map(|row| &row.steps).filter(|s| **s == Step::Resend).count();
        prop_assert_eq!(steps, (totals.new_guests + totals.memberships + totals.assignments) as usize + resends);
        prop_assert_eq!(totals.with_steps + totals.left_out, totals.addresses);
        prop_assert_eq!(totals.mails as usize, if send { totals.new_guests as usize + resends } else { 0 });
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    }
}
