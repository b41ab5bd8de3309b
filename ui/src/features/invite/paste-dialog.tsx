import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from "@fluentui/react-components";
import { useEffect, useRef, type JSX } from "react";
import { OpenDialog } from "@/components/open-dialog";

interface PasteDialogProps {
  onAdd: (text: string) => void;
  onClose: () => void;
}

/** A place for a whole list, in any form that people paste. */
export function PasteDialog({ onAdd, onClose }: PasteDialogProps): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  useEffect(() => field.current?.focus(), []);
  return (
    <OpenDialog
      onOpenChange={() => {
        // What was pasted goes by its own button only, not by a click beside the dialog.
        if (field.current?.value.trim() === "") {
          onClose();
        }
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Paste list</DialogTitle>
          <DialogContent>
            <Field
              label="Addresses"
              hint="Parted by commas, semicolons, spaces or new lines, bare or as Name <address>."
            >
              <Textarea rows={10} resize="vertical" textarea={{ ref: field, spellCheck: false }} />
            </Field>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button appearance="primary" onClick={() => onAdd(field.current?.value ?? "")}>
              Add to list
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
