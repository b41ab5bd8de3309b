import { Avatar, makeStyles, tokens, type AvatarProps } from "@fluentui/react-components";
import type { JSX } from "react";
import { SafeText } from "./safe-text";
import { visibleText } from "./visible-text";

// Red, amber, bright green and purple carry meanings of their own and are left out.
const hues = [
  "light-teal",
  "lavender",
  "steel",
  "plum",
  "cornflower",
  "pink",
  "teal",
  "lilac",
  "blue",
  "grape",
  "royal-blue",
  "anchor",
  "navy",
  "magenta",
  "platinum",
  "mink",
] as const satisfies readonly AvatarProps["color"][];

/** The hue of a partner domain: always the same, so that a partner is seen as a group. */
export function domainHue(domain: string): (typeof hues)[number] {
  let hash = 2166136261;
  for (const character of domain.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  return hues[(hash >>> 0) % hues.length] ?? "steel";
}

/** Up to two letters: of the first and the last word that begin with a letter or digit. */
export function initials(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/[\s._@-]+/u)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? "")
    .filter((letter) => letter !== "");
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

interface PersonAvatarProps {
  name: string;
  domain: string;
  size?: 20 | 24 | 28 | 32 | 56;
}

/** The round initials beside a name; hidden from assistive technology, which reads the name. */
export function PersonAvatar({ name, domain, size = 24 }: PersonAvatarProps): JSX.Element {
  return (
    <Avatar
      aria-hidden
      color={domainHue(domain)}
      initials={initials(name)}
      name={visibleText(name)}
      size={size}
    />
  );
}

const useStyles = makeStyles({
  person: { display: "flex", alignItems: "center", gap: "10px", minWidth: 0 },
  words: { display: "flex", flexDirection: "column", minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold },
  second: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

interface PersonProps extends PersonAvatarProps {
  /** A dimmed second line: address, role. */
  secondary?: string | undefined;
}

/** Avatar and name, with a second line where one is given. */
export function Person({ name, domain, size = 24, secondary }: PersonProps): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.person}>
      <PersonAvatar name={name} domain={domain} size={size} />
      <span className={styles.words}>
        <SafeText ellipsis className={styles.name} text={name} />
        {secondary !== undefined && <SafeText ellipsis className={styles.second} text={secondary} />}
      </span>
    </span>
  );
}
