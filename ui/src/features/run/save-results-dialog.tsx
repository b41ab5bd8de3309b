import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  makeStyles,
} from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { call, troubleOf, type ResultsFormat } from "@/ipc";
import { OpenDialog } from "@/components/open-dialog";
import { ReasonButton } from "@/components/reason-button";
import { TroubleBar } from "@/components/trouble";
import { useSavedNotice } from "@/components/use-saved-notice";

const useStyles = makeStyles({
  surface: { maxWidth: "480px", width: "calc(100% - 48px)" },
  content: { display: "flex", flexDirection: "column", gap: "8px" },
});

/** Saves what a run came to; redeem links only on purpose. */
export function SaveResultsDialog({
  id,
  hasLinks,
  onClose,
}: {
  id: string;
  /** The run invited somebody. */
  hasLinks: boolean;
  onClose: () => void;
}): JSX.Element {
  const styles = useStyles();
  const [format, setFormat] = useState<ResultsFormat>("csv");
  const [withLinks, setWithLinks] = useState(false);
  const saved = useSavedNotice();
  const save = useMutation({
    mutationFn: () => call("save_run_results", { id, format, withLinks }),
    onSuccess: (file) => {
      saved(file);
      onClose();
    },
  });
  return (
    <OpenDialog onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>Save results</DialogTitle>
          <DialogContent className={styles.content}>
            <Field label="Format">
              <RadioGroup value={format} onChange={(_, data) => setFormat(data.value as ResultsFormat)}>
                <Radio value="csv" label="CSV, for a spreadsheet" />
                <Radio value="json" label="JSON, for a program" />
              </RadioGroup>
            </Field>
            {hasLinks && (
              <Checkbox
                checked={withLinks}
                label="Include redeem links"
                onChange={(_, data) => setWithLinks(data.checked === true)}
              />
            )}
            {withLinks && (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>
                  Whoever has the link can accept the invitation. Keep the file to yourself.
                </MessageBarBody>
              </MessageBar>
            )}
            {save.isError && <TroubleBar trouble={troubleOf(save.error)} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <ReasonButton
              appearance="primary"
              reason={save.isPending ? "The results are being saved." : undefined}
              onClick={() => save.mutate()}
            >
              Save
            </ReasonButton>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
