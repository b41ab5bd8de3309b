/** Characters that change how text reads without being seen themselves, and what they are called. */
const hidden = new Map<number, string>([
  [0x00ad, "soft hyphen"],
  [0x034f, "combining grapheme joiner"],
  [0x061c, "Arabic letter mark"],
  [0x180e, "Mongolian vowel separator"],
  [0x200b, "zero-width space"],
  [0x200c, "zero-width non-joiner"],
  [0x200d, "zero-width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2061, "function application"],
  [0x2062, "invisible times"],
  [0x2063, "invisible separator"],
  [0x2064, "invisible plus"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x3164, "Hangul filler"],
  [0xfeff, "zero-width no-break space"],
]);

export interface TextPart {
  text: string;
  /** What an invisible character is called; absent for ordinary text. */
  hiddenName?: string;
}

function nameOf(codePoint: number): string | undefined {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint <= 0x9f)) {
    return "control character";
  }
  // Tag characters spell out text that nobody sees.
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) {
    return "tag character";
  }
  return hidden.get(codePoint);
}

const label = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;

/** Splits text at its invisible characters, each of which becomes a part of its own. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let plain = "";
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const hiddenName = nameOf(codePoint);
    if (hiddenName === undefined) {
      plain += character;
      continue;
    }
    if (plain) {
      parts.push({ text: plain });
      plain = "";
    }
    parts.push({ text: label(codePoint), hiddenName });
  }
  if (plain) {
    parts.push({ text: plain });
  }
  return parts;
}

/** The text with its invisible characters spelt out, for names, titles and the clipboard's preview. */
export function visibleText(text: string): string {
  return textParts(text)
    .map((part) => (part.hiddenName === undefined ? part.text : `[${part.text}]`))
    .join("");
}
