import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  ToggleButton,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { JSX } from "react";
import type { HeldPlan, PlanChange } from "@/ipc";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { whenWords } from "./time";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal" },
  changes: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px", margin: "6px 0 2px", padding: 0 },
  change: { listStyleType: "none" },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    border: `1px solid ${tokens.colorBrandStroke2}`,
  },
});

interface HeldPlanBannerProps {
  held: HeldPlan;
  /** The change of which only the rows are shown. */
  shown: PlanChange | null;
  onShow: (change: PlanChange | null) => void;
}

/** Who made the plan that was opened, when, and what became different since; each shows its rows. */
export function HeldPlanBanner({ held, shown, onShow }: HeldPlanBannerProps): JSX.Element {
  const styles = useStyles();
  const { changes, leftOut, madeBy, made } = held;
  return (
    <MessageBar intent={changes.length > 0 ? "warning" : "info"} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>
          {changes.length > 0 ? "The directory has changed since this plan was made" : "Nothing has changed since this plan was made"}
        </MessageBarTitle>
        <SafeText text={`Made by ${madeBy}, ${whenWords(made)}.`} />
        {leftOut.length > 0 && ` ${number(leftOut.length)} left out when it was saved.`}
        {changes.length > 0 && (
          <ul aria-label="Changes since" className={styles.changes}>
            {changes.map((change) => {
              const chosen = shown?.kind === change.kind;
              return (
                <li key={change.kind} className={styles.change}>
                  <ToggleButton
                    size="small"
                    shape="circular"
                    checked={chosen}
                    className={chosen ? styles.chosen : undefined}
                    onClick={() => onShow(chosen ? null : change)}
                  >
                    <SafeText text={change.text} />
                  </ToggleButton>
                </li>
              );
            })}
            {shown && (
              <li className={styles.change}>
                <Button size="small" appearance="subtle" onClick={() => onShow(null)}>
                  Show all rows
                </Button>
              </li>
            )}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
