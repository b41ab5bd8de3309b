import { Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircle16Filled,
  Circle16Regular,
  ErrorCircle16Filled,
  Hourglass16Regular,
  QuestionCircle16Filled,
  SubtractCircle16Regular,
} from "@fluentui/react-icons";
import type { JSX } from "react";
import type { StepState } from "@/ipc";
import { usher } from "@/theme";
import { stateWord } from "./run-rows";

const useStyles = makeStyles({
  state: { display: "inline-flex", alignItems: "center", gap: "6px", whiteSpace: "nowrap" },
  icon: { display: "inline-flex", flexShrink: 0 },
  ok: { color: usher.okText },
  busy: { color: tokens.colorBrandForeground1 },
  dim: { color: tokens.colorNeutralForeground3 },
  failed: { color: usher.dangerText, fontWeight: tokens.fontWeightSemibold },
  unknown: { color: usher.amberText, fontWeight: tokens.fontWeightSemibold },
});

const icons: Record<StepState, JSX.Element> = {
  planned: <Circle16Regular />,
  sending: <Spinner size="extra-tiny" aria-hidden />,
  waiting: <Hourglass16Regular />,
  done: <CheckmarkCircle16Filled />,
  failed: <ErrorCircle16Filled />,
  skipped: <SubtractCircle16Regular />,
  unknown: <QuestionCircle16Filled />,
};

interface StepStateWordProps {
  state: StepState;
  /** The run rests: the directory is not what is waited for. */
  rests: boolean;
}

/** The state of a step or of a person's steps: icon and word. */
export function StepStateWord({ state, rests }: StepStateWordProps): JSX.Element {
  const styles = useStyles();
  return (
    <span
      className={mergeClasses(
        styles.state,
        state === "failed" && styles.failed,
        state === "unknown" && styles.unknown,
        (state === "planned" || state === "skipped") && styles.dim,
      )}
    >
      <span
        className={mergeClasses(
          styles.icon,
          state === "done" && styles.ok,
          (state === "sending" || state === "waiting") && styles.busy,
        )}
      >
        {icons[state]}
      </span>
      {stateWord(state, rests)}
    </span>
  );
}
