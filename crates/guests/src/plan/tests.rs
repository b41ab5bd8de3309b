mod hold;
mod promises;

use time::macros::datetime;

use super::survey::{Holder, PersonFacts, Survey};
use super::*;
use crate::application::{AppRole, Application};
use crate::draft::{Access, ApplicationAccess, DraftKind, DraftPerson, OwnDetails};
use crate::group::Group;
use crate::guest::Guest;
use crate::id::{AppRoleId, GroupId};
use crate::invitation::InvitationMessage;
use crate::policy::{AllowInvitesFrom, DomainList, InboundCollaboration, Known, Policies};
use crate::rights::{ActiveRole, Standing};

const MADE: OffsetDateTime = datetime!(2026-11-24 10:00 UTC);

fn known<T: TS>(value: T) -> Known<T> {
    Known::Known { value }
}

fn unread<T: TS>() -> Known<T> {
    Known::NotChecked {
        why: "No answer.".to_owned(),
    }
}

pub(crate) fn guest(mail: &str, state: Option<&str>) -> Guest {
    Guest {
        id: UserId(format!("id-{mail}")),
        display_name: "Mei-Lin Okafor".to_owned(),
        mail: Some(mail.to_owned()),
        user_principal_name: format!("{}#EXT#@contoso.onmicrosoft.com", mail.replace('@', "_")),
        user_type: Some("Guest".to_owned()),
        creation_type: Some("Invitation".to_owned()),
        external_user_state: state.map(str::to_owned),
        external_user_state_change: Some(datetime!(2026-11-19 08:00 UTC)),
        created: None,
        account_enabled: true,
        company_name: None,
        other_mails: Vec::new(),
    }
}

fn group(id: &str) -> Group {
    Group {
        id: id.into(),
        display_name: format!("Group {id}"),
        description: None,
        mail: None,
        group_types: Vec::new(),
        mail_enabled: false,
        security_enabled: true,
        on_premises_sync_enabled: false,
        is_assignable_to_role: false,
        allow_to_add_guests: None,
    }
}

fn role(id: &str, enabled: bool, member: &str) -> AppRole {
    AppRole {
        id: id.into(),
        display_name: format!("Role {id}"),
        description: None,
        value: None,
        is_enabled: enabled,
        allowed_member_types: vec![member.to_owned()],
    }
}

fn draft(kind: DraftKind, addresses: &[&str]) -> Draft {
    Draft {
        kind,
        people: addresses
            .iter()
            .map(|address| DraftPerson {
                address: (*address).to_owned(),
                display_name: None,
                user_id: None,
                own: None,
            })
            .collect(),
        message: InvitationMessage {
            send: true,
            body: None,
            cc: None,
            language: None,
            redirect_url: "https://myapps.microsoft.com/".to_owned(),
        },
        access: Access {
            groups: vec!["g1".into(), "g2".into()],
            applications: vec![ApplicationAccess {
                service_principal_id: "app".into(),
                app_role_id: "buyer".into(),
            }],
        },
        mail_pending_again: false,
    }
}

fn facts(holder: Holder) -> PersonFacts {
    PersonFacts {
        holder: known(holder),
        deleted: known(None),
        inbound: known(InboundCollaboration::Allowed),
        member_of: known(vec!["g2".into()]),
        assigned: known(Vec::new()),
    }
}

fn survey(people: Vec<PersonFacts>) -> Survey {
    Survey {
        tenant_id: "tenant".to_owned(),
        standing: Standing {
            user_id: "me".into(),
            is_guest: false,
            mail: Some("admin@contoso.example".to_owned()),
            roles: known(vec![ActiveRole {
                template_id: "fe930be7-5e62-47db-91af-98c3a49a38b1".to_owned(),
                display_name: "User Administrator".to_owned(),
            }]),
            owned_groups: known(vec!["g1".into()]),
            owned_applications: known(Vec::new()),
            allow_invites_from: known(AllowInvitesFrom::AdminsAndGuestInviters),
            role_assignable_scope: false,
        },
        policies: Policies {
            allow_invites_from: known(AllowInvitesFrom::AdminsAndGuestInviters),
            domains: known(DomainList::Deny(vec!["denied.example".to_owned()])),
            verified_domains: known(vec!["contoso.com".to_owned()]),
            groups_take_guests: known(true),
        },
        people,
        groups: vec![
            ("g1".into(), known(group("g1"))),
            ("g2".into(), known(group("g2"))),
        ],
        applications: vec![(
            "app".into(),
            known(Application {
                id: "app".into(),
                app_id: "client".to_owned(),
                display_name: "Portal".to_owned(),
                account_enabled: true,
                app_role_assignment_required: true,
                hidden: false,
                app_roles: vec![
                    role("buyer", true, "User"),
                    role("off", false, "User"),
                    role("daemon", true, "Application"),
                ],
                homepage: None,
            }),
        )],
    }
}

fn plan(draft: Draft, survey: &Survey) -> Plan {
    make("p".into(), MADE, draft, survey)
}

/// A plan to invite these addresses, none of which is known.
pub(crate) fn made_of(addresses: &[&str]) -> Plan {
    let people = addresses.iter().map(|_| facts(Holder::Nobody)).collect();
    plan(draft(DraftKind::Invite, addresses), &survey(people))
}

fn one(draft: Draft, facts: PersonFacts) -> PlanRow {
    plan(draft, &survey(vec![facts])).rows.remove(0)
}

fn short(row: &PlanRow) -> Vec<&'static str> {
    row.steps
        .iter()
        .map(|step| match step {
            Step::Invite { .. } => "invite",
            Step::Resend => "resend",
            Step::AddToGroup { .. } => "group",
            Step::AssignApplication { .. } => "application",
        })
        .collect()
}

fn holder(mail: &str, state: Option<&str>) -> Holder {
    Holder::Guest {
        guest: guest(mail, state),
    }
}

#[test]
fn every_holder_has_its_verdict() {
    use DraftKind::{GiveAccess, Invite, Resend};
    let address = "a@x.example";
    let pending = || holder(address, Some("PendingAcceptance"));
    let accepted = || holder(address, Some("Accepted"));
    let member = || Holder::Member {
        id: "m".into(),
        name: "Hugo".to_owned(),
    };
    let other = || Holder::Other {
        name: "Suppliers list".to_owned(),
    };
    let new = ["invite", "group", "group", "application"].as_slice();
    let access = ["group", "application"].as_slice();
    let table: Vec<(DraftKind, Holder, Verdict, &[&str])> = vec![
        (Invite, Holder::Nobody, Verdict::NewGuest, new),
        (Invite, pending(), Verdict::PendingGuest, access),
        (Invite, accepted(), Verdict::AcceptedGuest, access),
        (
            Invite,
            holder(address, None),
            Verdict::GuestWithoutState,
            access,
        ),
        (Invite, member(), Verdict::Member, &[]),
        (Invite, other(), Verdict::OtherObject, &[]),
        (GiveAccess, Holder::Nobody, Verdict::NotAGuest, &[]),
        (GiveAccess, pending(), Verdict::PendingGuest, access),
        (GiveAccess, accepted(), Verdict::AcceptedGuest, access),
        (Resend, Holder::Nobody, Verdict::NotAGuest, &[]),
        (Resend, pending(), Verdict::PendingGuest, &["resend"]),
        (Resend, accepted(), Verdict::NotPending, &[]),
        (Resend, holder(address, None), Verdict::NotPending, &[]),
        (Resend, member(), Verdict::Member, &[]),
    ];
    for (kind, holder, verdict, steps) in table {
        let row = one(draft(kind, &[address]), facts(holder));
        assert_eq!(
            (row.verdict, short(&row).as_slice()),
            (verdict, steps),
            "{kind:?} {row:?}"
        );
        assert!(
            !row.reason.is_empty() && !row.reason.ends_with('.'),
            "{}",
            row.reason
        );
    }
}

#[test]
fn pending_guests_are_mailed_again_only_when_asked() {
    let address = "a@x.example";
    let mut asked = draft(DraftKind::Invite, &[address]);
    asked.mail_pending_again = true;
    let row = one(
        asked.clone(),
        facts(holder(address, Some("PendingAcceptance"))),
    );
    assert_eq!(short(&row), ["resend", "group", "application"]);
    assert_eq!(
        row.reason,
        "Invited 19 Nov; already in Group g2; the earlier link may stop working"
    );
    asked.message.send = false;
    let row = one(
        asked.clone(),
        facts(holder(address, Some("PendingAcceptance"))),
    );
    assert_eq!(short(&row), ["group", "application"]);
    asked.message.send = true;
    let row = one(asked, facts(holder(address, Some("Accepted"))));
    assert_eq!(short(&row), ["group", "application"]);
    assert_eq!(row.reason, "Accepted 19 Nov; already in Group g2");
}

#[test]
fn policies_keep_new_guests_out() {
    let verdict = |address: &str, change: &dyn Fn(&mut PersonFacts, &mut Survey)| {
        let mut survey = survey(Vec::new());
        let mut facts = facts(Holder::Nobody);
        change(&mut facts, &mut survey);
        survey.people = vec![facts];
        let plan = plan(draft(DraftKind::Invite, &[address]), &survey);
        (plan.rows[0].verdict, plan.rows[0].steps.is_empty())
    };
    assert_eq!(
        verdict("a@contoso.com", &|_, _| {}),
        (Verdict::OwnDomain, true)
    );
    assert_eq!(
        verdict("a@DENIED.example", &|_, _| {}),
        (Verdict::BlockedDomain, true)
    );
    assert_eq!(
        verdict("a@sub.denied.example", &|_, _| {}),
        (Verdict::NewGuest, false)
    );
    let allow = |domain: &'static str| {
        move |_: &mut PersonFacts, s: &mut Survey| {
            s.policies.domains = known(DomainList::Allow(vec![domain.to_owned()]));
        }
    };
    assert_eq!(
        verdict("a@x.example", &allow("y.example")),
        (Verdict::BlockedDomain, true)
    );
    assert_eq!(
        verdict("a@x.example", &allow("X.example")),
        (Verdict::NewGuest, false)
    );
    assert_eq!(
        verdict("a@x.example", &|f, _| f.inbound =
            known(InboundCollaboration::Blocked)),
        (Verdict::BlockedPartner, true)
    );
    assert_eq!(
        verdict("a@x.example", &|f, _| f.deleted = known(Some("d".into()))),
        (Verdict::DeletedGuest, true)
    );
    assert_eq!(
        verdict("a+b@x.example", &|_, _| {}),
        (Verdict::InvalidAddress, true)
    );
    assert_eq!(
        verdict("a@x.example", &|_, s| s.standing.allow_invites_from =
            known(AllowInvitesFrom::None)),
        (Verdict::MayNot, true)
    );
}

#[test]
fn what_was_not_read_is_said() {
    let mut survey = survey(Vec::new());
    survey.policies.domains = unread();
    survey.people = vec![PersonFacts {
        holder: unread(),
        deleted: unread(),
        inbound: unread(),
        member_of: unread(),
        assigned: unread(),
    }];
    let plan_of = plan(draft(DraftKind::Invite, &["a@x.example"]), &survey);
    let row = &plan_of.rows[0];
    assert_eq!(row.verdict, Verdict::NewGuest);
    assert_eq!(row.reason, "Not checked whether somebody holds the address");
    assert!(
        row.remarks
            .iter()
            .any(|remark| remark.starts_with("Domain list not checked"))
    );
    let codes: Vec<_> = plan_of
        .notes
        .iter()
        .map(|note| note.explanation.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "domainListNotChecked",
            "partnerNotChecked",
            "holderNotChecked"
        ]
    );
    assert!(
        plan(draft(DraftKind::Resend, &["a@x.example"]), &survey).rows[0]
            .steps
            .is_empty()
    );
}

#[test]
fn it_is_said_of_how_many_partners_nothing_was_checked() {
    let because = |why: &str| Known::NotChecked {
        why: why.to_owned(),
    };
    let mut survey = survey(Vec::new());
    let reasons = ["too many", "too many", "too many", "no answer"];
    for why in reasons {
        survey.people.push(PersonFacts {
            inbound: because(why),
            ..facts(Holder::Nobody)
        });
    }
    let addresses = ["a@x.example", "b@X.example", "c@y.example", "d@z.example"];
    let plan = plan(draft(DraftKind::Invite, &addresses), &survey);
    let note = &plan.notes[0].explanation;
    assert_eq!(note.code, "partnerNotChecked");
    assert!(note.summary.contains("3 domains"), "{note:?}");
    assert_eq!(note.cause, "too many");
}

#[test]
fn an_owner_who_may_not_invite_can_add_existing_guests() {
    let mut survey = survey(vec![
        facts(holder("a@x.example", Some("Accepted"))),
        facts(Holder::Nobody),
    ]);
    survey.people[0].member_of = known(Vec::new());
    survey.standing.roles = known(Vec::new());
    let plan = plan(
        draft(DraftKind::Invite, &["a@x.example", "b@x.example"]),
        &survey,
    );
    assert_eq!(short(&plan.rows[0]), ["group"]);
    assert_eq!(plan.rows[1].verdict, Verdict::MayNot);
    let blocking: Vec<_> = plan
        .notes
        .iter()
        .filter(|n| n.blocking)
        .map(|n| n.explanation.code.as_str())
        .collect();
    assert_eq!(
        blocking,
        [
            "invitationsByAdminsOnly",
            "notYourGroup",
            "notYourApplication"
        ]
    );
    assert!(
        plan.rows[0]
            .remarks
            .iter()
            .any(|remark| remark.starts_with("Left out: Group g2"))
    );
}

#[test]
fn roles_that_cannot_be_given_are_left_out() {
    for (role, code) in [
        ("off", "roleDisabled"),
        ("daemon", "roleForApplications"),
        ("gone", "roleUnknown"),
        (AppRoleId::DEFAULT_ACCESS, "noDefaultAccess"),
    ] {
        let mut asked = draft(DraftKind::Invite, &["a@x.example"]);
        asked.access.applications[0].app_role_id = role.into();
        let plan = plan(asked, &survey(vec![facts(Holder::Nobody)]));
        assert_eq!(short(&plan.rows[0]), ["invite", "group", "group"]);
        let note = &plan.notes[0];
        assert_eq!(
            (note.blocking, note.explanation.code.as_str()),
            (true, code)
        );
    }
}

#[test]
fn a_guest_under_two_addresses_is_one_person() {
    let same = || {
        facts(Holder::Guest {
            guest: guest("a@x.example", Some("Accepted")),
        })
    };
    let plan = plan(
        draft(
            DraftKind::Invite,
            &["a@x.example", "b@x.example", "A@X.example"],
        ),
        &survey(vec![same(), same(), same()]),
    );
    let verdicts: Vec<_> = plan.rows.iter().map(|row| row.verdict).collect();
    assert_eq!(
        verdicts,
        [
            Verdict::AcceptedGuest,
            Verdict::Duplicate,
            Verdict::Duplicate
        ]
    );
}

#[test]
fn a_chosen_guest_without_mail_gets_access_but_no_mail() {
    let mut without = guest("a@x.example", Some("PendingAcceptance"));
    without.mail = None;
    let chosen = |kind| {
        let mut asked = draft(kind, &[""]);
        asked.people[0].user_id = Some(without.id.clone());
        one(
            asked,
            facts(Holder::Guest {
                guest: without.clone(),
            }),
        )
    };
    assert_eq!(
        short(&chosen(DraftKind::GiveAccess)),
        ["group", "application"]
    );
    let resend = chosen(DraftKind::Resend);
    assert_eq!(
        (resend.verdict, resend.steps.len()),
        (Verdict::InvalidAddress, 0)
    );
}

#[test]
fn what_a_list_says_of_one_person_is_for_that_person_alone() {
    let mut asked = draft(DraftKind::Invite, &["a@x.example", "b@x.example"]);
    asked.access = Access {
        groups: vec!["g1".into()],
        applications: Vec::new(),
    };
    asked.people[1].own = Some(Box::new(OwnDetails {
        send: Some(false),
        access: Access {
            groups: vec!["g2".into(), "g1".into()],
            applications: vec![ApplicationAccess {
                service_principal_id: "app".into(),
                app_role_id: "buyer".into(),
            }],
        },
        ..OwnDetails::default()
    }));
    let people = vec![facts(Holder::Nobody), facts(Holder::Nobody)];
    let plan = plan(asked, &survey(people));
    assert_eq!(short(&plan.rows[0]), ["invite", "group"]);
    assert_eq!(
        short(&plan.rows[1]),
        ["invite", "group", "group", "application"]
    );
    assert_eq!(plan.rows[0].steps[0], Step::Invite { mail: true });
    assert_eq!(plan.rows[1].steps[0], Step::Invite { mail: false });
    assert_eq!(plan.totals.mails, 1);
}
