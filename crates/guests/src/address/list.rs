//! Reading a list of addresses in any form that people paste.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::check::{clean, judge};
use super::{AddressEntry, AddressProblem};
use crate::invisible::is_invisible;

/// Longest display name that the directory takes, in characters.
///
/// Source: Microsoft Graph, resource type user, property displayName.
pub(crate) const LONGEST_NAME: usize = 256;

/// Reads addresses out of a pasted text: parted by commas, semicolons, line breaks, tabs or
/// spaces, bare or as `Name <address>`, with quoted names, links and brackets.
///
/// Nothing is dropped: what cannot be read as an address is an entry with its problem. The same
/// address a second time, in whatever letter case, is an entry with the problem `duplicate`.
pub fn parse_list(text: &str) -> Vec<AddressEntry> {
    let found = candidates(&pieces(text));
    let judged: Vec<_> = found
        .into_iter()
        .map(|candidate| {
            let address = clean(&candidate.address);
            let verdict = judge(&address);
            (candidate.name, address, verdict)
        })
        .collect();
    let valid = judged
        .iter()
        .filter_map(|(_, _, verdict)| verdict.as_deref().ok());
    let domains = first_labels(valid);
    let mut seen = HashSet::with_capacity(judged.len());
    judged
        .into_iter()
        .map(|(display_name, address, verdict)| {
            let (address, problem) = match verdict {
                Ok(address) if seen.insert(address.to_lowercase()) => (address, None),
                Ok(address) => (address, Some(duplicate())),
                Err(problem) => {
                    let problem = with_domain_of_list(problem, &address, &domains);
                    (address, Some(problem))
                }
            };
            AddressEntry {
                display_name: display_name.filter(|name| *name != address),
                address,
                problem,
            }
        })
        .collect()
}

fn duplicate() -> AddressProblem {
    AddressProblem::new("duplicate", "This address stands earlier in the list.")
}

/// The domains of a list by their first label; none where several begin alike.
pub(crate) type FirstLabels = HashMap<String, Option<String>>;

/// The domains of these addresses.
pub(crate) fn first_labels<'a>(addresses: impl Iterator<Item = &'a str>) -> FirstLabels {
    let mut domains = FirstLabels::new();
    for (_, domain) in addresses.filter_map(|address| address.split_once('@')) {
        let Some((label, _)) = domain.split_once('.') else {
            continue;
        };
        match domains.get_mut(label) {
            Some(known) if known.as_deref() == Some(domain) => {}
            Some(known) => *known = None,
            None => {
                domains.insert(label.to_owned(), Some(domain.to_owned()));
            }
        }
    }
    domains
}

/// Completes an incomplete domain by the other addresses of the list, which tell better than a
/// guess what was meant. None: they tell nothing of it; `Some(None)`: they tell several things.
pub(crate) fn complete_domain(address: &str, domains: &FirstLabels) -> Option<Option<String>> {
    let (local, label) = address.split_once('@')?;
    let known = domains.get(&label.to_lowercase())?;
    Some(known.as_ref().map(|domain| format!("{local}@{domain}")))
}

fn with_domain_of_list(
    mut problem: AddressProblem,
    address: &str,
    domains: &FirstLabels,
) -> AddressProblem {
    if problem.code == "incompleteDomain"
        && let Some(suggestion) = complete_domain(address, domains)
    {
        problem.suggestion = suggestion;
    }
    problem
}

/// What ended a piece of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Line,
    Semicolon,
    Comma,
    Tab,
}

/// The text between two separators.
struct Piece<'a> {
    text: &'a str,
    end: End,
}

impl Piece<'_> {
    fn has_address(&self) -> bool {
        self.text.contains(['@', '＠'])
    }
}

/// Cuts at separators that stand neither in quotes nor in angle brackets. Quotes and brackets
/// count only where they are closed on the same line, before another opens.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while let Some(c) = text[i..].chars().next() {
        let next = i + c.len_utf8();
        let end = match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(End::Line),
            ';' | '；' => Some(End::Semicolon),
            ',' | '，' | '、' => Some(End::Comma),
            '\t' => Some(End::Tab),
            _ => None,
        };
        if let Some(end) = end {
            pieces.push(Piece {
                text: &text[start..i],
                end,
            });
            start = next;
            i = next;
            continue;
        }
        let closing = match c {
            '"' if text[start..i].trim().is_empty() => Some('"'),
            '“' => Some('”'),
            '<' => Some('>'),
            _ => None,
        };
        i = closing
            .and_then(|closing| {
                let at = text[next..].find([closing, c, '\n', '\r'])?;
                text[next + at..]
                    .starts_with(closing)
                    .then(|| next + at + closing.len_utf8())
            })
            .unwrap_or(next);
    }
    pieces.push(Piece {
        text: &text[start..],
        end: End::Line,
    });
    pieces
}

/// What may be an address, and the name beside it.
struct Candidate {
    address: String,
    name: Option<String>,
}

impl Candidate {
    fn new(address: &str, name: &str) -> Self {
        Self {
            address: address.to_owned(),
            name: shortened_name(name),
        }
    }
}

/// A name without what nobody sees and without what mail programs put around it; none where nothing
/// is left. It may be longer than the directory takes.
pub(crate) fn clean_name(text: &str) -> Option<String> {
    let seen: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    let joined = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.trim_matches(is_mark_or_separator).is_empty() {
        return None;
    }
    let mut name = joined.as_str();
    loop {
        let bare = without_marks(name).trim_matches(SEPARATORS);
        if bare == name {
            return Some(name.to_owned());
        }
        name = bare;
    }
}

const SEPARATORS: [char; 4] = [',', ';', ':', ' '];
/// What opens and what closes, mark by mark.
const MARKS: [(&str, &str); 5] = [
    ("\"\u{201e}\u{201c}\u{201d}", "\"\u{201c}\u{201d}"),
    ("'\u{2018}\u{2019}", "'\u{2018}\u{2019}"),
    ("(", ")"),
    ("[", "]"),
    ("<", ">"),
];

fn is_mark_or_separator(c: char) -> bool {
    let is_mark = |(opening, closing): &(&str, &str)| opening.contains(c) || closing.contains(c);
    SEPARATORS.contains(&c) || MARKS.iter().any(is_mark)
}

/// Takes off the marks around a whole name, and those at its ends that have no partner. Marks that
/// belong to the name, as in "Ada (Contoso)", stay.
fn without_marks(name: &str) -> &str {
    if !name.starts_with(is_mark_or_separator) && !name.ends_with(is_mark_or_separator) {
        return name;
    }
    for (opening, closing) in MARKS {
        let opens = |c: char| opening.contains(c);
        let closes = |c: char| closing.contains(c);
        let either = |c: char| opens(c) || closes(c);
        let inner = name.trim_start_matches(opens).trim_end_matches(closes);
        if name.starts_with(opens) && name.ends_with(closes) && !inner.contains(either) {
            return inner;
        }
        let opened = name.chars().filter(|c| opens(*c)).count();
        let closed = name.chars().filter(|c| closes(*c)).count();
        let all = name.chars().filter(|c| either(*c)).count();
        // A quotation mark opens and closes.
        let in_pairs = match opened + closed == all {
            true => opened == closed,
            false => all % 2 == 0,
        };
        if !in_pairs && name.starts_with(either) {
            return name.trim_start_matches(either);
        }
        if !in_pairs && name.ends_with(either) {
            return name.trim_end_matches(either);
        }
    }
    name
}

fn shortened_name(text: &str) -> Option<String> {
    clean_name(text).map(|name| name.chars().take(LONGEST_NAME).collect())
}

fn candidates(pieces: &[Piece<'_>]) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(pieces.len());
    let mut rest = pieces;
    while let Some((first, after)) = rest.split_first() {
        let cells = 1 + rest
            .iter()
            .take_while(|piece| piece.end == End::Tab)
            .count();
        if first.end == End::Tab
            && let Some((row, below)) = rest.split_at_checked(cells)
        {
            read_row(row, &mut found);
            rest = below;
        } else if first.end == End::Comma
            && let Some(second) = after.first()
            && let Some(candidate) = read_reversed_name(first, second)
        {
            found.push(candidate);
            rest = &after[1..];
        } else {
            read_piece(first.text, &mut found);
            rest = after;
        }
    }
    found
}

/// Cells of one line of a spreadsheet: a single address, and what stands beside it is the name.
fn read_row(row: &[Piece<'_>], found: &mut Vec<Candidate>) {
    let with_address = || {
        row.iter()
            .enumerate()
            .filter(|(_, cell)| cell.has_address())
    };
    let (Some((place, cell)), 1) = (with_address().next(), with_address().count()) else {
        for cell in row {
            read_piece(cell.text, found);
        }
        return;
    };
    let before = found.len();
    read_piece(cell.text, found);
    let name_before: Vec<_> = row[..place].iter().map(|cell| cell.text).collect();
    let name = shortened_name(&name_before.join(" ")).or_else(|| {
        row.get(place + 1)
            .and_then(|cell| shortened_name(cell.text))
    });
    if let Some(candidate) = found.get_mut(before)
        && candidate.name.is_none()
    {
        candidate.name = name;
    }
}

/// `Haddad, Leila <leila@fabrikam.com>` without quotes, as mail programs write it.
fn read_reversed_name(first: &Piece<'_>, second: &Piece<'_>) -> Option<Candidate> {
    if first.has_address() || first.text.trim().is_empty() || first.text.contains('<') {
        return None;
    }
    let (given_name, bracket) = second.text.split_once('<')?;
    let (address, beyond) = bracket.split_once('>')?;
    let is_name = !given_name.trim().is_empty() && !given_name.contains('@');
    (is_name && address.contains('@') && beyond.trim().is_empty()).then(|| {
        let name = format!("{}, {}", first.text.trim(), given_name.trim());
        Candidate::new(address, &name)
    })
}

fn read_piece(text: &str, found: &mut Vec<Candidate>) {
    let mut rest = text;
    while let Some((before, bracket)) = rest.split_once('<') {
        let (inside, after) = bracket.split_once('>').unwrap_or((bracket, ""));
        if !inside.contains('@') && before.contains('@') {
            found.push(Candidate::new(before, inside));
        } else if inside.trim().is_empty() {
            read_words(before, found);
        } else if let Some((words, name)) = split_off_name(before) {
            read_words(words, found);
            found.push(Candidate::new(inside, name));
        } else {
            found.push(Candidate::new(inside, ""));
        }
        rest = after;
    }
    read_words(rest, found);
}

/// What stands before `<`: earlier addresses, and the name after the last of them. None where it
/// is an address itself, as in `leila@fabrikam.com <leila@fabrikam.com>`.
fn split_off_name(before: &str) -> Option<(&str, &str)> {
    match before.trim_end().rfind('@') {
        None => Some(("", before)),
        Some(at) => {
            let end = at + before[at..].find(char::is_whitespace)?;
            let (words, name) = before.split_at(end);
            (!name.trim().is_empty()).then_some((words, name))
        }
    }
}

/// Words without brackets: each with an `@` is an address, what stands before it is its name.
fn read_words(text: &str, found: &mut Vec<Candidate>) {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let visible = visible.trim();
    if clean(visible).is_empty() && !visible.contains('@') {
        return;
    }
    let is_address = |word: &str| {
        let word = clean(word);
        word.contains('@') && !word.starts_with('@') && !word.ends_with('@')
    };
    let words: Vec<_> = visible.split_whitespace().collect();
    if !words.iter().any(|word| is_address(word))
        || words
            .iter()
            .any(|word| word.contains('@') && !is_address(word))
    {
        found.push(Candidate::new(visible, ""));
        return;
    }
    let mut name: Vec<&str> = Vec::new();
    let first = found.len();
    for word in words {
        if is_address(word) {
            found.push(Candidate::new(word, &name.join(" ")));
            name.clear();
        } else {
            name.push(word);
        }
    }
    let trailing = name.join(" ");
    match found.len() - first {
        1 if found[first].name.is_none() => found[first].name = shortened_name(&trailing),
        _ if clean_name(&trailing).is_some() => found.push(Candidate::new(&trailing, "")),
        _ => {}
    }
}
