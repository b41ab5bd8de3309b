import type { JSX } from "react";
import { call, troubleOf } from "@/ipc";
import { RunUnderWay } from "@/features/run/run-under-way";
import { ConfirmDialog } from "./confirm-dialog";
import { useWork } from "./use-work";

/** Asks before the practice tenant is put back to its seed. */
export function StartAfresh({ onClose }: { onClose: () => void }): JSX.Element {
  const start = useWork({
    mutationFn: () => call("start_practice_afresh"),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title="Start the practice tenant afresh?"
      confirm="Start afresh"
      busy={start.isPending}
      trouble={start.isError ? troubleOf(start.error) : undefined}
      onConfirm={() => start.mutate()}
      onClose={onClose}
    >
      <RunUnderWay>It is cut off in the middle, and cannot be resumed.</RunUnderWay>
      Its guests, groups, applications and mails become what they were at first, your practice runs
      go, and you sign in to it again. Nothing of a real tenant is touched.
    </ConfirmDialog>
  );
}
