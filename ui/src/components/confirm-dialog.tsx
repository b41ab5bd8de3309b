import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { useEffect, useRef, type JSX, type ReactNode } from "react";
import type { Trouble } from "@/ipc";
import { TroubleBar } from "./trouble";

interface ConfirmDialogProps {
  title: string;
  /** What will be lost, and what will not. */
  children: ReactNode;
  /** The button that does it, such as "Delete". */
  confirm: string;
  busy: boolean;
  trouble: Trouble | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const { title, children, confirm, busy, trouble, onConfirm, onClose } = props;
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <Dialog open modalType="alert" onOpenChange={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {trouble && <TroubleBar trouble={trouble} />}
          </DialogContent>
          <DialogActions>
            <Button ref={cancel} onClick={onClose}>
              Cancel
            </Button>
            <Button appearance="primary" disabledFocusable={busy} onClick={onConfirm}>
              {confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
