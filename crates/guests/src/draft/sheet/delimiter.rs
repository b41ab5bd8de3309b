//! What parts the cells, by sight.

use super::Delimiter;
use super::header::{Named, named};
use super::table::Table;
use super::values::looks_like_address;

/// How much of a text is looked at.
const LOOKED_AT: usize = 256 * 1024;
/// How many rows are looked at.
const ROWS: usize = 300;

/// The delimiter with which the text makes the most sense: names of columns that are known, then
/// cells that are nothing but an address, then rows of the same width.
pub(super) fn by_sight(text: &str) -> Delimiter {
    if let Some(told) = told(text) {
        return told;
    }
    let head = head(text);
    let mut best = Delimiter::Comma;
    let mut most = Sense::default();
    for delimiter in Delimiter::ALL {
        let sense = Sense::of(head, delimiter);
        if sense > most {
            (best, most) = (delimiter, sense);
        }
    }
    best
}

/// The delimiter that a first line such as `sep=;` tells a spreadsheet.
fn told(text: &str) -> Option<Delimiter> {
    let line = text.lines().next()?.trim().trim_matches('"');
    let mark = line
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("sep="))?;
    let told = line.as_bytes().get(mark.len())?;
    Delimiter::ALL
        .into_iter()
        .find(|delimiter| delimiter.byte() == *told)
}

fn head(text: &str) -> &str {
    if text.len() <= LOOKED_AT {
        return text;
    }
    let end = (0..=LOOKED_AT)
        .rev()
        .find(|place| text.is_char_boundary(*place))
        .unwrap_or(0);
    let line = text[..end].rfind(['\n', '\r']).unwrap_or(end);
    &text[..line]
}

/// How much sense a text makes; compared in this order.
#[derive(Default, PartialEq, PartialOrd)]
struct Sense {
    known_names: usize,
    /// Rows of a thousand that have a cell which is nothing but an address.
    addresses: usize,
    /// Rows of a thousand that are as wide as most, where that is more than one cell.
    alike: usize,
}

impl Sense {
    fn of(text: &str, delimiter: Delimiter) -> Self {
        let Ok(table) = Table::read(text, delimiter, usize::MAX) else {
            return Self::default();
        };
        let rows = table.len().min(ROWS);
        let known_names = (0..rows.min(3))
            .map(|row| {
                table
                    .cells(row)
                    .filter(|cell| matches!(named(cell), Named::As(_) | Named::SignInName))
                    .count()
            })
            .max()
            .unwrap_or(0);
        let with_address = (0..rows)
            .filter(|row| table.cells(*row).any(looks_like_address))
            .count();
        let mut widths: Vec<_> = (0..rows).map(|row| table.cells(row).len()).collect();
        widths.sort_unstable();
        let alike = widths
            .chunk_by(|a, b| a == b)
            .filter(|same| same[0] > 1)
            .map(<[usize]>::len)
            .max()
            .unwrap_or(0);
        let of_thousand = |count: usize| count * 1000 / rows.max(1);
        Self {
            known_names,
            addresses: of_thousand(with_address),
            alike: of_thousand(alike),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_shows_by_what_it_makes_of_the_text() {
        for (text, delimiter) in [
            ("Email,Name\na@x.example,Ann\n", Delimiter::Comma),
            (
                "Email;Name\na@x.example;Lee, Ann\nb@x.example;Ray, Bob\n",
                Delimiter::Semicolon,
            ),
            ("Email\tName\na@x.example\tLee; Ann\n", Delimiter::Tab),
            (
                "a@x.example;Lee, Ann\nb@x.example;Ray, Bob\n",
                Delimiter::Semicolon,
            ),
            (
                "Lee, Ann\ta@x.example\nRay, Bob\tb@x.example\n",
                Delimiter::Tab,
            ),
            (
                "Email,Message\na@x.example,\"Hello; welcome; come in\"\n",
                Delimiter::Comma,
            ),
            (
                "Email;Message\na@x.example;Hello, welcome, come in, do\n",
                Delimiter::Semicolon,
            ),
            ("Kontakt;Firma\na@x.example;X\n", Delimiter::Semicolon),
            (
                "version:v1.0;;\nEmail address to invite [inviteeEmail] Required;Redirection url [inviteRedirectURL] Required;x\na@x.example;https://x.example/?a,b;\n",
                Delimiter::Semicolon,
            ),
            ("a@x.example\nb@x.example\n", Delimiter::Comma),
            ("sep=;\nx,y\n", Delimiter::Semicolon),
            ("", Delimiter::Comma),
        ] {
            assert_eq!(by_sight(text), delimiter, "{text:?}");
        }
    }
}
