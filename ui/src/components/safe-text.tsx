import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import { textParts, visibleText } from "./visible-text";

const useStyles = makeStyles({
  ellipsis: {
    display: "block",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    minWidth: 0,
  },
  mark: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "11px",
    lineHeight: "14px",
    fontWeight: tokens.fontWeightRegular,
    padding: "0 3px",
    margin: "0 1px",
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    unicodeBidi: "isolate",
    direction: "ltr",
  },
});

interface SafeTextProps {
  text: string;
  /** Cuts what does not fit and offers the whole as a tooltip. */
  ellipsis?: boolean;
  className?: string | undefined;
}

/** Text from the directory: isolated from its surroundings, with invisible characters drawn as marks. */
export function SafeText({ text, ellipsis = false, className }: SafeTextProps): JSX.Element {
  const styles = useStyles();
  const parts = textParts(text);
  const plain = parts.every((part) => part.hiddenName === undefined);
  return (
    <bdi
      className={mergeClasses(ellipsis && styles.ellipsis, className)}
      title={ellipsis ? visibleText(text) : undefined}
    >
      {plain
        ? text
        : parts.map((part, index) =>
            part.hiddenName === undefined ? (
              part.text
            ) : (
              <span key={index} className={styles.mark} title={`Invisible: ${part.hiddenName}`}>
                {part.text}
              </span>
            ),
          )}
    </bdi>
  );
}
