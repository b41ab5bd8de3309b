//! Languages for Microsoft's own words in the invitation mail.

use serde::Serialize;
use ts_rs::TS;

/// A language that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Language {
    /// Its tag, as `messageLanguage` takes it.
    pub tag: &'static str,
    /// Its name in English.
    pub name: &'static str,
}

const fn named(tag: &'static str, name: &'static str) -> Language {
    Language { tag, name }
}

/// Languages to choose from, by name. Microsoft does not publish which ones the mail knows; these
/// are the ones its admin centers are offered in. One that the mail does not know falls back to
/// English.
#[rustfmt::skip]
pub const LANGUAGES: &[Language] = &[
    named("ar-SA", "Arabic"),
    named("eu-ES", "Basque"),
    named("bg-BG", "Bulgarian"),
    named("ca-ES", "Catalan"),
    named("zh-CN", "Chinese (Simplified)"),
    named("zh-TW", "Chinese (Traditional)"),
    named("hr-HR", "Croatian"),
    named("cs-CZ", "Czech"),
    named("da-DK", "Danish"),
    named("nl-NL", "Dutch"),
    named("en-GB", "English (United Kingdom)"),
    named("en-US", "English (United States)"),
    named("et-EE", "Estonian"),
    named("fi-FI", "Finnish"),
    named("fr-CA", "French (Canada)"),
    named("fr-FR", "French (France)"),
    named("gl-ES", "Galician"),
    named("de-DE", "German"),
    named("el-GR", "Greek"),
    named("he-IL", "Hebrew"),
    named("hi-IN", "Hindi"),
    named("hu-HU", "Hungarian"),
    named("id-ID", "Indonesian"),
    named("it-IT", "Italian"),
    named("ja-JP", "Japanese"),
    named("kk-KZ", "Kazakh"),
    named("ko-KR", "Korean"),
    named("lv-LV", "Latvian"),
    named("lt-LT", "Lithuanian"),
    named("ms-MY", "Malay"),
    named("nb-NO", "Norwegian (Bokmål)"),
    named("pl-PL", "Polish"),
    named("pt-BR", "Portuguese (Brazil)"),
    named("pt-PT", "Portuguese (Portugal)"),
    named("ro-RO", "Romanian"),
    named("ru-RU", "Russian"),
    named("sr-Latn-RS", "Serbian (Latin)"),
    named("sk-SK", "Slovak"),
    named("sl-SI", "Slovenian"),
    named("es-ES", "Spanish (Spain)"),
    named("sv-SE", "Swedish"),
    named("th-TH", "Thai"),
    named("tr-TR", "Turkish"),
    named("uk-UA", "Ukrainian"),
    named("vi-VN", "Vietnamese"),
];

/// The language of a tag, in whatever letter case.
pub fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES
        .iter()
        .find(|language| language.tag.eq_ignore_ascii_case(tag))
}
