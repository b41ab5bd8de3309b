//! Tokens and redeem links, and how to find them wherever they lie and however they are written.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

/// How a token begins, whoever issued it: `{"typ":`, `{"alg":`.
const HEADS: [&str; 2] = ["eyJ0eXAi", "eyJhbGci"];
/// Fewer characters than this could stand somewhere by chance.
const SHORTEST: usize = 10;

/// What to look for. Of each secret it is the longest piece without special characters, since those
/// are percent-encoded in links, at times twice; and each in UTF-8 and in UTF-16.
pub struct Needles {
    /// By their first two bytes: what it is, and its bytes.
    by_head: HashMap<[u8; 2], Vec<(&'static str, Vec<u8>)>>,
    heads: Vec<bool>,
    /// How many tokens and how many redeem links are known.
    pub known: (usize, usize),
}

impl Needles {
    /// Every token and every redeem link's ticket that a tenant issued.
    pub async fn issued_by(control: &str, key: &str) -> Self {
        let asked = reqwest::Client::new()
            .get(format!("{control}/issued"))
            .header("x-practice-key", key);
        let issued: Value = asked.send().await.unwrap().json().await.unwrap();
        let texts = |name: &str| -> Vec<String> {
            let list = issued[name].as_array().unwrap().iter();
            list.map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        Self::of(&texts("tokens"), &texts("tickets"))
    }

    /// Every redeem link's ticket in what a tenant keeps on the disk.
    pub fn kept_in(folder: &Path) -> Self {
        let mut tickets = Vec::new();
        for (_, bytes) in files(folder, &[]) {
            let text = String::from_utf8_lossy(&bytes);
            for rest in text.split("\"ticket\":\"").skip(1) {
                tickets.extend(rest.split_once('"').map(|(ticket, _)| ticket.to_owned()));
            }
        }
        Self::of(&[], &tickets)
    }

    fn of(tokens: &[String], tickets: &[String]) -> Self {
        let mut needles = Self {
            by_head: HashMap::new(),
            heads: vec![false; 1 << 16],
            known: (tokens.len(), tickets.len()),
        };
        for head in HEADS {
            needles.add("a token", head);
        }
        for token in tokens {
            // The last part of a token is its own; those before it may be those of another.
            needles.add("a token", longest_piece(token.rsplit('.').next().unwrap()));
        }
        for ticket in tickets {
            needles.add("a redeem link", longest_piece(ticket));
        }
        needles
    }

    fn add(&mut self, what: &'static str, text: &str) {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), wide] {
            let head = [bytes[0], bytes[1]];
            self.heads[usize::from(u16::from_le_bytes(head))] = true;
            self.by_head.entry(head).or_default().push((what, bytes));
        }
    }

    /// The first secret that these bytes hold.
    pub fn first_in(&self, bytes: &[u8]) -> Option<&'static str> {
        let mut before = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let head = [before, *byte];
            before = *byte;
            if at > 0 && self.heads[usize::from(u16::from_le_bytes(head))] {
                let rest = &bytes[at - 1..];
                let found = self.by_head[&head]
                    .iter()
                    .find(|(_, needle)| rest.starts_with(needle));
                if let Some((what, _)) = found {
                    return Some(what);
                }
            }
        }
        None
    }
}

fn longest_piece(secret: &str) -> &str {
    let pieces = secret.split(|c: char| !c.is_ascii_alphanumeric());
    let piece = pieces.max_by_key(|piece| piece.len()).unwrap_or_default();
    if piece.len() < SHORTEST {
        secret
    } else {
        piece
    }
}

/// Files below a folder, except in these folders of it.
pub fn files(folder: &Path, except: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            if !except.iter().any(|name| entry.file_name() == *name) {
                found.extend(files(&path, &[]));
            }
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
    found
}

#[test]
fn a_secret_is_found_however_it_is_written() {
    let ticket = "ab+cdEFGHijklmnop/q=".to_owned();
    let token = "eyJ0eXAiOiJKV1QifQ.e30.c2lnbmF0dXJlIG9mIGl0".to_owned();
    let needles = Needles::of(std::slice::from_ref(&token), std::slice::from_ref(&ticket));
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let wide: Vec<u8> = ticket.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, what) in [
        (ticket.clone().into_bytes(), "a redeem link"),
        (encode(&encode(&ticket)).into_bytes(), "a redeem link"),
        ([b"odd".as_slice(), &wide].concat(), "a redeem link"),
        (token.as_bytes()[23..].to_vec(), "a token"),
        (b"Bearer eyJhbGciOiJub25lIn0".to_vec(), "a token"),
    ] {
        assert_eq!(needles.first_in(&bytes), Some(what));
    }
    assert_eq!(needles.first_in(b"nothing of the kind; ab+cd"), None);
    assert_eq!(needles.first_in(b""), None);
}
