import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import { usher } from "@/theme";
import { SafeText } from "./safe-text";

const useStyles = makeStyles({
  tag: {
    padding: "0 6px",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${usher.pillOutline}`,
    backgroundColor: usher.tag,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: "18px",
    whiteSpace: "nowrap",
  },
});

/** A short word at the end of a line, such as what type of group it is. */
export function Tag({ text, className }: { text: string; className?: string }): JSX.Element {
  const styles = useStyles();
  return <SafeText ellipsis className={mergeClasses(styles.tag, className)} text={text} />;
}
