//! Reading single cells.

use crate::draft::{LANGUAGES, Language, language};

/// True for what was surely meant as an address, right or wrong in detail.
pub(super) fn looks_like_address(cell: &str) -> bool {
    let cell = cell.trim();
    match cell.split_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && domain.contains('.')
                && !domain.contains('@')
                && !cell.contains([' ', ',', ';', '|', '\t', '\n', '\r'])
        }
        None => false,
    }
}

/// True where an address stands in the cell, alone or beside other words.
pub(super) fn has_address(cell: &str) -> bool {
    cell.split([' ', ',', ';', '<', '>'])
        .any(looks_like_address)
}

/// Yes and no, in the words of spreadsheets and of people in several languages.
#[rustfmt::skip]
const YES: &[&str] = &[
    "true", "yes", "y", "1", "x", "on", "wahr", "ja", "j", "oui", "o", "vrai", "si", "sí", "s",
    "verdadero", "sim", "verdadeiro", "vero", "waar", "sand", "sant", "kyllä", "tak", "prawda",
    "ano", "igen", "да", "はい", "是",
];
#[rustfmt::skip]
const NO: &[&str] = &[
    "false", "no", "n", "0", "off", "falsch", "nein", "non", "faux", "falso", "não", "nao",
    "onwaar", "nee", "nej", "falsk", "falskt", "ei", "nie", "fałsz", "ne", "nem", "нет",
    "いいえ", "否",
];

/// What a cell says to a question; none where it says neither yes nor no.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    let word = cell.trim().to_lowercase();
    if YES.contains(&&*word) {
        Some(true)
    } else if NO.contains(&&*word) {
        Some(false)
    } else {
        None
    }
}

/// The entries of a cell that holds several: parted by semicolons, bars or line breaks. Commas are
/// left, because names have them; whoever knows the names cuts there.
pub(super) fn entries(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', '\n', '\r'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// The language that a cell names: by its tag, also with an underscore or without a region, or by
/// its name in English.
pub(super) fn language_of(cell: &str) -> Option<&'static Language> {
    let tag = cell.trim().replace('_', "-");
    let by_name = || {
        let mut found = LANGUAGES
            .iter()
            .filter(|known| known.name.eq_ignore_ascii_case(&tag));
        found.next()
    };
    language(&tag).or_else(by_name).or_else(|| by_code(&tag))
}

/// The language of a bare code such as `de`: the one of the land of that name, else the only one.
fn by_code(code: &str) -> Option<&'static Language> {
    let of_code = || {
        LANGUAGES.iter().filter(|known| {
            known
                .tag
                .split('-')
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(code))
                || known
                    .name
                    .split(" (")
                    .next()
                    .is_some_and(|own| own.eq_ignore_ascii_case(code))
        })
    };
    let home = of_code().find(|known| {
        let mut parts = known.tag.split('-');
        let (own, land) = (parts.next(), parts.next_back());
        // English has no land of its own name; Microsoft's default is that of the United States.
        land.is_some_and(|land| own.is_some_and(|own| own.eq_ignore_ascii_case(land)))
            || known.tag == "en-US"
    });
    home.or_else(|| {
        let mut all = of_code();
        let only = all.next();
        only.filter(|_| all.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_yes_and_no() {
        for yes in ["TRUE", "true", " Yes ", "1", "WAHR", "Ja", "Oui", "Sí"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["FALSE", "no", "0", "Nein", "FALSCH", "Non", "não"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        for neither in ["", "maybe", "2", "true false"] {
            assert_eq!(yes_or_no(neither), None, "{neither}");
        }
        assert!(YES.iter().all(|word| !NO.contains(word)));
    }

    #[test]
    fn languages_are_known_by_tag_code_and_name() {
        for (cell, tag) in [
            ("de-DE", "de-DE"),
            ("de_de", "de-DE"),
            ("de", "de-DE"),
            ("EN", "en-US"),
            ("pt", "pt-PT"),
            ("sv", "sv-SE"),
            ("German", "de-DE"),
            ("English (United Kingdom)", "en-GB"),
            ("French", "fr-FR"),
            ("sr-latn-rs", "sr-Latn-RS"),
        ] {
            assert_eq!(
                language_of(cell).map(|found| found.tag),
                Some(tag),
                "{cell}"
            );
        }
        for unknown in ["", "zh", "tlh", "en-XX", "d"] {
            assert_eq!(language_of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn cells_with_several_entries() {
        let read = |cell| entries(cell).collect::<Vec<_>>();
        assert_eq!(read("A; B|C\nD\r\nE"), ["A", "B", "C", "D", "E"]);
        assert_eq!(read("Sales, EMEA"), ["Sales, EMEA"]);
        assert_eq!(read(" ; | "), Vec::<&str>::new());
    }

    #[test]
    fn what_looks_like_an_address() {
        for yes in ["a@x.example", " a+b@x.example ", "<a@x.example>"] {
            assert!(looks_like_address(yes), "{yes}");
        }
        for no in [
            "",
            "a",
            "@x.example",
            "a@x",
            "a@b@x.example",
            "a@x.example;b",
            "Ann a@x.example",
        ] {
            assert!(!looks_like_address(no), "{no}");
        }
    }
}
