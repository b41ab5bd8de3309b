import { Badge, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { RunSummary } from "@/ipc";
import { region } from "@/components/regions";
import { SteadyTooltip } from "@/components/steady-tooltip";
import { useNarrow } from "@/components/use-width";
import { needsAttention } from "@/features/activity/run-words";
import { useNavigation } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { screens, type Screen } from "./screens";

const useStyles = makeStyles({
  rail: {
    display: "flex",
    flexDirection: "column",
    gap: "2px",
    width: "176px",
    padding: "4px 8px 12px",
    boxSizing: "border-box",
    flexShrink: 0,
  },
  narrow: { width: "52px", padding: "4px 6px 12px" },
  item: {
    position: "relative",
    display: "flex",
    alignItems: "center",
    gap: "12px",
    width: "100%",
    height: "36px",
    padding: "0 12px",
    border: "none",
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    textAlign: "left",
    cursor: "pointer",
    transitionProperty: "background-color",
    transitionDuration: "150ms",
    "@media (prefers-reduced-motion: reduce)": { transitionDuration: "0ms" },
    ":hover": { backgroundColor: tokens.colorNeutralBackground4Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  selected: {
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    fontWeight: tokens.fontWeightSemibold,
    "::before": {
      content: '""',
      position: "absolute",
      left: 0,
      top: "10px",
      bottom: "10px",
      width: "3px",
      borderRadius: "2px",
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
    ":hover": { backgroundColor: tokens.colorNeutralBackground1 },
  },
  icon: { display: "inline-flex", flexShrink: 0 },
  selectedIcon: { color: tokens.colorBrandForeground1 },
  count: { marginLeft: "auto" },
  percent: {
    marginLeft: "auto",
    color: tokens.colorBrandForeground1,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: "tabular-nums",
  },
  bar: {
    position: "absolute",
    left: "8px",
    right: "8px",
    bottom: "2px",
    height: "3px",
    borderRadius: "2px",
    backgroundColor: tokens.colorNeutralStroke1,
    overflow: "hidden",
  },
  done: { display: "block", height: "100%", backgroundColor: tokens.colorCompoundBrandBackground },
  dot: { position: "absolute", right: "2px", top: "2px" },
  last: { marginTop: "auto" },
});

/** How far the runs under way are, in whole percents; undefined where none is. */
function underWay(runs: readonly RunSummary[] | undefined): number | undefined {
  const running = (runs ?? []).filter((run) => run.state === "running");
  const sum = (count: (run: RunSummary) => number): number =>
    running.reduce((total, run) => total + count(run), 0);
  const steps = sum((run) => run.totals.steps);
  return steps === 0 ? undefined : Math.floor((sum((run) => run.totals.stepsEnded) / steps) * 100);
}

/** The screens, at the left; icons alone where the window is narrow. */
export function Rail(): JSX.Element {
  const styles = useStyles();
  const narrow = useNarrow();
  const runs = useQuery({
    ...commandQuery("runs"),
    refetchInterval: (query) => (underWay(query.state.data) === undefined ? false : 2000),
  });
  const waiting = (runs.data ?? []).filter(needsAttention).length;
  return (
    <nav
      aria-label="Screens"
      className={mergeClasses(styles.rail, narrow && styles.narrow)}
      {...region("rail")}
    >
      {screens.map((screen) => (
        <RailItem
          key={screen.id}
          screen={screen}
          narrow={narrow}
          count={screen.id === "activity" ? waiting : 0}
          percent={screen.id === "activity" ? underWay(runs.data) : undefined}
        />
      ))}
    </nav>
  );
}

interface RailItemProps {
  screen: Screen;
  narrow: boolean;
  count: number;
  /** How far a run is that goes on meanwhile. */
  percent: number | undefined;
}

const narrowName = (label: string, count: number, percent: number | undefined): string =>
  [label, percent === undefined ? "" : `${percent} percent`, count > 0 ? `${count} need attention` : ""]
    .filter(Boolean)
    .join(", ");

function RailItem({ screen, narrow, count, percent }: RailItemProps): JSX.Element {
  const styles = useStyles();
  const { route, navigate } = useNavigation();
  const selected = screen.routes.includes(route.screen);
  const item = (
    <button
      type="button"
      className={mergeClasses(
        styles.item,
        selected && styles.selected,
        screen.id === "settings" && styles.last,
      )}
      aria-current={selected ? "page" : undefined}
      aria-label={narrow ? narrowName(screen.label, count, percent) : undefined}
      onClick={() => navigate({ screen: screen.id })}
    >
      <span className={mergeClasses(styles.icon, selected && styles.selectedIcon)}>
        {selected ? screen.selectedIcon : screen.icon}
      </span>
      {!narrow && screen.label}
      {percent !== undefined && (
        <span className={narrow ? styles.bar : styles.percent}>
          {narrow ? <span className={styles.done} style={{ width: `${percent}%` }} /> : `${percent} %`}
        </span>
      )}
      {count > 0 && (
        <Badge
          className={narrow ? styles.dot : styles.count}
          appearance="tint"
          color="brand"
          size="small"
          aria-label={`${count} need attention`}
        >
          {count}
        </Badge>
      )}
    </button>
  );
  return (
    <SteadyTooltip
      text={narrow ? screen.label : undefined}
      relationship="label"
      positioning="after"
    >
      {item}
    </SteadyTooltip>
  );
}
