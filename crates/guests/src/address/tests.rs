use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Vec<(String, Option<String>, Option<String>)> {
    parse_list(text)
        .into_iter()
        .map(|entry| {
            (
                entry.address,
                entry.display_name,
                entry.problem.map(|p| p.code),
            )
        })
        .collect()
}

fn addresses(text: &str) -> Vec<String> {
    let entries = parse_list(text);
    for entry in &entries {
        assert_eq!(entry.problem, None, "{text}");
    }
    entries.into_iter().map(|entry| entry.address).collect()
}

fn named(address: &str, name: &str) -> (String, Option<String>, Option<String>) {
    (address.to_owned(), Some(name.to_owned()), None)
}

#[test]
fn every_way_of_pasting_is_read() {
    let expected = ["a@x.example", "b@y.example"];
    for text in [
        "a@x.example,b@y.example",
        "a@x.example; b@y.example;",
        "a@x.example\r\nb@y.example\r\n",
        "a@x.example\tb@y.example",
        "a@x.example b@y.example",
        "<a@x.example>, <b@y.example>",
        "mailto:a@x.example; MAILTO:b@y.example?subject=Hello",
        "'a@x.example' \"b@y.example\"",
        "(a@x.example), [b@y.example].",
        "\u{200B}a@x\u{00AD}.example\u{FEFF},\u{202A}b@y.example\u{202C}",
        "a@x.example\u{00A0}\u{00A0}b@y.example",
        "a＠x.example，b@y.example",
        "a@X.Example\n\n\n;;,,b@Y.EXAMPLE",
    ] {
        assert_eq!(addresses(text), expected, "{text:?}");
    }
}

#[test]
fn names_stay_with_their_addresses() {
    let leila = named("leila@fabrikam.com", "Leila Haddad");
    let reversed = named("leila@fabrikam.com", "Haddad, Leila");
    for text in [
        "Leila Haddad <leila@fabrikam.com>",
        "\"Leila Haddad\" <leila@fabrikam.com>",
        "Leila Haddad leila@fabrikam.com",
        "leila@fabrikam.com (Leila Haddad)",
        "Leila Haddad\tleila@fabrikam.com",
        "Leila\tHaddad\tleila@fabrikam.com",
        "leila@fabrikam.com\tLeila Haddad\t",
        "Leila  Haddad <mailto:leila@fabrikam.com>",
    ] {
        assert_eq!(read(text), std::slice::from_ref(&leila), "{text:?}");
    }
    for text in [
        "\"Haddad, Leila\" <leila@fabrikam.com>",
        "“Haddad, Leila” <leila@fabrikam.com>",
        "Haddad, Leila <leila@fabrikam.com>",
        "\"Haddad; Leila\" <leila@fabrikam.com>"
            .replace(';', ",")
            .as_str(),
    ] {
        assert_eq!(read(text), std::slice::from_ref(&reversed), "{text:?}");
    }
    let two = "Haddad, Leila <leila@fabrikam.com>; Okafor, Mei-Lin <m@quillon.example>";
    assert_eq!(
        read(two),
        [reversed, named("m@quillon.example", "Okafor, Mei-Lin")]
    );
    let run_on = "Leila Haddad <leila@fabrikam.com> Ann Lee <ann@y.example>";
    assert_eq!(read(run_on), [leila, named("ann@y.example", "Ann Lee")]);
    let itself = "leila@fabrikam.com <leila@fabrikam.com>";
    assert_eq!(
        read(itself),
        [("leila@fabrikam.com".to_owned(), None, None)]
    );
}

#[test]
fn nothing_is_dropped_in_silence() {
    let codes: Vec<_> =
        read("jonas\nleila@fabrikam.com, nobody\nx y@\n@z.example\n\"open <q@x.example")
            .into_iter()
            .map(|(address, _, code)| (address, code))
            .collect();
    let malformed = || Some("malformed".to_owned());
    let expected = [
        ("jonas".to_owned(), malformed()),
        ("leila@fabrikam.com".to_owned(), None),
        ("nobody".to_owned(), malformed()),
        ("x y@".to_owned(), malformed()),
        ("@z.example".to_owned(), malformed()),
        ("q@x.example".to_owned(), None),
    ];
    assert_eq!(codes, expected);
}

#[test]
fn an_address_in_other_letter_case_is_a_duplicate() {
    let list = parse_list("Leila@Fabrikam.com, leila@fabrikam.com, LEILA@FABRIKAM.COM");
    let problems: Vec<_> = list
        .iter()
        .map(|e| e.problem.as_ref().map(|p| p.code.as_str()))
        .collect();
    assert_eq!(problems, [None, Some("duplicate"), Some("duplicate")]);
    assert_eq!(list[0].address, "Leila@fabrikam.com");
    assert!(same_address("Leila@Fabrikam.com", " <leila@fabrikam.com>"));
    assert!(same_address("a@bücher.example", "A@xn--bcher-kva.example"));
    assert!(!same_address("a@x.example", "b@x.example"));
}

#[test]
fn the_rules_of_the_invitation_resource() {
    for good in [
        "o'brien@x.example",
        "a_b@x.example",
        "_@x.example",
        "a.b-c@x-y.example.co",
        "1@x.example",
    ] {
        assert_eq!(check(good).as_deref(), Ok(good));
    }
    assert_eq!(
        check("a@bücher.example").as_deref(),
        Ok("a@xn--bcher-kva.example")
    );
    for (bad, code) in [
        ("", "malformed"),
        ("leila", "malformed"),
        ("a@b@x.example", "malformed"),
        ("@x.example", "malformed"),
        ("a@", "malformed"),
        ("a b@x.example", "malformed"),
        (".a@x.example", "malformed"),
        ("a.@x.example", "malformed"),
        ("-a@x.example", "malformed"),
        ("a-@x.example", "malformed"),
        ("a..b@x.example", "malformed"),
        ("a@x..example", "malformed"),
        ("a@-x.example", "malformed"),
        ("a@x_y.example", "malformed"),
        ("a@10.0.0.1", "malformed"),
        ("a@x.e", "malformed"),
        ("a+b@x.example", "plus"),
        ("a@fabrikam", "incompleteDomain"),
        ("løv@x.example", "forbiddenCharacter"),
        ("a`b@x.example", "forbiddenCharacter"),
    ] {
        assert_eq!(
            check(bad).map_err(|p| p.code),
            Err(code.to_owned()),
            "{bad}"
        );
    }
    for c in "~!#$%^&*()=[]{}\\/|;:\"<>?,".chars() {
        let code = check(&format!("a{c}b@x.example")).map_err(|p| p.code);
        assert_eq!(code, Err("forbiddenCharacter".to_owned()), "{c}");
    }
    let long = format!("{}@x.example", "a".repeat(65));
    assert_eq!(check(&long).map_err(|p| p.code), Err("tooLong".to_owned()));
    let long = format!("a@{}.example", "b.".repeat(130) + "c");
    assert_eq!(check(&long).map_err(|p| p.code), Err("tooLong".to_owned()));
}

#[test]
fn what_was_probably_meant_is_offered() {
    let suggestion = |address: &str| check(address).unwrap_err().suggestion;
    assert_eq!(
        suggestion("tomas+ext@litware.com").as_deref(),
        Some("tomas@litware.com")
    );
    assert_eq!(suggestion("+ext@litware.com"), None);
    assert_eq!(
        suggestion("priya@fabrikam").as_deref(),
        Some("priya@fabrikam.com")
    );
    assert_eq!(
        suggestion("priya@fabrikam.").as_deref(),
        Some("priya@fabrikam.com")
    );
    for nonsense in ["priya@com", "priya@localhost", "priya@1", "priya@x"] {
        assert_eq!(suggestion(nonsense), None, "{nonsense}");
    }
    let by_list = |text: &str| parse_list(text)[0].problem.clone().unwrap().suggestion;
    assert_eq!(
        by_list("p@fabrikam, q@fabrikam.example").as_deref(),
        Some("p@fabrikam.example")
    );
    assert_eq!(
        by_list("p@fabrikam, q@fabrikam.example, r@fabrikam.net"),
        None
    );
}

#[test]
fn fifty_thousand_addresses_are_read_at_once() {
    let text: String = (0..50_000)
        .map(|i| format!("Person {i} <person.{i}@partner{}.example>;\n", i % 25))
        .collect();
    let started = std::time::Instant::now();
    let entries = parse_list(&text);
    let took = started.elapsed();
    assert_eq!(entries.len(), 50_000);
    assert!(entries.iter().all(|entry| entry.problem.is_none()));
    assert!(
        took.as_secs() < 60,
        "took {took:?} in a build without optimisation"
    );
}

#[test]
fn hostile_lists_take_no_longer_than_plain_ones() {
    for piece in ["<", "\"", ">", "“", "@", "a@", "<<\"", "((", "mailto:"] {
        let started = std::time::Instant::now();
        let _ = parse_list(&piece.repeat(20_000));
        assert!(started.elapsed().as_secs() < 5, "{piece}");
    }
}

fn address() -> impl Strategy<Value = String> {
    "[a-z0-9]([a-z0-9_']{0,6}[a-z0-9])?(\\.[a-z0-9]{1,5})?@[a-z][a-z0-9]{1,8}(\\.[a-z]{2,6}){1,2}"
}

fn name() -> impl Strategy<Value = String> {
    "\\p{Lu}\\p{Ll}{1,8}(, | )\\p{Lu}\\p{Ll}{1,8}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC|[\\t\\r\\n<>\"@,;+ .]){0,120}") {
        let entries = parse_list(&text);
        for entry in &entries {
            prop_assert!(entry.problem.is_some() || entry.address.contains('@'));
        }
        let valid: Vec<_> = entries.iter().filter(|e| e.problem.is_none()).map(|e| fold(&e.address)).collect();
        let distinct: std::collections::HashSet<_> = valid.iter().collect();
        prop_assert_eq!(distinct.len(), valid.len());
    }

    #[test]
    fn checking_twice_changes_nothing(text in "\\PC{0,40}") {
        if let Ok(checked) = check(&text) {
            prop_assert_eq!(check(&checked), Ok(checked.clone()));
            prop_assert!(same_address(&checked, &checked.to_uppercase()));
        }
        prop_assert_eq!(clean(&clean(&text)), clean(&text));
    }

    #[test]
    fn what_is_written_is_read_again(
        people in proptest::collection::vec((name(), address()), 1..8),
        separator in prop_oneof![Just("; "), Just(", "), Just("\n"), Just(";\r\n")],
    ) {
        let text = people
            .iter()
            .map(|(name, address)| format!("\"{name}\" <{address}>"))
            .collect::<Vec<_>>()
            .join(separator);
        let entries = parse_list(&text);
        prop_assert_eq!(entries.len(), people.len());
        for (entry, (name, address)) in entries.iter().zip(&people) {
            prop_assert_eq!(&entry.address, address);
            let name: String = unicode_normalization::UnicodeNormalization::nfc(name.as_str()).collect();
            prop_assert_eq!(entry.display_name.as_ref(), Some(&name));
        }
    }
}

#[test]
fn marks_that_belong_to_a_name_stay() {
    use super::clean_name;
    for (text, name) in [
        ("Jo Doe (Acme)", "Jo Doe (Acme)"),
        ("(Acme) Jo", "(Acme) Jo"),
        ("Semi;colon, \"q\"", "Semi;colon, \"q\""),
        ("\"Lovelace, Ada\"", "Lovelace, Ada"),
        ("((Ada))", "Ada"),
        ("\u{201e}Ada\u{201c}", "Ada"),
        ("'Ada", "Ada"),
        ("Ada),", "Ada"),
        ("[Ada (Acme)]", "Ada (Acme)"),
        ("Rock 'n' Roll", "Rock 'n' Roll"),
    ] {
        assert_eq!(clean_name(text).as_deref(), Some(name), "{text}");
    }
    for nothing in ["", "()", "<>", "((", "\";,"] {
        assert_eq!(clean_name(nothing), None, "{nothing}");
    }
}
