import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircle16Regular,
  Clock16Regular,
  People16Regular,
  Prohibited16Regular,
  QuestionCircle16Regular,
} from "@fluentui/react-icons";
import { useRef, type JSX, type KeyboardEvent, type ReactElement } from "react";
import type { GuestCounts, GuestState } from "@/ipc";
import { usher } from "@/theme";

interface Tile {
  state: GuestState | null;
  label: string;
  count: keyof GuestCounts;
  icon: ReactElement;
  hue?: "amber" | "ok" | "danger";
}

const tiles: readonly Tile[] = [
  { state: null, label: "All", count: "all", icon: <People16Regular /> },
  {
    state: "pendingAcceptance",
    label: "Pending acceptance",
    count: "pendingAcceptance",
    icon: <Clock16Regular />,
    hue: "amber",
  },
  {
    state: "accepted",
    label: "Accepted",
    count: "accepted",
    icon: <CheckmarkCircle16Regular />,
    hue: "ok",
  },
  {
    state: "blocked",
    label: "Blocked",
    count: "blocked",
    icon: <Prohibited16Regular />,
    hue: "danger",
  },
  { state: "noState", label: "No state", count: "noState", icon: <QuestionCircle16Regular /> },
];

const useStyles = makeStyles({
  tiles: {
    display: "grid",
    gridTemplateColumns: "repeat(5, minmax(108px, 1fr))",
    gap: "4px",
    padding: "12px 20px 8px",
    overflowX: "auto",
    flexShrink: 0,
    "@media (max-width: 1023px)": { padding: "8px 16px 4px" },
  },
  tile: {
    display: "flex",
    flexDirection: "column",
    justifyContent: "center",
    gap: "1px",
    height: "56px",
    padding: "0 12px",
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${usher.tintOutline}`,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    textAlign: "left",
    cursor: "pointer",
    whiteSpace: "nowrap",
    transitionProperty: "background-color",
    transitionDuration: "150ms",
    "@media (prefers-reduced-motion: reduce)": { transitionDuration: "0ms" },
    ":hover": { backgroundColor: usher.activeTile },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    "@media (max-width: 1023px)": { height: "48px", padding: "0 8px" },
  },
  checked: {
    backgroundColor: tokens.colorBrandBackground2,
    borderTopColor: tokens.colorBrandStroke2,
    borderRightColor: tokens.colorBrandStroke2,
    borderBottomColor: tokens.colorBrandStroke2,
    borderLeftColor: tokens.colorBrandStroke2,
    color: tokens.colorBrandForeground2,
    boxShadow: `inset 0 0 0 2px ${usher.selectedOutline}`,
    ":hover": { backgroundColor: tokens.colorBrandBackground2 },
  },
  count: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: "tabular-nums",
  },
  label: {
    display: "flex",
    alignItems: "center",
    gap: "4px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  icon: { display: "inline-flex", "@media (max-width: 1023px)": { display: "none" } },
  amber: { color: usher.amberText },
  ok: { color: usher.okText },
  danger: { color: usher.dangerText },
});

interface SummaryTilesProps {
  counts: GuestCounts | undefined;
  state: GuestState | null;
  onState: (state: GuestState | null) => void;
}

/** The tenant's numbers; each is a filter. A radio group: one Tab stop, arrows choose. */
export function SummaryTiles({ counts, state, onState }: SummaryTilesProps): JSX.Element {
  const styles = useStyles();
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const here = tiles.findIndex((tile) => tile.state === state);
    const next = (here + step + tiles.length) % tiles.length;
    onState(tiles[next]?.state ?? null);
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label="Filter by invitation state"
      className={styles.tiles}
      onKeyDown={onKeyDown}
    >
      {tiles.map((tile) => {
        const checked = tile.state === state;
        return (
          <button
            key={tile.label}
            type="button"
            role="radio"
            aria-checked={checked}
            tabIndex={checked ? 0 : -1}
            className={mergeClasses(styles.tile, checked && styles.checked)}
            onClick={() => onState(tile.state)}
          >
            <span className={styles.count}>{counts?.[tile.count].toLocaleString("en") ?? "–"}</span>
            <span className={styles.label}>
              <span className={mergeClasses(styles.icon, tile.hue && !checked && styles[tile.hue])}>
                {tile.icon}
              </span>
              {tile.label}
            </span>
          </button>
        );
      })}
    </div>
  );
}
