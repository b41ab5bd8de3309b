import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { usher } from "@/theme";
import type { JSX, KeyboardEvent } from "react";
import { Swatch, type BarHue } from "@/components/count-bar";
import { number } from "@/components/numbers";

export interface LegendItem<Id extends string> {
  id: Id;
  label: string;
  count: number;
  hue?: BarHue | undefined;
  /** A dimmed word or two behind the label. */
  note?: string | undefined;
}

const useStyles = makeStyles({
  legend: { display: "flex", flexWrap: "wrap", gap: "2px 6px", margin: "0 -8px" },
  item: {
    display: "inline-flex",
    alignItems: "baseline",
    gap: "6px",
    padding: "3px 8px",
    border: "1px solid transparent",
    borderRadius: tokens.borderRadiusMedium,
    background: "none",
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    cursor: "pointer",
    whiteSpace: "nowrap",
    ":hover": { backgroundColor: usher.activeTile },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    color: tokens.colorBrandForeground2,
    ":hover": { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2 },
  },
  swatch: { alignSelf: "center", display: "inline-flex" },
  count: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: "tabular-nums" },
  large: {
    display: "grid",
    gridTemplateColumns: "auto auto 1fr",
    columnGap: "6px",
    alignItems: "center",
    textAlign: "left",
    "& b": {
      gridColumn: "2 / -1",
      fontSize: tokens.fontSizeBase400,
      lineHeight: tokens.lineHeightBase300,
    },
  },
  largeAll: { gridTemplateColumns: "0 auto 1fr", columnGap: 0 },
  labels: { gridColumn: "2 / -1", display: "inline-flex", gap: "6px" },
  note: { color: tokens.colorNeutralForeground3 },
});

interface FilterLegendProps<Id extends string> {
  /** What is filtered: the group's name. */
  label: string;
  items: readonly LegendItem<Id>[];
  /** How many there are in all. */
  total: number;
  /** Null: all. */
  chosen: Id | null;
  onChoose: (id: Id | null) => void;
  large?: boolean;
}

/** A bar's legend that filters at once: radio buttons, one Tab stop, arrows within. */
export function FilterLegend<Id extends string>(props: FilterLegendProps<Id>): JSX.Element {
  const { label, items, total, chosen, onChoose, large = false } = props;
  const styles = useStyles();
  const shown: readonly LegendItem<Id | "">[] = [
    { id: "", label: "All", count: total },
    ...items.filter((item) => item.count > 0 || item.id === chosen),
  ];
  const current = chosen ?? "";

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const here = shown.findIndex((item) => item.id === current);
    const next = (here + step + shown.length) % shown.length;
    const id = shown[next]?.id ?? "";
    onChoose(id === "" ? null : id);
    event.currentTarget.querySelectorAll<HTMLElement>("[role='radio']")[next]?.focus();
  };

  return (
    <div className={styles.legend} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {shown.map((item) => (
        <button
          key={item.id}
          type="button"
          role="radio"
          aria-checked={item.id === current}
          tabIndex={item.id === current ? 0 : -1}
          className={mergeClasses(
            styles.item,
            large && styles.large,
            large && item.hue === undefined && styles.largeAll,
            item.id === current && styles.chosen,
          )}
          onClick={() => onChoose(item.id === "" ? null : item.id)}
        >
          {item.hue !== undefined && (
            <span className={styles.swatch}>
              <Swatch hue={item.hue} />
            </span>
          )}
          <b className={styles.count}>{number(item.count)}</b>
          <span className={styles.labels}>
            {item.label}
            {item.note !== undefined && item.note !== "" && (
              <span className={styles.note}>{item.note}</span>
            )}
          </span>
        </button>
      ))}
    </div>
  );
}
