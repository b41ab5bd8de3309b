import { Tab, TabList, makeStyles, mergeClasses } from "@fluentui/react-components";
import { useState, type JSX, type ReactNode } from "react";
import { useSmall } from "@/components/use-width";

const useStyles = makeStyles({
  columns: {
    flex: "1 1 0",
    minHeight: 0,
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 416px",
    gridTemplateRows: "minmax(0, 1fr)",
    "@media (max-width: 1279px)": { gridTemplateColumns: "minmax(0, 1fr) 336px" },
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
  tabbed: { flex: "1 1 0", minHeight: 0, display: "flex", flexDirection: "column" },
  tabs: { padding: "0 8px", flexShrink: 0 },
  alone: { flex: "1 1 0", padding: "8px 16px" },
});

type Part = "compose" | "mail";

/** The form at the left, the mail at the right; in a small window, one at a time. */
export function ComposeLayout({
  children,
  preview,
}: {
  children: ReactNode;
  preview: ReactNode;
}): JSX.Element {
  const styles = useStyles();
  const small = useSmall();
  const [part, setPart] = useState<Part>("compose");
  if (!small) {
    return (
      <div className={styles.columns}>
        <div className={styles.form}>{children}</div>
        <div className={styles.preview}>{preview}</div>
      </div>
    );
  }
  return (
    <div className={styles.tabbed}>
      <TabList
        className={styles.tabs}
        selectedValue={part}
        onTabSelect={(_, data) => setPart(data.value as Part)}
      >
        <Tab value="compose">Compose</Tab>
        <Tab value="mail">What the guest receives</Tab>
      </TabList>
      {/* Hidden rather than gone: a field may hold what was not taken yet. */}
      <div
        role="tabpanel"
        aria-label="Compose"
        className={mergeClasses(styles.form, styles.alone)}
        style={part === "compose" ? undefined : { display: "none" }}
      >
        {children}
      </div>
      {part === "mail" && (
        <div
          role="tabpanel"
          aria-label="What the guest receives"
          className={mergeClasses(styles.preview, styles.alone)}
        >
          {preview}
        </div>
      )}
    </div>
  );
}
