use proptest::prelude::*;

use super::*;

fn path(text: &str) -> Path {
    Path(text.split('/').map(str::to_owned).collect())
}

fn equals(name: &str, value: &str) -> Expr {
    Expr::Compare(path(name), Operator::Eq, Literal::Text(value.to_owned()))
}

#[test]
fn and_binds_closer_than_or() {
    assert_eq!(
        parse("a eq '1' or b eq '2' and c eq '3'").unwrap(),
        Expr::Or(vec![
            equals("a", "1"),
            Expr::And(vec![equals("b", "2"), equals("c", "3")]),
        ])
    );
    assert_eq!(
        parse("(a eq '1' or b eq '2') and c eq '3'").unwrap(),
        Expr::And(vec![
            Expr::Or(vec![equals("a", "1"), equals("b", "2")]),
            equals("c", "3"),
        ])
    );
}

#[test]
fn quotes_are_doubled_inside_a_string() {
    assert_eq!(
        parse("mail eq 'o''neil@x'").unwrap(),
        equals("mail", "o'neil@x")
    );
    assert!(parse("mail eq 'o'neil@x'").is_err());
    assert!(parse("mail eq 'open").is_err());
}

#[test]
fn functions_have_no_case_and_may_have_a_space_after_the_comma() {
    let wanted = Expr::Call(Function::StartsWith, path("mail"), "x".to_owned());
    assert_eq!(parse("startswith(mail,'x')").unwrap(), wanted);
    assert_eq!(parse("startsWith(mail, 'x')").unwrap(), wanted);
    assert_eq!(parse("STARTSWITH( mail , 'x' ) eq true").unwrap(), wanted);
    assert!(parse("startswith(mail,'x') eq false").is_err());
}

#[test]
fn lambdas_lists_and_literals() {
    assert_eq!(
        parse("tags/any(t:t eq 'X')").unwrap(),
        Expr::Lambda {
            quantifier: Quantifier::Any,
            collection: path("tags"),
            test: Some(("t".to_owned(), Box::new(equals("t", "X")))),
        }
    );
    assert_eq!(
        parse("userType in ('Guest', 'Member')").unwrap(),
        Expr::In(
            path("userType"),
            vec![
                Literal::Text("Guest".to_owned()),
                Literal::Text("Member".to_owned())
            ],
        )
    );
    assert_eq!(
        parse("companyName ne null").unwrap(),
        Expr::Compare(path("companyName"), Operator::Ne, Literal::Null)
    );
    assert_eq!(
        parse("createdDateTime ge 2026-01-02T03:04:05Z").unwrap(),
        Expr::Compare(
            path("createdDateTime"),
            Operator::Ge,
            Literal::Time(time::macros::datetime!(2026-01-02 03:04:05 UTC)),
        )
    );
    assert_eq!(
        parse("not(accountEnabled eq true)").unwrap(),
        Expr::Not(Box::new(Expr::Compare(
            path("accountEnabled"),
            Operator::Eq,
            Literal::Bool(true),
        )))
    );
}

#[test]
fn what_is_no_filter_is_refused() {
    for text in [
        "",
        " ",
        "userType",
        "userType = 'Guest'",
        "userType eq Guest",
        "userType eq 'Guest' and",
        "(userType eq 'Guest'",
        "userType eq 'Guest')",
        "userType eq 'Guest' xor mail eq 'a'",
        "userType in ()",
        "notaccountEnabled eq",
    ] {
        assert!(parse(text).is_err(), "{text:?} was read as a filter");
    }
}

#[test]
fn a_name_may_begin_like_a_keyword() {
    assert_eq!(parse("notes eq 'x'").unwrap(), equals("notes", "x"));
    assert_eq!(
        parse("containsIt eq 'x'").unwrap(),
        equals("containsIt", "x")
    );
    assert_eq!(parse("anything eq 'x'").unwrap(), equals("anything", "x"));
}

#[test]
fn bottomless_nesting_is_refused() {
    let text = format!("{}a eq 'b'{}", "(".repeat(40_000), ")".repeat(40_000));
    assert!(parse(&text).is_err());
    assert!(parse(&format!("{}a eq 'b'", "not ".repeat(40_000))).is_err());
}

fn literals() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Bool),
        any::<i64>().prop_map(Literal::Int),
        "[ -~àéß’]{0,12}".prop_map(Literal::Text),
        any::<u128>().prop_map(|id| Literal::Guid(Uuid::from_u128(id))),
        (0_i64..4_000_000_000)
            .prop_map(|t| Literal::Time(OffsetDateTime::from_unix_timestamp(t).unwrap())),
    ]
}

fn paths() -> impl Strategy<Value = Path> {
    prop::collection::vec("p[a-zA-Z0-9_]{0,8}", 1..3).prop_map(Path)
}

fn expressions() -> impl Strategy<Value = Expr> {
    let operators = prop_oneof![
        Just(Operator::Eq),
        Just(Operator::Ne),
        Just(Operator::Ge),
        Just(Operator::Le),
        Just(Operator::Gt),
        Just(Operator::Lt),
    ];
    let functions = prop_oneof![
        Just(Function::StartsWith),
        Just(Function::EndsWith),
        Just(Function::Contains),
    ];
    let leaf = prop_oneof![
        (paths(), operators, literals()).prop_map(|(p, o, l)| Expr::Compare(p, o, l)),
        (paths(), prop::collection::vec(literals(), 1..4)).prop_map(|(p, l)| Expr::In(p, l)),
        (functions, paths(), "[ -~]{0,8}").prop_map(|(f, p, t)| Expr::Call(f, p, t)),
    ];
    leaf.prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.clone().prop_map(|e| Expr::Not(Box::new(e))),
            (paths(), inner).prop_map(|(collection, test)| Expr::Lambda {
                quantifier: Quantifier::Any,
                collection,
                test: Some(("x".to_owned(), Box::new(test))),
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn written_out_and_read_again_is_the_same(expression in expressions()) {
        let text = expression.to_string();
        prop_assert_eq!(parse(&text), Ok(expression), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_text_of_its_own_words_makes_it_panic(
        words in prop::collection::vec(
            prop_oneof![
                Just("not "), Just("("), Just(")"), Just(" and "), Just(" or "), Just("a"),
                Just(" eq "), Just("'x'"), Just("/any("), Just("t:"), Just(" in "), Just(","),
                Just("startsWith("), Just("null"), Just("'"),
            ],
            0..20,
        )
    ) {
        let _ = parse(&words.concat());
    }
}
