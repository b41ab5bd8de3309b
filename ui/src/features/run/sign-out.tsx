import { useEffect, useSyncExternalStore, type JSX } from "react";
import { call, troubleOf } from "@/ipc";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { useWork } from "@/components/use-work";
import { isUnderWayHere } from "./run-under-way";

let asking = false;
const listeners = new Set<() => void>();

function ask(next: boolean): void {
  asking = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Signs out, from wherever that is asked for. A run under way is cut off by it, so that asks first. */
export async function signOut(): Promise<void> {
  // What cannot be read is no reason to keep somebody signed in.
  const runs = await call("runs").catch(() => []);
  if (runs.some(isUnderWayHere)) {
    ask(true);
  } else {
    await call("sign_out");
  }
}

/** The question that {@link signOut} asks. */
export function SignOutQuestion(): JSX.Element | null {
  const asked = useSyncExternalStore(subscribe, () => asking);
  useEffect(() => () => ask(false), []);
  const leave = useWork({ mutationFn: () => call("sign_out"), onSuccess: () => ask(false) });
  return asked ? (
    <ConfirmDialog
      title="A run is under way. Sign out?"
      confirm="Sign out"
      busy={leave.isPending}
      trouble={leave.isError ? troubleOf(leave.error) : undefined}
      onConfirm={() => leave.mutate()}
      onClose={() => {
        leave.letGo();
        ask(false);
      }}
    >
      What is on its way is awaited; the rest is offered to resume once you have signed in again.
    </ConfirmDialog>
  ) : null;
}
