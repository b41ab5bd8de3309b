import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";

const useStyles = makeStyles({
  line: { minWidth: 0 },
  dim: { color: tokens.colorNeutralForeground3 },
  word: { whiteSpace: "nowrap" },
});

/** Facts in one line, parted by dots; a line that breaks begins with a fact. */
export function Dotted({ strong, words }: { strong: string; words: readonly string[] }): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.line}>
      <b className={styles.word}>{strong}</b>
      {words.map((word) => (
        <span key={word} className={styles.dim}>
          {" · "}
          <span className={styles.word}>{word}</span>
        </span>
      ))}
    </span>
  );
}
