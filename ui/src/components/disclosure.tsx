import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ChevronDown16Regular, ChevronRight16Regular } from "@fluentui/react-icons";
import { useState, type JSX, type ReactNode } from "react";
import { SafeText } from "./safe-text";

const useStyles = makeStyles({
  toggle: {
    fontWeight: tokens.fontWeightSemibold,
    justifyContent: "flex-start",
    padding: "2px 4px",
    textAlign: "left",
  },
  head: { display: "flex", alignItems: "center", justifyContent: "space-between" },
});

interface DisclosureProps {
  title: string;
  /** At the end of the line, open or closed. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A line that opens what stands below it, closed at first. */
export function Disclosure({ title, aside, children }: DisclosureProps): JSX.Element {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const toggle = (
    <Button
      appearance="transparent"
      size="small"
      className={styles.toggle}
      aria-expanded={open}
      icon={open ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
      onClick={() => setOpen(!open)}
    >
      <SafeText text={title} />
    </Button>
  );
  return (
    <>
      {aside === undefined ? (
        toggle
      ) : (
        <div className={styles.head}>
          {toggle}
          {aside}
        </div>
      )}
      {open && children}
    </>
  );
}
