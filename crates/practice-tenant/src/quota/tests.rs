use super::cost::Service;
use super::*;

const APP: Uuid = Uuid::from_u128(1);
const OTHER_APP: Uuid = Uuid::from_u128(2);
const READ: Cost = Cost {
    resource_units: 1,
    writes: 0,
    service: None,
};
const INVITE: Cost = Cost {
    resource_units: 1,
    writes: 1,
    service: Some(Service::Invitations),
};

fn header<'e>(error: &'e Error, name: &str) -> Option<&'e str> {
    let found = error.headers.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.as_str())
}

#[test]
fn sizes_are_counted_in_users() {
    for (users, limit) in [(49, 3_500), (50, 5_000), (500, 5_000), (501, 8_000)] {
        assert_eq!(TenantSize::of(users).resource_units(), limit, "{users}");
    }
}

#[test]
fn the_invitations_of_a_tenant_count_over_all_applications() {
    let quotas = Quotas::new(true, Uuid::nil(), 400);
    let now = Duration::ZERO;
    for n in 0..150 {
        let app = if n % 2 == 0 { APP } else { OTHER_APP };
        assert!(quotas.pass(now, app, INVITE).is_ok(), "{n}");
    }
    let refused = quotas.pass(now, APP, INVITE).expect_err("refused");
    assert_eq!(header(&refused, "Retry-After"), Some("1"));
    assert_eq!(
        header(&refused, "x-ms-throttle-scope"),
        Some(format!("Tenant/Write/{APP}/{}", Uuid::nil()).as_str())
    );
    assert_eq!(header(&refused, "x-ms-throttle-information"), None);
    assert!(
        quotas.pass(now, APP, READ).is_ok(),
        "reads are another matter"
    );
    let later = now + Duration::from_secs(1);
    assert!(quotas.pass(later, APP, INVITE).is_ok());
}

#[test]
fn a_refused_call_draws_on_no_other_bucket() {
    let quotas = Quotas::new(true, Uuid::nil(), 400);
    for _ in 0..200 {
        let _ = quotas.pass(Duration::ZERO, APP, INVITE);
    }
    let throttle = quotas.throttle(Duration::ZERO);
    assert_eq!(throttle.refused, 50);
    let gauge = |name: &str| {
        throttle
            .buckets
            .iter()
            .find(|gauge| gauge.name == name)
            .expect("a bucket")
    };
    assert!((gauge("writes").available - 2_850.0).abs() < 1e-6);
    assert!((gauge("resourceUnits").available - 4_850.0).abs() < 1e-6);
    assert_eq!(
        (gauge("invitations").refused, gauge("writes").refused),
        (50, 0)
    );
}

#[test]
fn writes_run_out_with_the_words_of_the_service() {
    let quotas = Quotas::new(true, Uuid::nil(), 400);
    let write = Cost {
        service: None,
        ..INVITE
    };
    let mut told = 0;
    for n in 0..3_000 {
        let used = quotas
            .pass(Duration::ZERO, APP, write)
            .expect("let through");
        told += u32::from(used.is_some());
        assert_eq!(used.is_some(), n >= 2_400, "{n}");
    }
    assert_eq!(told, 600);
    let refused = quotas
        .pass(Duration::ZERO, APP, write)
        .expect_err("refused");
    assert_eq!(
        header(&refused, "x-ms-throttle-information"),
        Some("WriteLimitExceeded")
    );
    assert!(quotas.pass(Duration::ZERO, OTHER_APP, write).is_ok());
}

#[test]
fn without_quotas_nothing_is_refused() {
    let quotas = Quotas::new(false, Uuid::nil(), 400);
    for _ in 0..10_000 {
        assert_eq!(quotas.pass(Duration::ZERO, APP, INVITE), Ok(None));
    }
    assert!(quotas.throttle(Duration::ZERO).buckets.is_empty());
}

#[test]
fn a_reset_fills_everything() {
    let quotas = Quotas::new(true, Uuid::nil(), 400);
    for _ in 0..200 {
        let _ = quotas.pass(Duration::from_secs(9), APP, INVITE);
    }
    quotas.reset();
    assert_eq!(quotas.throttle(Duration::ZERO).refused, 0);
    assert!(quotas.pass(Duration::ZERO, APP, INVITE).is_ok());
}

#[test]
fn a_bucket_can_be_drained_by_name() {
    let quotas = Quotas::new(true, Uuid::nil(), 400);
    let now = Duration::ZERO;
    assert!(quotas.drain(now, "resourceUnits", Some(APP), 1.1));
    let refused = quotas.pass(now, APP, READ).expect_err("refused");
    assert_eq!(
        header(&refused, "x-ms-throttle-information"),
        Some("ResourceUnitLimitExceeded")
    );
    assert_eq!(header(&refused, "Retry-After"), Some("2"));
    assert!(quotas.pass(now, OTHER_APP, READ).is_ok());
    assert!(quotas.drain(now, "invitations", None, 1.0));
    assert!(quotas.pass(now, OTHER_APP, INVITE).is_err());
    assert!(!quotas.drain(now, "writes", None, 1.0), "whose?");
    assert!(!quotas.drain(now, "patience", Some(APP), 1.0));
    let none = Quotas::new(false, Uuid::nil(), 400);
    assert!(!none.drain(now, "invitations", None, 1.0));
}
