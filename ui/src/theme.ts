import {
  teamsHighContrastTheme,
  webDarkTheme,
  webLightTheme,
  type Theme,
} from "@fluentui/react-components";

/** The looks that Settings offers beside "as the system prefers". */
export type Look = "light" | "dark" | "highContrast";

/** What Usher adds to Fluent's tokens. */
interface UsherTokens {
  /** The practice tenant's purple; nothing else may use it. */
  practiceBackground: string;
  practiceForeground: string;
  practiceTile: string;
  /** The option that Enter picks, and a tile under the pointer. */
  activeOption: string;
  activeTile: string;
  selectedRow: string;
  /** Drawn round what is selected or active where tints are not to be told apart. */
  selectedOutline: string;
  dangerText: string;
  dangerTint: string;
  amberText: string;
  amberTint: string;
  okText: string;
  /** What is not done, or not needed, beside what is. */
  faint: string;
  /** Outline of tinted groups: only high contrast draws it. */
  tintOutline: string;
  /**
   * Round the panel and cards on the ground. A line, not a shadow: without a graphics card a web view
   * blurs a shadow of this size anew for every letter typed, which takes 80 ms.
   */
  panelOutline: string;
  pillOutline: string;
  /** The part of a bar that is still to be done. */
  barRest: string;
  /** A short word at the end of a line: told apart from a tinted group and from the active option. */
  tag: string;
}

export type UsherTheme = Theme & UsherTokens;

const base: Partial<Theme> = {
  // Body text is 13/20: these are screens for people who work in them all day.
  fontSizeBase300: "13px",
  lineHeightBase300: "20px",
  // Segoe UI where the system has it. Each name that a system does not know costs a search of all its
  // fonts, for every weight; Fluent's list of six holds up the first screen by 50 ms.
  fontFamilyBase: "system-ui, sans-serif",
};

const light: UsherTheme = {
  ...webLightTheme,
  ...base,
  colorNeutralForeground4: "#666666",
  practiceBackground: "#ece6fa",
  practiceForeground: "#45278c",
  practiceTile: "#ece6fa",
  activeOption: "#f5f5f5",
  activeTile: "#ebebeb",
  selectedRow: "#ebf3fc",
  selectedOutline: "transparent",
  dangerText: "#b10e1c",
  dangerTint: "#fdecee",
  amberText: "#8a3707",
  amberTint: "#fff3e8",
  okText: "#0e700e",
  faint: "#949494",
  tintOutline: "transparent",
  panelOutline: "#e0e0e0",
  pillOutline: "transparent",
  barRest: "#d1d1d1",
  tag: "#e6e6e6",
};

const dark: UsherTheme = {
  ...webDarkTheme,
  ...base,
  colorNeutralBackground1: "#262626",
  colorNeutralBackground1Hover: "#2e2e2e",
  colorNeutralBackground1Pressed: "#1f1f1f",
  colorNeutralBackground1Selected: "#363636",
  colorNeutralBackground2: "#222222",
  colorNeutralBackground3: "#2e2e2e",
  colorNeutralBackground3Hover: "#363636",
  colorNeutralBackground3Pressed: "#2a2a2a",
  colorNeutralBackground4: "#1a1a1a",
  colorNeutralBackground4Hover: "#242424",
  colorNeutralBackground4Pressed: "#141414",
  colorNeutralStroke2: "#484848",
  colorNeutralStroke3: "#363636",
  colorNeutralForeground4: "#adadad",
  colorPaletteRedForeground1: "#e8868b",
  colorPaletteRedForeground3: "#e8868b",
  practiceBackground: "#332457",
  practiceForeground: "#dccffc",
  practiceTile: "#332457",
  activeOption: "#363636",
  activeTile: "#363636",
  selectedRow: "#13314c",
  selectedOutline: "transparent",
  dangerText: "#e8868b",
  dangerTint: "#3f1011",
  amberText: "#f4a15d",
  amberTint: "#4a1e04",
  okText: "#5db95d",
  faint: "#7a7a7a",
  tintOutline: "transparent",
  panelOutline: "#3d3d3d",
  pillOutline: "transparent",
  barRest: "#666666",
  tag: "#454545",
};

const highContrast: UsherTheme = {
  ...teamsHighContrastTheme,
  ...base,
  practiceBackground: "#000000",
  practiceForeground: "#ffffff",
  practiceTile: "#000000",
  activeOption: "#000000",
  activeTile: "#000000",
  selectedRow: "#000000",
  selectedOutline: "#1aebff",
  dangerText: "#ffffff",
  dangerTint: "#000000",
  amberText: "#ffffff",
  amberTint: "#000000",
  okText: "#ffffff",
  faint: "#9a9a9a",
  tintOutline: "#ffffff",
  panelOutline: "#ffffff",
  pillOutline: "#ffffff",
  barRest: "#000000",
  tag: "#000000",
};

export const themes: Record<Look, UsherTheme> = { light, dark, highContrast };

/** Padding at the sides of the panel; the window sets it by its width. */
export const side = "var(--side, 20px)";

/** Usher's own tokens as CSS variables, as `tokens` is for Fluent's. */
export const usher: Record<keyof UsherTokens, string> = {
  practiceBackground: "var(--practiceBackground)",
  practiceForeground: "var(--practiceForeground)",
  practiceTile: "var(--practiceTile)",
  activeOption: "var(--activeOption)",
  activeTile: "var(--activeTile)",
  selectedRow: "var(--selectedRow)",
  selectedOutline: "var(--selectedOutline)",
  dangerText: "var(--dangerText)",
  dangerTint: "var(--dangerTint)",
  amberText: "var(--amberText)",
  amberTint: "var(--amberTint)",
  okText: "var(--okText)",
  faint: "var(--faint)",
  tintOutline: "var(--tintOutline)",
  panelOutline: "var(--panelOutline)",
  pillOutline: "var(--pillOutline)",
  barRest: "var(--barRest)",
  tag: "var(--tag)",
};
