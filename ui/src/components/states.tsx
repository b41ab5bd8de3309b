import { Button, Spinner, makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useState, type JSX, type ReactNode } from "react";

const useStyles = makeStyles({
  state: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    gap: "8px",
    textAlign: "center",
    padding: "48px 20px",
    minHeight: "200px",
  },
  title: {
    margin: "8px 0 0",
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  body: { margin: 0, maxWidth: "440px", color: tokens.colorNeutralForeground2 },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", marginTop: "12px", justifyContent: "center" },
  drawing: { color: tokens.colorBrandForeground1, flexShrink: 0 },
  tint: { fill: tokens.colorNeutralBackground3 },
  dot: { fill: tokens.colorNeutralStroke1 },
});

function Drawing(): JSX.Element {
  const styles = useStyles();
  return (
    <svg className={styles.drawing} width="88" height="64" viewBox="0 0 88 64" aria-hidden="true">
      <rect className={styles.tint} x="4" y="4" width="80" height="14" rx="4" />
      <rect className={styles.tint} x="4" y="24" width="80" height="14" rx="4" />
      <rect className={styles.tint} x="4" y="44" width="80" height="14" rx="4" />
      <circle className={styles.dot} cx="13" cy="11" r="4" />
      <circle className={styles.dot} cx="13" cy="31" r="4" />
      <circle cx="52" cy="33" r="14" fill="none" stroke="currentColor" strokeWidth="3" />
      <path d="m62 43 12 12" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** The next thing to do: buttons. */
  actions?: ReactNode;
}

/** Nothing is here: why, and what to do next. */
export function EmptyState({ title, children, actions }: EmptyStateProps): JSX.Element {
  const styles = useStyles();
  return (
    <div className={styles.state} role="status">
      <Drawing />
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <p className={styles.body}>{children}</p>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** True once `milliseconds` have passed since the component was first drawn. */
export function useAfter(milliseconds: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return passed;
}

interface WaitingProps {
  label: string;
  /** Offered after three seconds. */
  onCancel?: () => void;
}

/** Progress for what takes longer than half a second; a way out for what takes longer than three. */
export function Waiting({ label, onCancel }: WaitingProps): JSX.Element | null {
  const styles = useStyles();
  const shown = useAfter(500);
  const long = useAfter(3000);
  if (!shown) {
    return null;
  }
  return (
    <div className={styles.state}>
      <Spinner label={label} labelPosition="below" />
      {long && onCancel && (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  );
}
