import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { RunRow, RunStep } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { SafeText } from "@/components/safe-text";
import { StepStateWord } from "./step-state";
import { goesOnWithRun, stepName } from "./run-rows";
import { clockTime } from "./time";

const useStyles = makeStyles({
  steps: {
    margin: 0,
    padding: 0,
    listStyleType: "none",
    display: "flex",
    flexDirection: "column",
    gap: "8px",
    whiteSpace: "normal",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  step: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 232px) 180px minmax(0, 1fr)",
    columnGap: "12px",
    alignItems: "start",
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  words: { display: "flex", flexDirection: "column", gap: "2px", overflowWrap: "anywhere" },
  dim: { color: tokens.colorNeutralForeground3 },
  id: { display: "inline-flex", alignItems: "center", gap: "4px" },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: "11px" },
});

/** Each step of a person: what, how it stands, why, what to do, and the ids that support asks for. */
export function RunRowDetail({ row, rests }: { row: RunRow; rests: boolean }): JSX.Element {
  const styles = useStyles();
  return (
    <ul className={styles.steps} aria-label="Steps">
      {row.steps.map((step) => (
        <li key={step.index} className={styles.step}>
          <SafeText className={styles.name} text={stepName(step.step)} />
          <StepStateWord state={step.state} rests={rests} />
          <StepWords step={step} held={rests && goesOnWithRun(step)} />
        </li>
      ))}
    </ul>
  );
}

interface StepWordsProps {
  step: RunStep;
  /** It goes on with the run, which rests: nothing of it is done by itself before. */
  held: boolean;
}

function StepWords({ step, held }: StepWordsProps): JSX.Element {
  const styles = useStyles();
  const { explanation } = step;
  const at = step.ended ?? step.sent;
  return (
    <div className={styles.words}>
      {explanation && (
        <>
          <SafeText
            text={[
              explanation.cause || explanation.summary,
              held ? "It goes on once the run does." : explanation.remedy,
            ]
              .filter(Boolean)
              .join(" ")}
          />
          {explanation.who.length > 0 && <SafeText text={`Who can: ${explanation.who.join(", ")}`} />}
          {explanation.setting !== null && <SafeText className={styles.dim} text={explanation.setting} />}
          {explanation.request !== null && (
            <span>
              <CopyButton label="Copy request" text={explanation.request} tabIndex={-1} />
            </span>
          )}
        </>
      )}
      {step.heldAlready && <span>It was in place already: nothing had to be sent.</span>}
      {at !== null && <span className={styles.dim}>{clockTime(at)}</span>}
      <Id name="request-id" id={step.requestId} />
      {(step.state === "failed" || step.state === "unknown") && (
        <Id name="client-request-id" id={step.clientRequestId} />
      )}
    </div>
  );
}

function Id({ name, id }: { name: string; id: string | null }): JSX.Element | null {
  const styles = useStyles();
  if (id === null) {
    return null;
  }
  return (
    <span className={styles.id}>
      <span className={styles.dim}>{name}</span>
      <span className={styles.mono}>{id}</span>
      <CopyButton iconOnly label={`Copy ${name}`} text={id} tabIndex={-1} />
    </span>
  );
}
