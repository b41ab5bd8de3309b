import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useId, type JSX, type ReactNode } from "react";
import { usher } from "@/theme";

const useStyles = makeStyles({
  card: {
    padding: "12px 16px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
    minWidth: 0,
  },
  head: { display: "flex", alignItems: "center", gap: "8px", minHeight: "24px", marginBottom: "4px" },
  title: {
    margin: 0,
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  aside: { marginLeft: "auto", fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
});

interface CardProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
}

/** A tinted group of facts with a title; never put into another. */
export function Card({ title, aside, children, className }: CardProps): JSX.Element {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={mergeClasses(styles.card, className)} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
