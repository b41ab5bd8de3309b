import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { useEffect, useRef, useState, type JSX } from "react";
import { call, onClosing } from "@/ipc";

/** Asks before the window closes while a run is under way. */
export function CloseQuestion(): JSX.Element | null {
  const [asked, setAsked] = useState(false);
  useEffect(
    () =>
      onClosing(() => {
        setAsked(true);
        // The shell waits only so long for a page: one that hangs does not keep the window open.
        call("close_is_asked").catch(() => undefined);
      }),
    [],
  );
  return asked ? <Question onKeep={() => setAsked(false)} /> : null;
}

function Question({ onKeep }: { onKeep: () => void }): JSX.Element {
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Dialog open modalType="alert" onOpenChange={onKeep}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>A run is under way. Close Usher?</DialogTitle>
          <DialogContent>
            What is on its way is awaited; the rest is offered to resume at the next start.
          </DialogContent>
          <DialogActions>
            <Button ref={keep} onClick={onKeep}>
              Keep open
            </Button>
            <Button appearance="primary" onClick={() => void call("close_window")}>
              Pause and close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
