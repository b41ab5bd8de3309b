import { makeStyles } from "@fluentui/react-components";
import type { JSX, ReactNode } from "react";

const useStyles = makeStyles({
  columns: {
    flex: "1 1 0",
    minHeight: 0,
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 416px",
    gridTemplateRows: "minmax(0, 1fr)",
    "@media (max-width: 1279px)": { gridTemplateColumns: "minmax(0, 1fr) 336px" },
    "@media (max-width: 859px)": { gridTemplateColumns: "minmax(0, 1fr) 300px" },
  },
  form: {
    display: "flex",
    flexDirection: "column",
    gap: "16px",
    padding: "12px 24px 20px 20px",
    overflowY: "auto",
    minHeight: 0,
    "@media (max-width: 1023px)": { padding: "8px 16px 16px" },
  },
  preview: {
    display: "flex",
    flexDirection: "column",
    padding: "12px 20px 12px 0",
    minHeight: 0,
    overflowY: "auto",
    "@media (max-width: 1023px)": { padding: "8px 16px 8px 0" },
  },
});

/** The form at the left, the mail at the right. */
export function ComposeLayout({
  children,
  preview,
}: {
  children: ReactNode;
  preview: ReactNode;
}): JSX.Element {
  const styles = useStyles();
  return (
    <div className={styles.columns}>
      <div className={styles.form}>{children}</div>
      <div className={styles.preview}>{preview}</div>
    </div>
  );
}
