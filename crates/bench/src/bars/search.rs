//! From a keystroke to rows, in the core: windows of 250,000 guests.

use std::time::Instant;

use desk::Desk;
use desk::view::guests::{GuestQuery, GuestRow, GuestSort};
use guests::guest::GuestState;
use rusqlite::{Connection, OpenFlags};
use time::{Duration, OffsetDateTime};

use crate::large::Loaded;
use crate::measured::{Measured, ms};
use crate::outcome::{Outcome, failed};
use crate::stats::Samples;

/// Rows of a window, as the guest list asks for them.
const ROWS: u32 = 100;
/// Guests whose names and addresses are typed.
const TYPED: u32 = 24;

const SORTS: [GuestSort; 7] = [
    GuestSort::DisplayName,
    GuestSort::Mail,
    GuestSort::PartnerDomain,
    GuestSort::State,
    GuestSort::Created,
    GuestSort::CompanyName,
    GuestSort::StateChanged,
];

const STATES: [GuestState; 4] = [
    GuestState::PendingAcceptance,
    GuestState::Accepted,
    GuestState::Blocked,
    GuestState::NoState,
];

/// Queries of one kind, with how long each took.
struct Kind {
    name: &'static str,
    queries: Vec<GuestQuery>,
    took: Samples,
    worst: (std::time::Duration, String),
}

pub(crate) async fn measure(large: &Loaded) -> Outcome<Measured> {
    let mut measured = Measured::new(
        "Windows of 100 rows with their total, asked of the desk one after the other over 250,000
         guests in its store, as the guest list asks: names, addresses and domains typed letter by
         letter, filters, every column's order both ways, windows far down. Every text and filter is
         new to the desk when it is first asked for, so totals are counted too. The floor is one
         prepared SQLite query for 100 rows by their number, on the same file; the peer is what others
         do, a scan with LIKE. Warm: a few windows
         were asked for before.",
    );
    let desk = large.admin.desk(large.folder(), |_| {}).await?;
    let mut kinds = kinds(&desk).await?;
    let floor = floor(large)?;
    let mut all = Samples::default();
    for kind in &mut kinds {
        for query in std::mem::take(&mut kind.queries) {
            let shown = shown(&query);
            let begun = Instant::now();
            let window = desk.guests(query).await.map_err(failed)?;
            let took = begun.elapsed();
            kind.took.push(took);
            if took > kind.worst.0 {
                kind.worst = (took, format!("{shown} ({} match)", window.total));
            }
        }
        all.extend(&kind.took);
    }
    measured.at_most(
        "keystroke to rows in the core, 250,000 guests, any filter and order, 99 of 100",
        10.0,
        all.quantile(0.99),
        ms,
    );
    measured.told("the same, every other one", ms(all.median()));
    measured.told(
        "floor: 100 rows by number, bare SQLite, half and 99 of 100",
        format!("{}, {}", ms(floor.median()), ms(floor.quantile(0.99))),
    );
    measured.told(
        "peer: the text \"anna\" by LIKE in SQLite, counted and sorted, half",
        ms(plain(large, "anna")?.median()),
    );
    for kind in &kinds {
        measured.raw(format!(
            "{}: {} queries, half within {}, 99 of 100 within {}, slowest {}: {}",
            kind.name,
            kind.took.len(),
            ms(kind.took.median()),
            ms(kind.took.quantile(0.99)),
            ms(kind.took.most()),
            kind.worst.1,
        ));
    }
    desk.close().await;
    Ok(measured)
}

fn window(text: &str) -> GuestQuery {
    GuestQuery {
        text: text.to_owned(),
        sort: GuestSort::Created,
        descending: true,
        count: ROWS,
        ..GuestQuery::default()
    }
}

/// A query for a person to read.
fn shown(query: &GuestQuery) -> String {
    let mut words = vec![format!("{:?}", query.text)];
    words.extend(query.states.iter().map(|state| format!("{state:?}")));
    words.extend(query.domains.iter().cloned());
    if query.created_from.is_some() || query.created_to.is_some() {
        words.push("by date".to_owned());
    }
    let way = if query.descending { "down" } else { "up" };
    words.push(format!("by {:?} {way}", query.sort));
    if query.offset > 0 {
        words.push(format!("from {}", query.offset));
    }
    words.join(", ")
}

async fn kinds(desk: &Desk) -> Outcome<Vec<Kind>> {
    let first = desk.guests(window("")).await.map_err(failed)?;
    let total = first.total;
    let mut people: Vec<GuestRow> = Vec::new();
    for person in 0..TYPED {
        let query = GuestQuery {
            sort: GuestSort::Mail,
            offset: person * (total / TYPED),
            count: 1,
            ..GuestQuery::default()
        };
        people.extend(desk.guests(query).await.map_err(failed)?.rows);
    }
    let domains = desk.guest_domains("").await.map_err(failed)?;
    let domains: Vec<String> = domains.into_iter().map(|domain| domain.domain).collect();

    let texts = Texts::of(&people);
    let ordered = |texts: Vec<String>| -> Vec<GuestQuery> {
        let in_turn = SORTS.iter().cycle();
        let queries = texts.iter().zip(in_turn);
        queries
            .enumerate()
            .map(|(place, (text, sort))| GuestQuery {
                // Most search in the order that the list comes in.
                sort: if place % 3 == 0 {
                    *sort
                } else {
                    GuestSort::Created
                },
                descending: place % 2 == 0,
                ..window(text)
            })
            .collect()
    };
    let filtered = filters(&domains);
    let filtered_texts: Vec<GuestQuery> = filtered
        .iter()
        .zip(texts.some.iter().cycle())
        .map(|(filter, text)| GuestQuery {
            text: text.clone(),
            ..filter.clone()
        })
        .collect();
    let orders = both_ways(|sort, descending| GuestQuery {
        sort,
        descending,
        ..window("")
    });
    let down = |query: &GuestQuery, total: u32| -> Vec<GuestQuery> {
        (1..=5)
            .map(|fifth| GuestQuery {
                offset: (total / 5 * fifth).saturating_sub(ROWS) / ROWS * ROWS,
                ..query.clone()
            })
            .collect()
    };
    let mut deep: Vec<GuestQuery> = orders.iter().flat_map(|order| down(order, total)).collect();
    for query in filtered
        .iter()
        .step_by(3)
        .chain(filtered_texts.iter().step_by(5))
    {
        let found = desk.guests(query.clone()).await.map_err(failed)?.total;
        if found > ROWS {
            deep.extend(down(query, found));
        }
    }
    Ok([
        ("one letter", ordered(texts.one)),
        ("two letters", ordered(texts.two)),
        ("three letters and more", ordered(texts.more)),
        ("two words", ordered(texts.words)),
        ("nothing is found", ordered(texts.none)),
        ("a filter", filtered),
        ("a filter and a text", filtered_texts),
        ("another order", orders),
        ("far down", deep),
    ]
    .into_iter()
    .map(|(name, queries)| Kind {
        name,
        queries,
        took: Samples::default(),
        worst: Default::default(),
    })
    .collect())
}

/// What is typed.
#[derive(Default)]
struct Texts {
    one: Vec<String>,
    two: Vec<String>,
    more: Vec<String>,
    words: Vec<String>,
    none: Vec<String>,
    /// A few of all lengths.
    some: Vec<String>,
}

impl Texts {
    fn of(people: &[GuestRow]) -> Self {
        let mut texts = Self::default();
        for person in people {
            let name = &person.display_name;
            let mail = person.mail.as_deref().unwrap_or_default();
            let (given, surname) = name.split_once(' ').unwrap_or((name, name));
            let domain = mail.split_once('@').map_or("", |(_, domain)| domain);
            for typed in [name, surname, mail, domain] {
                texts.type_it(typed);
            }
            for length in 1..=surname.chars().count().min(5) {
                let begun: String = surname.chars().take(length).collect();
                texts.words.push(format!("{given} {begun}"));
                texts.words.push(format!("{begun} {given}"));
            }
            texts.words.push(format!("{surname} {domain}"));
        }
        for text in [
            "q",
            "xq",
            "zzq",
            "qxqx",
            "no such person",
            "nobody@nowhere.example",
            "\u{00df}q",
        ] {
            texts.none.push(text.to_owned());
        }
        for texts in [&mut texts.one, &mut texts.two, &mut texts.more] {
            texts.sort();
            texts.dedup();
        }
        for (every, from) in [(3, &texts.one), (7, &texts.two), (11, &texts.more)] {
            texts.some.extend(from.iter().step_by(every).cloned());
        }
        texts
    }

    /// Letter by letter, up to eight.
    fn type_it(&mut self, text: &str) {
        for length in 1..=text.chars().count().min(8) {
            let typed: String = text.chars().take(length).collect();
            match length {
                1 => self.one.push(typed),
                2 => self.two.push(typed),
                _ => self.more.push(typed),
            }
        }
    }
}

fn both_ways(query: impl Fn(GuestSort, bool) -> GuestQuery) -> Vec<GuestQuery> {
    SORTS
        .iter()
        .flat_map(|sort| [query(*sort, false), query(*sort, true)])
        .collect()
}

/// States, domains and spans of time, alone and together, each in every order.
fn filters(domains: &[String]) -> Vec<GuestQuery> {
    let now = OffsetDateTime::now_utc();
    let days = |days| Some(now - Duration::days(days));
    let mut plain: Vec<GuestQuery> = STATES
        .iter()
        .map(|state| GuestQuery {
            states: vec![*state],
            ..window("")
        })
        .collect();
    let rarest = domains.len().saturating_sub(1);
    for chosen in [
        domains.get(..1),
        domains.get(rarest..),
        domains.get(2..5),
        domains.get(..12),
    ] {
        plain.push(GuestQuery {
            domains: chosen.unwrap_or_default().to_vec(),
            ..window("")
        });
    }
    for (from, to) in [
        (7, None),
        (30, None),
        (365, None),
        (400, Some(370)),
        (1000, Some(30)),
    ] {
        plain.push(GuestQuery {
            created_from: days(from),
            created_to: to.and_then(days),
            ..window("")
        });
    }
    plain.push(GuestQuery {
        states: vec![GuestState::PendingAcceptance],
        domains: domains.get(1..3).unwrap_or_default().to_vec(),
        created_to: days(30),
        ..window("")
    });
    plain
        .iter()
        .flat_map(|filter| {
            both_ways(|sort, descending| GuestQuery {
                sort,
                descending,
                ..filter.clone()
            })
        })
        .collect()
}

/// What others do: the database scans for a part of the text, sorts, counts, and reads the window.
fn plain(large: &Loaded, text: &str) -> Outcome<Samples> {
    let mut took = Samples::default();
    let connection = connection(large)?;
    let mut count = connection.prepare("SELECT count(*) FROM guests WHERE folded LIKE ?1")?;
    let mut window = connection.prepare(
        "SELECT id, display_name, mail, user_principal_name, external_user_state, company_name
         FROM guests WHERE folded LIKE ?1 ORDER BY created DESC LIMIT 100",
    )?;
    let part = format!("%{text}%");
    for _ in 0..20 {
        let begun = Instant::now();
        let _total: u32 = count.query_row([&part], |row| row.get(0))?;
        read(window.query([&part])?)?;
        took.push(begun.elapsed());
    }
    Ok(took)
}

/// The floor: what the database needs to read the rows of a window by their numbers.
fn floor(large: &Loaded) -> Outcome<Samples> {
    let mut took = Samples::default();
    let connection = connection(large)?;
    let mut statement = connection.prepare(
        "SELECT id, display_name, mail, user_principal_name, external_user_state, company_name
         FROM guests WHERE row > ?1 ORDER BY row LIMIT 100",
    )?;
    for round in 0..300 {
        let begun = Instant::now();
        if read(statement.query([round * 500])?)? != 100 {
            return Err("the store does not hold the guests".into());
        }
        took.push(begun.elapsed());
    }
    Ok(took)
}

fn connection(large: &Loaded) -> Outcome<Connection> {
    let file = large.folder().join("tenant.sqlite");
    Ok(Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?)
}

fn read(mut rows: rusqlite::Rows<'_>) -> Outcome<usize> {
    let mut texts = Vec::new();
    while let Some(row) = rows.next()? {
        texts.push((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    }
    Ok(texts.len())
}
