//! The form in which text is searched and sorted: letter case and accents do not count.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds text: compatibility forms and accents taken apart and dropped, lower case, invisible
/// characters left out, so that nothing hides behind them.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
    {
        for lower in letter.to_lowercase() {
            match plain(lower) {
                Some(plain) => folded.push_str(plain),
                None if is_combining_mark(lower) => {}
                None => folded.push(lower),
            }
        }
    }
    folded
}

/// Letters that Unicode does not take apart, though people type them without their stroke.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        'ħ' => "h",
        _ => return None,
    })
}

fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' | '\u{0000}'..='\u{0009}' | '\u{000B}'..='\u{001F}' | '\u{007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_invisible_characters_do_not_count() {
        for (text, folded) in [
            ("Müller", "muller"),
            ("ÅSA Łukasz Straße", "asa lukasz strasse"),
            ("İpek", "ipek"),
            ("zero\u{200B}width", "zerowidth"),
            ("\u{202E}דנה", "דנה"),
            ("ﬁnance", "finance"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        proptest::proptest!(|(text in "\\PC{0,24}")| {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        });
    }
}
