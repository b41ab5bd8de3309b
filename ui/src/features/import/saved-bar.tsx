import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { call, troubleOf, type ExportedFile } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal", overflowWrap: "anywhere" },
});

/** Says within a dialog that a file was saved, and where. */
export function SavedBar({ file }: { file: ExportedFile }): JSX.Element {
  const styles = useStyles();
  const show = useMutation({ mutationFn: () => call("show_exported_file", { id: file.id }) });
  return (
    <>
      <MessageBar intent="success" layout="multiline" className={styles.bar}>
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>
            <SafeText text={`Saved ${file.name}`} />
          </MessageBarTitle>
          <SafeText text={`In ${file.folder}. Add the people who are ready, mend these rows in a spreadsheet, then use that file.`} />
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => show.mutate()}>
            Show in folder
          </Button>
        </MessageBarActions>
      </MessageBar>
      {show.isError && <TroubleBar trouble={troubleOf(show.error)} />}
    </>
  );
}
