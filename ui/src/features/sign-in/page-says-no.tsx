import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useState, type JSX } from "react";
import { usher } from "@/theme";

const useStyles = makeStyles({
  card: {
    padding: "20px",
    borderRadius: "12px",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${usher.panelOutline}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: "18px",
    color: tokens.colorNeutralForeground2,
  },
  title: {
    margin: "0 0 4px",
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  text: { margin: "0 0 8px" },
  list: { margin: "0 0 8px", paddingLeft: "16px" },
  number: { fontFamily: tokens.fontFamilyMonospace },
  wide: { width: "100%", marginTop: "4px" },
  second: { marginTop: "8px" },
});

interface PageSaysNoProps {
  /** Ends the attempt. */
  onEnd: () => void;
}

/** The way out when the sign-in page itself refuses, which the waiting window is never told. */
export function PageSaysNo({ onEnd }: PageSaysNoProps): JSX.Element {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.card} aria-labelledby="page-says-no">
      <h2 id="page-says-no" className={styles.title}>
        The page says I may not
      </h2>
      <p className={styles.text}>
        Many organizations block sign-in by code. The page then shows a number and this window would
        wait until the time is up.
      </p>
      {open ? (
        <>
          <ul className={styles.list}>
            <li>
              <span className={styles.number}>53003</span>: blocked by Conditional Access, or
              “restricted by your admin”.
            </li>
            <li>
              <span className={styles.number}>530033</span>: sign-in by code on another device is
              blocked.
            </li>
            <li>
              <span className={styles.number}>53000</span>: a compliant device is required.
            </li>
            <li>
              <span className={styles.number}>50097</span>: device authentication is required.
            </li>
          </ul>
          <p className={styles.text}>
            All four mean that your organization blocks the device code flow for you. An
            administrator can allow it: Entra ID › Conditional Access › Policies › the policy whose
            condition <i>Authentication flows</i> names <i>Device code flow</i>, or which asks for a
            managed device, and there exclude you for the app registration you use here.
          </p>
          <Button className={mergeClasses(styles.wide)} onClick={onEnd}>
            End this attempt
          </Button>
        </>
      ) : (
        <Button className={styles.wide} aria-expanded={false} onClick={() => setOpen(true)}>
          What the page shows
        </Button>
      )}
    </section>
  );
}
