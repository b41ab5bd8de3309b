import { makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkCircle16Regular, Prohibited16Regular, QuestionCircle16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { May } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { usher } from "@/theme";

const useStyles = makeStyles({
  line: { display: "flex", alignItems: "center", gap: "6px", minWidth: 0 },
  icon: { display: "inline-flex", flexShrink: 0 },
  yes: { color: usher.okText },
  dim: { color: tokens.colorNeutralForeground3 },
});

/** Whether guests can be added here, in one line: yes, why not, or that it is not known. */
export function CanTake({ may }: { may: May }): JSX.Element {
  const styles = useStyles();
  switch (may.may) {
    case "yes":
      return (
        <span className={styles.line}>
          <CheckmarkCircle16Regular className={styles.yes} /> Yes
        </span>
      );
    case "no":
      return (
        <span className={styles.line}>
          <span className={styles.icon}>
            <Prohibited16Regular />
          </span>
          <SafeText ellipsis text={may.explanation.summary} />
        </span>
      );
    case "unknown":
      return (
        <span className={styles.line}>
          <span className={styles.icon}>
            <QuestionCircle16Regular className={styles.dim} />
          </span>
          <SafeText ellipsis className={styles.dim} text={`Not known, will be tried: ${may.why}`} />
        </span>
      );
  }
}
