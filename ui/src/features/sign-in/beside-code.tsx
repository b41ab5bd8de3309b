import { makeStyles, tokens } from "@fluentui/react-components";
import { ShieldCheckmark20Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import { PageSaysNo } from "./page-says-no";

const useStyles = makeStyles({
  warning: {
    display: "flex",
    gap: "8px",
    margin: "16px 4px 0",
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  shield: { flexShrink: 0 },
});

/** What stands with every code: what to do where the page refuses it, and whose codes to enter. */
export function BesideCode({ onEnd }: { onEnd: () => void }): JSX.Element {
  const styles = useStyles();
  return (
    <>
      <PageSaysNo onEnd={onEnd} />
      <p className={styles.warning}>
        <ShieldCheckmark20Regular className={styles.shield} />
        <span>
          Only enter a code that you started yourself, in this window, just now. Usher never sends
          codes by mail or chat.
        </span>
      </p>
    </>
  );
}
