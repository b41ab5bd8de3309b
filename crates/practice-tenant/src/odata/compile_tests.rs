use super::*;
use crate::odata::filter::parse;
use crate::odata::{Kind, Operators, Property};

struct Row {
    name: &'static str,
    company: Option<&'static str>,
    tags: Vec<String>,
    enabled: bool,
}

const P: Level = Level::Plain;
const A: Level = Level::Advanced;
const N: Level = Level::No;

static ENTITY: Entity<Row> = Entity {
    name: "row",
    resource: "Row",
    properties: &[
        Property::new("name", Kind::Text, |row: &Row| Value::text(row.name))
            .filter(Operators::of(P, P, A, P, P).ends_advanced()),
        Property::new("company", Kind::Text, |row: &Row| Value::maybe(row.company))
            .filter(Operators::of(A, A, A, A, A)),
        Property::new("tags", Kind::Texts, |row: &Row| Value::texts(&row.tags))
            .filter(Operators::of(P, N, A, N, P)),
        Property::new("enabled", Kind::Bool, |row: &Row| Value::Bool(row.enabled))
            .filter(Operators::of(P, P, A, N, N)),
        Property::new("made", Kind::Time, |_: &Row| Value::Null)
            .filter(Operators::of(P, N, A, P, N)),
        Property::new("plain", Kind::Text, |row: &Row| Value::text(row.name)),
    ],
    unset: &["city"],
    unset_lists: &[],
    single: &[],
};

fn row() -> Row {
    Row {
        name: "Ana Martins",
        company: None,
        tags: vec!["HideApp".to_owned(), "X".to_owned()],
        enabled: true,
    }
}

fn run(filter: &str, advanced: bool) -> Result<bool, Error> {
    compile(&ENTITY, &parse(filter).unwrap(), advanced, 100).map(|test| test.matches(&row()))
}

#[test]
fn plain_questions_are_answered() {
    assert_eq!(run("name eq 'ANA martins'", false), Ok(true));
    assert_eq!(run("startswith(name,'ana')", false), Ok(true));
    assert_eq!(run("name in ('x', 'ana martins')", false), Ok(true));
    assert_eq!(run("tags/any(t:t eq 'hideapp')", false), Ok(true));
    assert_eq!(run("tags/any(t:startsWith(t,'y'))", false), Ok(false));
    assert_eq!(run("enabled eq true and name ge 'b'", false), Ok(false));
}

#[test]
fn advanced_ones_need_header_and_count() {
    for filter in [
        "name ne 'x'",
        "endsWith(name,'martins')",
        "not(name eq 'x')",
        "company eq null",
        "name ne null",
        "not(tags/any(t:t eq 'Y'))",
    ] {
        let refused = run(filter, false).unwrap_err();
        assert_eq!(refused.code, "Request_UnsupportedQuery", "{filter}");
        assert_eq!(run(filter, true), Ok(true), "{filter}");
    }
}

#[test]
fn what_the_table_does_not_list_is_never_answered() {
    for filter in [
        "plain eq 'x'",
        "city eq 'x'",
        "contains(name,'a')",
        "name gt 'a'",
        "tags/all(t:t eq 'X')",
        "tags/any()",
        "tags/any(t:t/x eq 'X')",
        "tags eq 'X'",
        "startswith(enabled,'t')",
        "enabled ge true",
        "name/first eq 'x'",
    ] {
        assert!(run(filter, true).is_err(), "{filter}");
    }
    assert_eq!(
        run("nothing eq 'x'", true).unwrap_err().message,
        "Could not find a property named 'nothing' on type 'microsoft.graph.row'."
    );
    assert!(
        run("enabled eq 'true'", false)
            .unwrap_err()
            .message
            .contains("incompatible types")
    );
}

#[test]
fn sixteen_choices_are_too_many_for_a_plain_query() {
    let values = vec!["'a'"; 16].join(",");
    let refused = run(&format!("name in ({values})"), false).unwrap_err();
    assert_eq!(refused.code, "Request_UnsupportedQuery");
    assert_eq!(
        refused.message,
        "Too many child clauses specified in search filter expression containing 'OR' operators: \
         16. Max allowed: 15"
    );
    let chain = vec!["name eq 'a'"; 16].join(" or ");
    assert!(
        run(&chain, false)
            .unwrap_err()
            .message
            .contains("16. Max allowed: 15")
    );
    assert_eq!(run(&chain, true), Ok(false));
    let values = vec!["'a'"; 15].join(",");
    assert_eq!(run(&format!("name in ({values})"), false), Ok(false));
}

#[test]
fn height_is_limited_in_plain_queries() {
    let tall = "name eq 'a' or (name eq 'b' and (name eq 'c' or name eq 'd'))";
    assert_eq!(
        run(tall, false).unwrap_err().message,
        "search filter expression has excessive height: 4. Max allowed: 3"
    );
    assert_eq!(run(tall, true), Ok(false));
}

#[test]
fn an_advanced_url_has_a_longest_length() {
    let expression = parse("name eq 'a'").unwrap();
    assert!(compile(&ENTITY, &expression, true, 2_049).is_err());
    assert!(compile(&ENTITY, &expression, false, 2_049).is_ok());
}

#[test]
fn a_lookup_by_value_is_recognised() {
    let exact = |filter: &str| {
        let test = compile(&ENTITY, &parse(filter).unwrap(), false, 100).unwrap();
        test.exactly("name").map(|values| values.join("|"))
    };
    assert_eq!(exact("name eq 'A'").as_deref(), Some("a"));
    assert_eq!(
        exact("enabled eq true and name in ('A','b')").as_deref(),
        Some("a|b")
    );
    assert_eq!(exact("name eq 'A' or name eq 'B'").as_deref(), Some("a|b"));
    assert_eq!(exact("name eq 'A' or enabled eq true"), None);
}

#[test]
fn lookups_reach_into_lambdas() {
    let exact = |filter: &str| {
        let test = compile(&ENTITY, &parse(filter).unwrap(), false, 100).unwrap();
        test.exactly("tags").map(|values| values.join("|"))
    };
    let either = "tags/any(t:t eq 'A' or t eq 'b')";
    assert_eq!(exact(either).as_deref(), Some("a|b"));
    assert_eq!(exact("tags/any(t:startswith(t,'a'))"), None);
    assert_eq!(exact("tags/any(t:t eq 'a' or startswith(t,'b'))"), None);
}

#[test]
fn a_stretch_of_time_is_recognised() {
    let between = |filter: &str| {
        let test = compile(&ENTITY, &parse(filter).unwrap(), true, 100).unwrap();
        let (from, to) = test.between("made");
        (from.map(|time| time.year()), to.map(|time| time.year()))
    };
    let year = |year: u32| format!("{year}-01-01T00:00:00Z");
    let (early, middle, late) = (year(2020), year(2022), year(2024));
    assert_eq!(between(&format!("made ge {early}")), (Some(2020), None));
    assert_eq!(
        between(&format!("made eq {early}")),
        (Some(2020), Some(2020))
    );
    assert_eq!(
        between(&format!(
            "made ge {early} and (made le {late} and enabled eq true) and made ge {middle}"
        )),
        (Some(2022), Some(2024))
    );
    assert_eq!(
        between(&format!("made le {late} and made le {middle}")),
        (None, Some(2022))
    );
    for open in [
        format!("made ge {early} or enabled eq true"),
        format!("not (made ge {early})"),
        format!("made ne {early}"),
        "enabled eq true".to_owned(),
    ] {
        assert_eq!(between(&open), (None, None), "{open}");
    }
}
