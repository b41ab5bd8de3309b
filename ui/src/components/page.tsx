import { Text, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useEffect, useRef, type JSX, type ReactNode } from "react";
import { side } from "@/theme";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", height: "100%", minHeight: 0 },
  header: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    minHeight: "32px",
    padding: `14px ${side} 0`,
    flexShrink: 0,
    "@media (max-width: 1023px)": { paddingTop: "8px" },
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outline: "none",
    minWidth: 0,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  subtitle: { color: tokens.colorNeutralForeground3, whiteSpace: "nowrap" },
  aside: { marginLeft: "auto", display: "flex", alignItems: "center", gap: "8px" },
  scroll: { flex: "1 1 0", minHeight: 0, overflowY: "auto" },
  padded: { padding: `12px ${side} 20px` },
  footer: {
    display: "flex",
    alignItems: "center",
    gap: "16px",
    height: "31px",
    padding: `0 ${side}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: "tabular-nums",
    flexShrink: 0,
  },
  footerAside: { marginLeft: "auto", display: "flex", gap: "16px" },
  actions: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    minHeight: "55px",
    padding: `0 ${side}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  keys: { display: "inline-flex", alignItems: "center", gap: "6px" },
  key: {
    fontFamily: "inherit",
    fontSize: "11px",
    lineHeight: "14px",
    padding: "0 5px",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
});

/** A page in the panel: header, whatever it holds, footer. */
export function Page({ children }: { children: ReactNode }): JSX.Element {
  return <div className={useStyles().page}>{children}</div>;
}

interface PageHeaderProps {
  title: ReactNode;
  /** Names the window and what is read out on arrival. */
  name: string;
  subtitle?: ReactNode;
  aside?: ReactNode;
}

/** The page's title, which takes the focus when the page is opened. */
export function PageHeader({ title, name, subtitle, aside }: PageHeaderProps): JSX.Element {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${name} - Usher`;
    // Whoever goes on from page to page by one button keeps it.
    if (!document.activeElement?.closest("[data-keeps-focus]")) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [name]);
  return (
    <header className={styles.header}>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      {subtitle !== undefined && <Text className={styles.subtitle}>{subtitle}</Text>}
      {aside !== undefined && <div className={styles.aside}>{aside}</div>}
    </header>
  );
}

/** The part of a page that scrolls, where no table does so itself. */
export function PageBody({
  children,
  padded = true,
}: {
  children: ReactNode;
  padded?: boolean;
}): JSX.Element {
  const styles = useStyles();
  return <div className={mergeClasses(styles.scroll, padded && styles.padded)}>{children}</div>;
}

/** The line under a table: what is in view, and keys worth knowing. */
export function PageFooter({
  children,
  aside,
}: {
  children: ReactNode;
  aside?: ReactNode;
}): JSX.Element {
  const styles = useStyles();
  return (
    <footer className={styles.footer}>
      <span>{children}</span>
      {aside !== undefined && <span className={styles.footerAside}>{aside}</span>}
    </footer>
  );
}

/** The bar at the bottom of a step: what will happen at the left, the way on at the right. */
export function ActionBar({ children }: { children: ReactNode }): JSX.Element {
  return <div className={useStyles().actions}>{children}</div>;
}

/** A key and what it does. */
export function KeyHint({ keys, does }: { keys: string; does: string }): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.keys}>
      <kbd className={styles.key}>{keys}</kbd> {does}
    </span>
  );
}
