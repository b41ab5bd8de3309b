import { Button, Spinner, makeStyles } from "@fluentui/react-components";
import type { JSX } from "react";
import { useAfter } from "./states";

const useStyles = makeStyles({
  line: { display: "inline-flex", alignItems: "center", gap: "8px" },
});

interface InlineWaitProps {
  label: string;
  /** Ends the waiting; offered after three seconds. Absent: what stands beside it ends it. */
  onCancel?: () => void;
}

/** Progress of one line for what takes longer than half a second, with a way out after three. */
export function InlineWait({ label, onCancel }: InlineWaitProps): JSX.Element | null {
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
    </span>
  );
}
