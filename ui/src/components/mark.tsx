import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";

const useStyles = makeStyles({
  mark: { display: "inline-flex", alignItems: "center", gap: "12px", color: tokens.colorNeutralForeground1 },
  tile: { fill: tokens.colorBrandBackground },
  name: { fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
});

/** Usher's sign, an open door, with its name unless there is no room. */
export function Mark({ named = true }: { named?: boolean }): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.mark}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden={named} role="img" aria-label="Usher">
        <rect className={styles.tile} width="22" height="22" rx="5" />
        <path d="M6 4.5h7v13H6z" fill={tokens.colorNeutralForegroundOnBrand} />
        <path d="M13 5.5h2.5v11H13" fill="none" stroke={tokens.colorNeutralForegroundOnBrand} strokeWidth="1.5" />
        <circle cx="11" cy="11" r="1" className={styles.tile} />
      </svg>
      {named && <span className={styles.name}>Usher</span>}
    </span>
  );
}
