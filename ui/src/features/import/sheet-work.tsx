import { Field, ProgressBar, makeStyles } from "@fluentui/react-components";
import type { JSX } from "react";
import { useAfter } from "@/components/states";

const useStyles = makeStyles({
  work: { margin: "auto", width: "min(360px, 100%)" },
});

/** How far the reading is, for what takes longer than half a second. Cancel stands below. */
export function SheetWork({ words, share }: { words: string; share: number | undefined }): JSX.Element | null {
  const styles = useStyles();
  if (!useAfter(500)) {
    return null;
  }
  return (
    <Field className={styles.work} validationMessage={words} validationState="none">
      <ProgressBar aria-label={words} thickness="large" {...(share === undefined ? {} : { value: share })} />
    </Field>
  );
}
