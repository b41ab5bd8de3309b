/** Languages offered for Microsoft's own words in the mail; what is not offered can be typed. */
const tags = [
  "ar", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-DE", "el-GR", "en-GB", "en-US", "es-ES", "et-EE",
  "eu-ES", "fi-FI", "fr-FR", "gl-ES", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID", "it-IT", "ja-JP",
  "kk-KZ", "ko-KR", "lt-LT", "lv-LV", "ms-MY", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO",
  "ru-RU", "sk-SK", "sl-SI", "sr-Latn-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN",
  "zh-TW",
] as const;

export interface MessageLanguage {
  tag: string;
  name: string;
}

const names = new Intl.DisplayNames(["en"], { type: "language", languageDisplay: "standard" });

/** A language's name in English, with its region: "English (United States)". */
export const languageName = (tag: string): string => {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
};

/** The language of an option; the empty one leaves it to Microsoft. */
export const chosenLanguage = (option: string | undefined): string | null =>
  option === undefined || option === "" ? null : option;

export const messageLanguages: readonly MessageLanguage[] = tags
  .map((tag) => ({ tag, name: languageName(tag) }))
  .sort((one, other) => one.name.localeCompare(other.name, "en"));
