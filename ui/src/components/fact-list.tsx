import { makeStyles, tokens } from "@fluentui/react-components";
import { Fragment, type JSX, type ReactNode } from "react";

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "120px minmax(0, 1fr)",
    columnGap: "12px",
    rowGap: "4px",
    margin: 0,
    alignItems: "center",
  },
  label: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  value: { margin: 0, minWidth: 0, overflowWrap: "anywhere" },
  none: { color: tokens.colorNeutralForeground3 },
});

export interface Fact {
  label: string;
  /** Null where the directory holds nothing. */
  value: ReactNode;
}

/** Facts as label and value; what the directory does not hold is a dimmed "None". */
export function FactList({ facts }: { facts: readonly Fact[] }): JSX.Element {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {facts.map((fact) => (
        <Fragment key={fact.label}>
          <dt className={styles.label}>{fact.label}</dt>
          <dd className={styles.value}>
            {fact.value ?? <span className={styles.none}>None</span>}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
