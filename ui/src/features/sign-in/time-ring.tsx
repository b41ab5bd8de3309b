import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import { usher } from "@/theme";

const radius = 33;
const around = 2 * Math.PI * radius;
const short = 120_000;

const useStyles = makeStyles({
  ring: { position: "relative", width: "80px", height: "80px", flexShrink: 0 },
  track: { stroke: tokens.colorNeutralStroke2 },
  left: { stroke: tokens.colorBrandStroke1 },
  shortLeft: { stroke: usher.amberText },
  words: {
    position: "absolute",
    inset: 0,
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    fontVariantNumeric: "tabular-nums",
    lineHeight: "16px",
  },
  time: { fontSize: "14px", fontWeight: tokens.fontWeightSemibold },
  label: { fontSize: "11px", color: tokens.colorNeutralForeground3 },
  unseen: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

/** Minutes and seconds, as on a clock. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, "0")}`;
}

/** What is read out: only at five, two and one minute, and at the end. */
export function announcement(left: number): string {
  const seconds = Math.ceil(left / 1000);
  if (seconds <= 0) {
    return "The code has expired";
  }
  const minutes = [1, 2, 5].find((mark) => seconds <= mark * 60);
  return minutes === undefined ? "" : `${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
}

/** The time a code has left, as a ring; amber under two minutes. */
export function TimeRing({ left, lifetime }: { left: number; lifetime: number }): JSX.Element {
  const styles = useStyles();
  const share = lifetime > 0 ? left / lifetime : 0;
  return (
    <div className={styles.ring}>
      <svg width="80" height="80" viewBox="0 0 80 80" aria-hidden="true">
        <circle className={styles.track} cx="40" cy="40" r={radius} fill="none" strokeWidth="4" />
        <circle
          className={mergeClasses(left < short ? styles.shortLeft : styles.left)}
          cx="40"
          cy="40"
          r={radius}
          fill="none"
          strokeWidth="4"
          strokeLinecap="round"
          strokeDasharray={`${share * around} ${around}`}
          transform="rotate(-90 40 40)"
        />
      </svg>
      <div className={styles.words} aria-hidden="true">
        <span className={styles.time}>{clockTime(left)}</span>
        <span className={styles.label}>left</span>
      </div>
      <span role="status" className={styles.unseen}>
        {announcement(left)}
      </span>
    </div>
  );
}
