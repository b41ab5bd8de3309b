use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const SORTS: [GuestSort; 7] = [
    GuestSort::DisplayName,
    GuestSort::Mail,
    GuestSort::PartnerDomain,
    GuestSort::State,
    GuestSort::Created,
    GuestSort::CompanyName,
    GuestSort::StateChanged,
];

fn entry(row: i64) -> impl Strategy<Value = Entry> {
    let name = "(ana|anna-maria of somewhere|ben) [a-c]{0,2}";
    let company = "(|fabrikam|a)";
    let time = || prop::option::of(-2_i64..4);
    (
        0_u8..4,
        prop::option::of("[ab]\\.example"),
        time(),
        time(),
        (name, "[a-c]{1,3}@[ab]\\.example", company),
    )
        .prop_map(move |(state, domain, created, state_changed, text)| Entry {
            row,
            state,
            domain,
            created,
            state_changed,
            folded: format!("{}\n{}\n{}\n", text.0, text.1, text.2),
        })
}

/// Rows that go, then rows that come or change.
#[derive(Clone, Debug)]
struct Change(Vec<i64>, Vec<Entry>);

fn change() -> impl Strategy<Value = Change> {
    let rows = || prop::collection::btree_set(1_i64..24, 0..12);
    let gone = rows().prop_map(|rows| rows.into_iter().collect::<Vec<_>>());
    let changed = rows().prop_flat_map(|rows| rows.into_iter().map(entry).collect::<Vec<_>>());
    (gone, changed).prop_map(|(gone, changed)| Change(gone, changed))
}

fn filter() -> impl Strategy<Value = Filter> {
    let time = || prop::option::of(-2_i64..4);
    (
        prop::collection::vec(0_u8..4, 0..3),
        prop::collection::vec("[abc]\\.example", 0..3),
        time(),
        time(),
        prop::collection::vec("(a|an|b a|fab|example|@b|z)", 0..3),
    )
        .prop_map(
            |(states, domains, created_from, created_to, words)| Filter {
                states,
                domains,
                created_from,
                created_to,
                words,
            },
        )
}

/// What the index should say, by looking at every guest.
fn plainly(
    guests: &BTreeMap<i64, Entry>,
    filter: &Filter,
    sort: GuestSort,
    descending: bool,
) -> Vec<i64> {
    let mut found: Vec<&Entry> = guests
        .values()
        .filter(|guest| filter.states.is_empty() || filter.states.contains(&guest.state))
        .filter(|guest| {
            let of = |domain: &String| guest.domain.as_ref() == Some(domain);
            filter.domains.is_empty() || filter.domains.iter().any(of)
        })
        .filter(|guest| {
            filter
                .created_from
                .is_none_or(|from| guest.created.is_some_and(|at| at >= from))
        })
        .filter(|guest| {
            filter
                .created_to
                .is_none_or(|to| guest.created.is_some_and(|at| at < to))
        })
        .filter(|guest| {
            filter
                .words
                .iter()
                .all(|word| guest.folded.contains(word.as_str()))
        })
        .collect();
    let line = |guest: &Entry, line| {
        guest
            .folded
            .lines()
            .nth(line)
            .unwrap_or_default()
            .to_owned()
    };
    found.sort_by(|a, b| {
        let text = |number| line(a, number).cmp(&line(b, number));
        match sort {
            GuestSort::DisplayName => text(0),
            GuestSort::Mail => text(1),
            GuestSort::CompanyName => text(2),
            GuestSort::PartnerDomain => a.domain.cmp(&b.domain).then(text(0)),
            GuestSort::State => a.state.cmp(&b.state).then(text(0)),
            GuestSort::Created => a.created.cmp(&b.created),
            GuestSort::StateChanged => a.state_changed.cmp(&b.state_changed),
        }
    });
    if descending {
        found.reverse();
    }
    found.into_iter().map(|guest| guest.row).collect()
}

proptest! {
    #[test]
    fn the_index_says_what_a_look_at_every_guest_says(
        changes in prop::collection::vec(change(), 1..5),
        filters in prop::collection::vec(filter(), 3),
    ) {
        let mut guests: BTreeMap<i64, Entry> = BTreeMap::new();
        let mut index = Index::default();
        for Change(gone, changed) in changes {
            gone.iter().for_each(|row| drop(guests.remove(row)));
            guests.extend(changed.iter().map(|entry| (entry.row, entry.clone())));
            if !index.update(&gone, changed) {
                index = Index::default();
                guests.values().for_each(|guest| index.push(guest.clone()));
            }
            for filter in &filters {
                let places = index.matching(filter);
                for (sort, descending) in SORTS.iter().flat_map(|sort| [(*sort, false), (*sort, true)]) {
                    let expected = plainly(&guests, filter, sort, descending);
                    prop_assert_eq!(places.count(), expected.len());
                    let all = index.window(&places, (sort, descending), 0, 100);
                    prop_assert_eq!(&all, &expected, "{:?}", sort);
                    let some = index.window(&places, (sort, descending), 2, 3);
                    let expected: Vec<i64> = expected.into_iter().skip(2).take(3).collect();
                    prop_assert_eq!(some, expected);
                }
            }
            let counted: u32 = index.states().values().sum();
            prop_assert_eq!(counted as usize, guests.len());
            let of_domains: u32 = index.domains().map(|(_, count)| count).sum();
            let expected = guests.values().filter(|guest| guest.domain.is_some()).count();
            prop_assert_eq!(of_domains as usize, expected);
        }
    }
}
