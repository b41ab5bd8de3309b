use std::collections::BTreeSet;

use super::codes::CODES;
use super::*;

/// Every number that a person may meet, from the error code reference.
const MET: &[u32] = &[
    16000, 16003, 50005, 50011, 50014, 50020, 50034, 50053, 50055, 50056, 50057, 50058, 50059,
    50128, 90019, 50072, 50079, 50074, 50076, 50078, 50085, 50089, 50132, 50133, 50173, 70008,
    50097, 50155, 50187, 50105, 50125, 50142, 50135, 50144, 50126, 50131, 50134, 50140, 50158,
    50194, 50196, 50199, 399_218, 50203, 51004, 53000, 53001, 53002, 53009, 53003, 53004, 53010,
    53011, 530_001, 530_002, 530_003, 530_031, 530_032, 530_033, 530_034, 530_035, 54005, 65001,
    65002, 65004, 65005, 650_052, 650_056, 650_057, 650_051, 70000, 70001, 700_011, 700_016,
    7_000_112, 70002, 70011, 70016, 70018, 70019, 70020, 70037, 70039, 70043, 70044, 70046,
    700_081, 700_082, 700_084, 7_000_218, 90002, 90014, 900_144, 90024, 90033, 50033, 90006, 90090,
    90055, 90038, 90051, 90072, 90094, 90095, 900_941, 90099, 90119, 90120, 900_971, 500_113,
    9_001_023, 9_002_326, 500_011, 500_014, 500_021, 500_022, 500_212, 500_213, 501_481, 501_491,
    1_000_031, 1_000_104, 135_010, 135_011,
];

#[test]
fn every_number_has_one_row() {
    let numbers: Vec<u32> = CODES
        .iter()
        .flat_map(|(numbers, _)| *numbers)
        .copied()
        .collect();
    let distinct: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(distinct.len(), numbers.len(), "a number stands twice");
    assert_eq!(distinct, MET.iter().collect::<BTreeSet<_>>());
}

#[test]
fn every_row_says_all_that_a_person_needs() {
    let local = [
        LocalTrouble::Offline,
        LocalTrouble::TimedOut,
        LocalTrouble::Expired,
        LocalTrouble::Declined,
        LocalTrouble::Unavailable,
        LocalTrouble::UnexpectedAnswer,
        LocalTrouble::OtherAccount,
        LocalTrouble::PersonalAccount,
        LocalTrouble::SignedOut,
        LocalTrouble::Cancelled,
    ]
    .map(local_row);
    let rows = CODES
        .iter()
        .map(|(_, row)| *row)
        .chain(SUBERRORS.iter().chain(ERRORS).map(|(_, row)| *row))
        .chain(local);
    for row in rows {
        for sentence in [row.summary, row.cause, row.remedy] {
            assert!(sentence.ends_with('.'), "{}: {sentence}", row.code);
            assert!(
                sentence.starts_with(char::is_uppercase),
                "{}: {sentence}",
                row.code
            );
        }
        let explanation = row.explain("AADSTS1");
        let is_person = explanation.who == ["You"] || explanation.who.is_empty();
        assert_eq!(explanation.request.is_none(), is_person, "{}", row.code);
    }
}

#[test]
fn the_number_tells_more_than_the_error() {
    let explanation = explain("invalid_grant", Some("message_only"), &[53003]);
    assert_eq!(explanation.code, "blockedByConditionalAccess");
    let explanation = explain("invalid_grant", Some("message_only"), &[999_999]);
    assert_eq!(explanation.code, "cannotBeFixedBySigningIn");
    assert_eq!(explain("invalid_grant", None, &[]).code, "grantInvalid");
    assert_eq!(explain("expired_token", None, &[70020]).code, "codeExpired");
    assert_eq!(
        explain("authorization_declined", None, &[]).code,
        "declined"
    );
}

#[test]
fn what_a_field_is_to_blame_for_has_the_name_that_the_screen_puts_beside_it() {
    for (number, code) in [
        (90002, "tenantNotFound"),
        (90038, "nationalCloud"),
        (90019, "tenantMissing"),
        (9_001_023, "tenantForGrant"),
    ] {
        assert_eq!(explain("invalid_request", None, &[number]).code, code);
    }
}

#[test]
fn an_unknown_number_is_shown_as_it_is() {
    let explanation = explain("odd_error", None, &[123_456]);
    assert_eq!(explanation.code, "signInRefused");
    assert!(explanation.summary.contains("AADSTS123456"));
    assert!(
        explain("odd_error", None, &[])
            .summary
            .contains("odd_error")
    );
}

#[test]
fn the_page_says_i_may_not() {
    let codes: Vec<_> = page_refusals().iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, [53003, 530_033, 53000, 50097]);
    for refusal in page_refusals() {
        let request = refusal.explanation.request.unwrap();
        assert!(request.contains(&format!("AADSTS{}", refusal.code)));
    }
}
