import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useRef, type JSX, type ReactNode } from "react";

const useStyles = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outline: "none",
  },
});

/** The heading of a step. It takes the focus: the button that led here is gone. */
export function StepTitle({ children, level = "h1" }: { children: ReactNode; level?: "h1" | "h3" }): JSX.Element {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const Heading = level;
  return (
    <Heading ref={heading} tabIndex={-1} className={styles.title}>
      {children}
    </Heading>
  );
}
