import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { PlanRow } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { leaveOut } from "./planning";
import { stepName } from "./run-rows";

const useStyles = makeStyles({
  detail: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr) 188px",
    columnGap: "24px",
    rowGap: "8px",
    padding: "0 0 4px 28px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: "normal",
  },
  heading: {
    margin: "0 0 4px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  text: { margin: "0 0 4px", overflowWrap: "anywhere" },
  dim: { color: tokens.colorNeutralForeground3 },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  actions: { gridColumn: "1 / -1", display: "flex", gap: "8px" },
});

interface PlanRowDetailProps {
  row: PlanRow;
  /** Rows of the same verdict, this one among them. */
  alike: readonly PlanRow[];
  leftOut: ReadonlySet<number>;
}

const nothing = "Nothing: it goes on as planned.";

/** Why an address got its verdict, what to do about it, who can, and what will be done. */
export function PlanRowDetail({ row, alike, leftOut }: PlanRowDetailProps): JSX.Element {
  const styles = useStyles();
  const { explanation } = row;
  const runs = alike.filter((other) => other.steps.length > 0);
  const allOut = runs.every((other) => leftOut.has(other.index));
  return (
    <div className={styles.detail}>
      <section>
        <h2 className={styles.heading}>Cause</h2>
        <p className={styles.text}>
          <SafeText text={explanation?.cause ?? row.reason} />
        </p>
        {explanation?.setting && <p className={styles.dim}><SafeText text={explanation.setting} /></p>}
        {row.remarks.map((remark) => (
          <p key={remark} className={styles.text}>
            <SafeText text={remark} />
          </p>
        ))}
      </section>
      <section>
        <h2 className={styles.heading}>What to do</h2>
        <p className={styles.text}>
          <SafeText text={explanation && explanation.remedy !== "" ? explanation.remedy : nothing} />
        </p>
        {row.steps.length > 0 && (
          <>
            <h2 className={styles.heading}>Steps</h2>
            <ul className={styles.list}>
              {row.steps.map((step) => (
                <li key={stepName(step)}>
                  <SafeText text={stepName(step)} />
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <section>
        <h2 className={styles.heading}>Who can</h2>
        <ul className={styles.list}>
          {(explanation && explanation.who.length > 0 ? explanation.who : ["You"]).map((who) => (
            <li key={who}>{who}</li>
          ))}
        </ul>
      </section>
      <div className={styles.actions}>
        {explanation?.request != null && (
          <CopyButton label="Copy request" text={explanation.request} tabIndex={-1} />
        )}
        {runs.length > 1 && (
          <Button
            size="small"
            appearance="subtle"
            tabIndex={-1}
            onClick={() => leaveOut(runs.map((other) => other.index), !allOut)}
          >
            {allOut ? "Put back" : "Leave out"} all {number(runs.length)} of this verdict
          </Button>
        )}
      </div>
    </div>
  );
}
