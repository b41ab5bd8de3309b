import { useEffect, useState, type JSX } from "react";
import { call, onClosing } from "@/ipc";
import { ConfirmDialog } from "@/components/confirm-dialog";

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
  return asked ? (
    <ConfirmDialog
      title="A run is under way. Close Usher?"
      confirm="Pause and close"
      keep="Keep open"
      onConfirm={() => void call("close_window")}
      onClose={() => setAsked(false)}
    >
      What is on its way is awaited; the rest is offered to resume at the next start.
    </ConfirmDialog>
  ) : null;
}
