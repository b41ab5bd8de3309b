import { Button } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { call } from "@/ipc";
import { CodeDialog } from "./code-dialog";

/** The way back in for an account whose sign-in has ended: what is open stays open. */
export function SignInAgain({ onDone }: { onDone?: (() => void) | undefined }): JSX.Element {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const done = (): void => {
    setOpen(false);
    // Whatever was asked for meanwhile has failed.
    void client.invalidateQueries();
    void call("refresh_guests").catch(() => undefined);
    onDone?.();
  };
  return (
    <>
      <Button size="small" appearance="primary" onClick={() => setOpen(true)}>
        Sign in again
      </Button>
      {open && (
        <CodeDialog
          title="Sign in again"
          lead="You will get a new code. On the page, sign in with the same account. Nothing that you have begun here is lost."
          target={{ to: "again" }}
          onDone={done}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
