import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, type JSX, type ReactNode } from "react";
import type { Trouble } from "@/ipc";
import { InlineWait } from "./inline-wait";
import { OpenDialog } from "./open-dialog";
import { TroubleBar } from "./trouble";

const useStyles = makeStyles({ busy: { minHeight: "32px", paddingTop: "8px" } });

interface ConfirmDialogProps {
  title: string;
  /** What will be lost, and what will not. */
  children: ReactNode;
  /** The button that does it, such as "Delete". */
  confirm: string;
  /** The button that leaves all as it is. */
  keep?: string;
  /** It is being done: from now on closing leaves nothing as it was, and the button says so. */
  busy?: boolean;
  trouble?: Trouble | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done that cannot be taken back, or that cuts something off. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const { title, children, confirm, keep = "Cancel", busy = false, trouble, onConfirm, onClose } = props;
  const styles = useStyles();
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <OpenDialog modalType="alert" onOpenChange={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {trouble && <TroubleBar trouble={trouble} />}
            {busy && (
              <div className={styles.busy}>
                <InlineWait label="One moment" />
              </div>
            )}
          </DialogContent>
          <DialogActions>
            <Button ref={cancel} onClick={onClose}>
              {busy ? "Close" : keep}
            </Button>
            <Button appearance="primary" disabledFocusable={busy} onClick={onConfirm}>
              {confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
