use super::*;
use crate::odata::{Kind, Level, Operators, Property, Value};

struct Row {
    name: String,
    group: bool,
}

static ENTITY: Entity<Row> = Entity {
    name: "row",
    resource: "Row",
    properties: &[
        Property::new("name", Kind::Text, |row: &Row| Value::text(&row.name))
            .default()
            .order(Level::Plain),
        Property::new("group", Kind::Bool, |row: &Row| Value::Bool(row.group)).filter(
            Operators::of(
                Level::Plain,
                Level::Plain,
                Level::Advanced,
                Level::No,
                Level::No,
            ),
        ),
    ],
    unset: &[],
    unset_lists: &[],
    single: &["hobbies"],
};

fn rows(number: usize) -> Vec<Row> {
    (0..number)
        .map(|index| Row {
            name: format!("n{:03}", (index * 7) % number),
            group: index % 3 == 0,
        })
        .collect()
}

fn walk(rows: &[Row], options: &str, eventual: bool) -> (Vec<String>, Vec<usize>, Option<usize>) {
    let (mut names, mut sizes, mut count) = (Vec::new(), Vec::new(), None);
    let mut text = options.to_owned();
    loop {
        let query = Query::parse(&text, eventual).unwrap();
        let plan = Plan::new(&ENTITY, &query).unwrap();
        let page = plan
            .page(|after: Option<usize>| {
                let first = after.map_or(0, |sequence| sequence + 1);
                (first..rows.len()).map(|index| (index, &rows[index]))
            })
            .unwrap();
        count = count.or(page.count);
        sizes.push(page.rows.len());
        names.extend(page.rows.iter().map(|row| row.name.clone()));
        match page.next {
            None => return (names, sizes, count),
            Some(token) => {
                let link = query.link("http://x/rows", QueryOption::SkipToken, &token);
                text = link.split_once('?').unwrap().1.to_owned();
            }
        }
    }
}

#[test]
fn pages_have_neither_gaps_nor_doubles() {
    let rows = rows(95);
    let (names, sizes, _) = walk(&rows, "$top=10", false);
    let wanted: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    assert_eq!(names, wanted);
    assert_eq!(sizes.len(), 10);
}

#[test]
fn a_page_before_the_last_is_never_empty() {
    let rows = rows(90);
    let (names, sizes, count) = walk(&rows, "$filter=group+eq+true&$top=10&$count=true", true);
    assert_eq!(names.len(), 30);
    assert_eq!(sizes, [10, 10, 10]);
    assert_eq!(count, Some(30));
}

#[test]
fn sorted_pages_continue_where_they_ended() {
    let rows = rows(95);
    let (names, _, _) = walk(&rows, "$orderby=name&$top=10", false);
    assert_eq!(names.len(), 95);
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    let (names, _, _) = walk(&rows, "$orderby=name desc&$top=10", false);
    assert_eq!(names.len(), 95);
    assert!(names.windows(2).all(|pair| pair[0] > pair[1]));
}

#[test]
fn count_without_the_header_is_ignored_in_silence() {
    assert_eq!(walk(&rows(5), "$count=true", false).2, None);
}

#[test]
fn a_foreign_page_token_is_refused() {
    let query = Query::parse("$skiptoken=garbage", false).unwrap();
    let plan = Plan::new(&ENTITY, &query).unwrap();
    let rows = rows(3);
    let page = plan.page(|_: Option<usize>| rows.iter().enumerate());
    assert_eq!(page.err().unwrap().code, "Request_BadRequest");
}

fn refused(options: &str, eventual: bool) -> Error {
    let query = Query::parse(options, eventual).unwrap();
    Plan::new(&ENTITY, &query).err().unwrap()
}

#[test]
fn what_a_list_refuses() {
    assert_eq!(
        refused("$search=\"name:x\"", false).message,
        "Request with $search query parameter only works through MSGraph with a special request \
         header: 'ConsistencyLevel: eventual'"
    );
    assert_eq!(
        refused("$select=name,nonsense", false).message,
        "Could not find a property named 'nonsense' on type 'microsoft.graph.row'."
    );
    assert_eq!(refused("$select=hobbies", false).code, "NotImplemented");
    assert_eq!(
        refused("$orderby=name&$filter=group eq true", false).message,
        "Sorting not supported for current query."
    );
    assert_eq!(
        refused("$orderby=group", true).code,
        "Request_UnsupportedQuery"
    );
    assert_eq!(
        refused("$expand=owner&$count=true", true).code,
        "Request_UnsupportedQuery"
    );
    assert_eq!(refused("$filter=group eq", false).code, "BadRequest");
}
