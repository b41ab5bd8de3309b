//! Writes take effect whole or not at all, in order, and come back.

use std::time::Duration;

use super::*;
use crate::directory::{Changed, User};
use crate::ledger::{Effect, EffectKind};

fn plan() -> Plan {
    Plan {
        seed: 1,
        guests: 30,
        members: 20,
    }
}

fn call() -> Call {
    Call::of_tenant("POST", "/v1.0/invitations")
}

/// A user with this name and address, written with one effect.
fn write_user(tenant: &Tenant, id: Uuid, name: &str) {
    let written = tenant.write(&call(), |tx| {
        let mut user = User::new(id, format!("{name}@practice.contoso.example"), tx.now());
        user.mail = Some(format!("{name}@outside.example"));
        tx.put_user(user);
        tx.status(201);
        tx.effect(Effect::new(EffectKind::UserCreated).user(id));
        Ok::<_, StateError>(())
    });
    written.expect("written");
}

#[test]
fn a_refused_write_leaves_nothing_behind() {
    let tenant = Tenant::for_tests(plan());
    let (group, guest) = tenant.read(|view| {
        let guest = view
            .users(None)
            .find(|user| user.is_guest())
            .expect("a guest")
            .id;
        let group = view
            .groups(None)
            .find(|group| !view.is_member(group.id, guest));
        (group.expect("a group").id, guest)
    });
    let new = Uuid::from_u128(7);
    let before = tenant.read(|view| (view.sequence(), view.policies().clone()));
    let refused = tenant.write(&call(), |tx| {
        tx.put_user(User::new(new, "new@practice.contoso.example", tx.now()));
        tx.add_member(group, guest);
        tx.delete_user(guest);
        tx.edit_policies(|policies| policies.b2b_management.blocked_domains = None);
        tx.effect(Effect::new(EffectKind::MemberAdded).group(group));
        assert!(tx.latest().is_member(group, guest));
        Err::<(), _>(StateError::Foreign("no reason".to_owned()))
    });
    assert!(refused.is_err());
    tenant.read(|view| {
        assert!(
            view.user(new).is_none() && view.user_by_upn("new@practice.contoso.example").is_none()
        );
        assert!(view.user(guest).is_some() && view.deleted_user(guest).is_none());
        assert!(!view.is_member(group, guest));
        assert_eq!((view.sequence(), view.policies().clone()), before);
    });
    assert!(tenant.ledger().is_empty());
}

#[test]
fn changes_say_what_changed() {
    let tenant = Tenant::for_tests(plan());
    let id = Uuid::from_u128(7);
    write_user(&tenant, id, "new");
    let edited = tenant.write(&call(), |tx| {
        tx.edit_user(id, |user| {
            user.job_title = Some("Welder".to_owned());
            user.other.insert("city".to_owned(), "Oslo".into());
        });
        tx.edit_user(id, |_| {});
        tx.delete_user(id);
        Ok::<_, StateError>(())
    });
    edited.expect("written");
    let changes: Vec<_> = tenant.read(|view| {
        view.changes_since(0)
            .map(|change| (change.sequence, change.what.clone()))
            .collect()
    });
    let updated = match &changes[1].1 {
        Changed::Updated(names) => names.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(changes[0], (1, Changed::Created));
    assert_eq!(
        updated.iter().map(String::as_str).collect::<Vec<_>>(),
        ["jobTitle", "city"]
    );
    assert_eq!(changes[2], (3, Changed::SoftDeleted));
    assert_eq!(changes.len(), 3, "an edit that changes nothing was noted");
}

#[test]
fn only_writes_with_effects_make_a_line() {
    let tenant = Tenant::for_tests(plan());
    write_user(&tenant, Uuid::from_u128(7), "one");
    let silent = tenant.write(&call(), |tx| {
        tx.edit_user(Uuid::from_u128(7), |user| {
            user.display_name = Some("One".to_owned())
        });
        Ok::<_, StateError>(())
    });
    silent.expect("written");
    write_user(&tenant, Uuid::from_u128(8), "two");
    let lines: Vec<_> = tenant
        .ledger()
        .iter()
        .map(|entry| (entry.n, entry.status))
        .collect();
    assert_eq!(lines, [(1, 201), (2, 201)]);
}

#[test]
fn lag_hides_writes_from_readers_but_not_from_later_writes() {
    let config = Config {
        guests: Some(30),
        members: Some(20),
        lag: Some(Span::new(60_000, 60_000)),
        ..Config::default()
    };
    let tenant = Tenant::open(&config).expect("a tenant");
    let id = Uuid::from_u128(7);
    write_user(&tenant, id, "new");
    assert!(tenant.read(|view| view.user(id).is_none()));
    assert!(tenant.read(|view| view.latest().user(id).is_some()));
    assert_eq!(
        tenant.read(|view| view.sequence()),
        1,
        "delta is never late"
    );
    let seen = tenant.write(&call(), |tx| {
        let latest = tx.latest().holders_of_address("NEW@outside.example").len();
        Ok::<_, StateError>((tx.view().user(id).is_some(), latest))
    });
    assert_eq!(seen.expect("read"), (false, 1));
    tenant.advance_clock(61).expect("advanced");
    assert!(tenant.read(|view| view.user(id).is_some()));
}

#[test]
fn what_was_written_comes_back_from_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config {
        guests: Some(30),
        members: Some(20),
        state: Some(dir.path().join("tenant.db")),
        ..Config::default()
    };
    let ids: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
    let (before, key) = {
        let tenant = Tenant::open(&config).expect("a tenant");
        let group = tenant.read(|view| view.groups(None).next().expect("a group").id);
        for (number, id) in ids.iter().enumerate() {
            write_user(&tenant, *id, &format!("u{number}"));
        }
        let changed = tenant.write(&call(), |tx| {
            tx.add_member(group, ids[0]);
            tx.add_owner(group, ids[1]);
            tx.delete_user(ids[2]);
            tx.edit_policies(|policies| policies.b2b_management.blocked_domains = None);
            let gone = tx
                .latest()
                .users(None)
                .find(|user| user.is_guest())
                .expect("a guest")
                .id;
            tx.delete_user(gone);
            Ok::<_, StateError>(())
        });
        changed.expect("written");
        (photograph(&tenant), tenant.key().kid().to_owned())
    };
    let tenant = Tenant::open(&config).expect("the tenant again");
    let after = photograph(&tenant);
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one, other);
    }
    assert_eq!(before.len(), after.len());
    assert_eq!(tenant.key().kid(), key);
    let other = Tenant::open(&Config {
        seed: Some(5),
        ..config
    });
    assert!(other.is_err(), "another seed was laid under the same file");
}

/// Everything that is to come back, as text.
fn photograph(tenant: &Tenant) -> Vec<String> {
    let ledger = tenant.ledger();
    tenant.read(|view| {
        let mut all: Vec<String> = Vec::new();
        all.extend(view.users(None).map(|user| format!("{user:?}")));
        all.extend(view.deleted_users(None).map(|user| format!("{user:?}")));
        for group in view.groups(None) {
            let members: Vec<_> = view
                .members(group.id, None)
                .map(|object| object.id())
                .collect();
            let owners: Vec<_> = view
                .owners(group.id, None)
                .map(|object| object.id())
                .collect();
            all.push(format!("{group:?} {members:?} {owners:?}"));
        }
        all.extend(view.changes_since(0).map(|change| format!("{change:?}")));
        all.push(format!("{:?}", view.policies()));
        all.extend(ledger.iter().map(|entry| format!("{entry:?}")));
        all
    })
}

#[test]
fn a_full_disk_takes_the_write_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("tenant.db");
    let config = Config {
        guests: Some(30),
        members: Some(20),
        state: Some(path),
        ..Config::default()
    };
    let tenant = Tenant::open(&config).expect("a tenant");
    tenant.store.limit_to_present_size().expect("limited");
    let id = Uuid::from_u128(7);
    let refused = tenant.write(&call(), |tx| {
        let mut user = User::new(id, "new@practice.contoso.example", tx.now());
        user.display_name = Some("x".repeat(2_000_000));
        tx.put_user(user);
        Ok::<_, StateError>(())
    });
    assert!(matches!(refused, Err(StateError::Unusable { .. })));
    assert!(tenant.read(|view| view.user(id).is_none()));
}

#[test]
fn drawn_lag_stays_within_its_range() {
    let tenant = Tenant::open(&Config {
        guests: Some(30),
        members: Some(20),
        lag: Some(Span::new(0, 5)),
        ..Config::default()
    });
    let tenant = tenant.expect("a tenant");
    let id = Uuid::from_u128(7);
    write_user(&tenant, id, "new");
    std::thread::sleep(Duration::from_millis(10));
    assert!(tenant.read(|view| view.user(id).is_some()));
}
