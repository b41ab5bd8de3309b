import { Button, Spinner, makeStyles } from "@fluentui/react-components";
import type { JSX } from "react";
import { useAfter } from "./states";

const useStyles = makeStyles({
  line: { display: "inline-flex", alignItems: "center", gap: "8px" },
});

interface InlineWaitProps {
  label: string;
  /** Calls off what is waited for. */
  onCancel?: () => void;
  /** Ends the waiting alone: what is waited for goes on. */
  onLetGo?: () => void;
}

/**
 * Progress of one line for what takes longer than half a second, with a way out after three. Without
 * any, what stands beside it is the way out.
 */
export function InlineWait({ label, onCancel, onLetGo }: InlineWaitProps): JSX.Element | null {
  const styles = useStyles();
  const shown = useAfter(500);
  const long = useAfter(3000);
  if (!shown) {
    return null;
  }
  return (
    <span className={styles.line}>
      <Spinner size="tiny" label={label} />
      {long && onCancel && (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      )}
      {long && onLetGo && (
        <Button size="small" onClick={onLetGo}>
          Do not wait
        </Button>
      )}
    </span>
  );
}
