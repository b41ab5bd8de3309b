//! From bytes to text: what a file is, and in which encoding it was written.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::Serialize;
use ts_rs::TS;

use super::Unreadable;

/// How much of a file is looked at to tell its encoding: more tells nothing new.
const LOOKED_AT: usize = 1 << 20;

/// An encoding that can be chosen where the one found was not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EncodingChoice {
    /// Its label in the Encoding Standard.
    pub label: &'static str,
    /// Its name for people.
    pub name: &'static str,
}

const fn choice(label: &'static str, name: &'static str) -> EncodingChoice {
    EncodingChoice { label, name }
}

/// The encodings in which spreadsheets save.
#[rustfmt::skip]
pub const ENCODINGS: &[EncodingChoice] = &[
    choice("UTF-8", "UTF-8"),
    choice("UTF-16LE", "UTF-16 (little endian)"),
    choice("UTF-16BE", "UTF-16 (big endian)"),
    choice("windows-1252", "Western European (Windows)"),
    choice("macintosh", "Western European (Mac)"),
    choice("windows-1250", "Central European (Windows)"),
    choice("ISO-8859-2", "Central European (ISO)"),
    choice("windows-1257", "Baltic (Windows)"),
    choice("windows-1251", "Cyrillic (Windows)"),
    choice("KOI8-U", "Cyrillic (KOI8)"),
    choice("windows-1253", "Greek (Windows)"),
    choice("windows-1254", "Turkish (Windows)"),
    choice("windows-1255", "Hebrew (Windows)"),
    choice("windows-1256", "Arabic (Windows)"),
    choice("windows-1258", "Vietnamese (Windows)"),
    choice("windows-874", "Thai (Windows)"),
    choice("Shift_JIS", "Japanese (Shift JIS)"),
    choice("EUC-JP", "Japanese (EUC)"),
    choice("GBK", "Chinese, simplified (GBK)"),
    choice("Big5", "Chinese, traditional (Big5)"),
    choice("EUC-KR", "Korean"),
];

/// A text, and how it was read.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
}

/// Reads bytes as text: in the encoding of this label, or in the one that they show.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Unreadable> {
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    refuse_other_files(bytes)?;
    let (marked, bom) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (None, 0),
    };
    let chosen = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let content = &bytes[bom..];
    let encoding = chosen.or(marked).unwrap_or_else(|| guess(content));
    let (text, _) = encoding.decode_without_bom_handling(content);
    let text = text.trim_end_matches(['\u{1A}', '\0']);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if is_binary(text) {
        return Err(Unreadable::Binary);
    }
    Ok(Decoded {
        text: text.to_owned(),
        encoding,
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf_16_by_sight(bytes) {
        return encoding;
    }
    if is_utf_8(bytes) {
        return UTF_8;
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(1024);
    let looked_at = &bytes[start..bytes.len().min(start + LOOKED_AT)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(looked_at, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// True for UTF-8, also where a few rows were pasted in from elsewhere: those show what could not
/// be read, and the others stay whole.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad * 20
}

/// UTF-16 without a mark: addresses and delimiters are Latin, so every other byte is mostly zero.
fn utf_16_by_sight(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = head.len() / 2;
    let mostly = |zeros: usize| zeros * 4 >= pairs && zeros > 0;
    let hardly = |zeros: usize| zeros * 50 <= pairs;
    match (mostly(even), mostly(odd)) {
        (false, true) if hardly(even) => Some(UTF_16LE),
        (true, false) if hardly(odd) => Some(UTF_16BE),
        _ => None,
    }
}

/// Says of files that are no table in text form what they are.
fn refuse_other_files(bytes: &[u8]) -> Result<(), Unreadable> {
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    let begins = |what: &[u8]| {
        head.trim_ascii_start()
            .get(..what.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(what))
    };
    if head.starts_with(b"PK\x03\x04") {
        return Err(if holds(b"[Content_Types].xml") || holds(b"xl/") {
            Unreadable::Workbook
        } else if holds(b"opendocument.spreadsheet") {
            Unreadable::OpenDocument
        } else {
            Unreadable::Archive
        });
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(Unreadable::Workbook);
    }
    if head.starts_with(b"%PDF-") {
        return Err(Unreadable::Pdf);
    }
    if begins(b"<!doctype html") || begins(b"<html") {
        return Err(Unreadable::WebPage);
    }
    if begins(b"{\\rtf") {
        return Err(Unreadable::Document);
    }
    Ok(())
}

/// True where control characters show that this never was text.
fn is_binary(text: &str) -> bool {
    let head = text.chars().take(LOOKED_AT);
    let (mut all, mut controls) = (0_usize, 0_usize);
    for c in head {
        all += 1;
        controls += usize::from(c.is_control() && !c.is_whitespace());
    }
    controls * 200 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Email,Name\r\nsiobhan@aldervale.example,Siobhán Ní Bhriain\r\njorg@halvorsen.example,Jörg Müller-Lüdenscheidt\r\nfrancois@quillon.example,François Lefèvre\r\n";

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.text, decoded.encoding.name())
    }

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn spreadsheets_encodings_are_told_apart() {
        let expected = |encoding| (TEXT.to_owned(), encoding);
        let with_bom = format!("\u{FEFF}{TEXT}");
        assert_eq!(read(TEXT.as_bytes()), expected("UTF-8"));
        assert_eq!(read(with_bom.as_bytes()), expected("UTF-8"));
        for text in [TEXT, &with_bom] {
            assert_eq!(read(&utf_16(text, u16::to_le_bytes)), expected("UTF-16LE"));
            assert_eq!(read(&utf_16(text, u16::to_be_bytes)), expected("UTF-16BE"));
        }
        let (western, ..) = encoding_rs::WINDOWS_1252.encode(TEXT);
        assert_eq!(read(&western), expected("windows-1252"));
        let polish = "Email,Name\nzolc@x.example,Żółć Gęślą Jaźń\nlukasz@x.example,Łukasz Wójcik\n";
        let (central, ..) = encoding_rs::WINDOWS_1250.encode(polish);
        assert_eq!(read(&central), (polish.to_owned(), "windows-1250"));
        assert_eq!(read(b"a@x.example"), ("a@x.example".to_owned(), "UTF-8"));
    }

    #[test]
    fn a_chosen_encoding_is_taken() {
        let (mac, ..) = encoding_rs::MACINTOSH.encode("Jörg");
        assert_eq!(decode(&mac, Some("macintosh")).unwrap().text, "Jörg");
        for choice in ENCODINGS {
            let encoding = Encoding::for_label(choice.label.as_bytes()).unwrap();
            assert_eq!(encoding.name(), choice.label);
        }
    }

    #[test]
    fn a_row_from_elsewhere_does_not_spoil_the_others() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes.extend(b"bad@x.example,J\xF6rg\r\n");
        let (text, encoding) = read(&bytes);
        assert_eq!(encoding, "UTF-8");
        assert!(text.starts_with(TEXT) && text.ends_with("J\u{FFFD}rg\r\n"));
    }

    #[test]
    fn other_files_are_called_by_their_name() {
        let zip = |name: &str| [b"PK\x03\x04\x14\0\x06\0", name.as_bytes()].concat();
        let of = |bytes: &[u8]| decode(bytes, None).unwrap_err();
        assert_eq!(of(b""), Unreadable::Empty);
        assert_eq!(of(b" \r\n\t"), Unreadable::Empty);
        assert_eq!(of(b"\xEF\xBB\xBF\r\n"), Unreadable::Empty);
        assert_eq!(of(b"\xFF\xFE"), Unreadable::Empty);
        assert_eq!(of(&zip("[Content_Types].xml")), Unreadable::Workbook);
        assert_eq!(
            of(&zip(
                "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
            )),
            Unreadable::OpenDocument
        );
        assert_eq!(of(&zip("photo.jpg")), Unreadable::Archive);
        assert_eq!(
            of(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"),
            Unreadable::Workbook
        );
        assert_eq!(of(b"%PDF-1.7\n%\xE2\xE3"), Unreadable::Pdf);
        assert_eq!(of(b"\n<!DOCTYPE html><table>"), Unreadable::WebPage);
        assert_eq!(of(b"{\\rtf1\\ansi"), Unreadable::Document);
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i * i / 7 % 251) as u8).collect();
        assert_eq!(of(&noise), Unreadable::Binary);
    }
}
