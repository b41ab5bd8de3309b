import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import { number } from "@/components/numbers";
import { usher } from "@/theme";

/** The hues of a bar, in the order its legend has them. */
export type BarHue = "brand" | "lightBlue" | "slate" | "lightGrey" | "red" | "orange";

export interface BarPart {
  id: string;
  label: string;
  count: number;
  hue: BarHue;
}

const useStyles = makeStyles({
  bar: { display: "flex", gap: "2px", width: "100%", borderRadius: "6px", overflow: "hidden" },
  part: {
    transitionProperty: "flex-grow",
    transitionDuration: "300ms",
    transitionTimingFunction: "linear",
    "@media (prefers-reduced-motion: reduce)": { transitionDuration: "0ms" },
    "@media (forced-colors: active)": { border: "1px solid CanvasText" },
  },
  brand: { backgroundColor: tokens.colorBrandBackground },
  lightBlue: { backgroundColor: "#62abf5" },
  slate: { backgroundColor: "#96a3b3" },
  lightGrey: { backgroundColor: usher.barRest, boxShadow: `inset 0 0 0 1px ${usher.tintOutline}` },
  red: { backgroundColor: "#c50f1f" },
  orange: { backgroundColor: "#f7630c" },
  swatch: { width: "8px", height: "8px", borderRadius: "2px", flexShrink: 0 },
});

interface CountBarProps {
  /** What the bar counts; the parts are read out after it. */
  label: string;
  parts: readonly BarPart[];
  /** Height in pixels; no part is narrower than the least width. */
  height?: number;
  least?: number;
}

/** A bar whose parts are as long as their counts. */
export function CountBar({ label, parts, height = 12, least = 8 }: CountBarProps): JSX.Element {
  const styles = useStyles();
  const shown = parts.filter((part) => part.count > 0);
  const reading = shown.map((part) => `${number(part.count)} ${part.label}`).join(", ");
  return (
    <div className={styles.bar} style={{ height }} role="img" aria-label={`${label}: ${reading}`}>
      {shown.map((part) => (
        <div
          key={part.id}
          className={mergeClasses(styles.part, styles[part.hue])}
          style={{ flexGrow: part.count, flexBasis: 0, minWidth: least }}
        />
      ))}
    </div>
  );
}

/** The square of a hue, for legends. */
export function Swatch({ hue }: { hue: BarHue }): JSX.Element {
  const styles = useStyles();
  return <span aria-hidden="true" className={mergeClasses(styles.swatch, styles[hue])} />;
}
