import { describe, expect, it } from "vitest";
import { themes, type UsherTheme } from "@/theme";

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const pairs: readonly (readonly [keyof UsherTheme, keyof UsherTheme])[] = [
  ["practiceForeground", "practiceBackground"],
  ["dangerText", "dangerTint"],
  ["dangerText", "colorNeutralBackground1"],
  ["amberText", "amberTint"],
  ["amberText", "colorNeutralBackground1"],
  ["colorNeutralForeground3", "colorNeutralBackground1"],
  ["colorNeutralForeground3", "colorNeutralBackground3"],
  ["colorNeutralForeground3", "colorNeutralBackground4"],
  ["colorNeutralForeground2", "tag"],
  ["colorNeutralForeground1", "selectedRow"],
  ["colorNeutralForeground3", "selectedRow"],
];

const long = (colour: string): string =>
  colour.length === 4 ? colour.replace(/[0-9a-f]/giu, "$&$&") : colour;

/** What is drawn and not read. */
const drawn: readonly (readonly [keyof UsherTheme, keyof UsherTheme])[] = [
  ["faint", "colorNeutralBackground1"],
  ["okText", "colorNeutralBackground1"],
];

describe.each(["light", "dark", "highContrast"] as const)("the %s theme", (look) => {
  it.each(pairs)("has text %s on %s at 4.5:1 or more", (text, surface) => {
    const theme = themes[look];
    expect(
      contrast(long(theme[text] as string), long(theme[surface] as string)),
    ).toBeGreaterThanOrEqual(4.5);
  });

  it.each(drawn)("draws %s on %s at 3:1 or more", (ink, surface) => {
    const theme = themes[look];
    expect(contrast(theme[ink] as string, long(theme[surface] as string))).toBeGreaterThanOrEqual(3);
  });

  it("draws what is done stronger than what is not", () => {
    const { okText, faint, colorNeutralBackground1 } = themes[look];
    const ground = long(colorNeutralBackground1);
    expect(contrast(okText, ground)).toBeGreaterThan(1.5 * contrast(faint, ground));
  });
});
