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
});

/** A line that opens what stands below it, closed at first. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <>
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
      {open && children}
    </>
  );
}
