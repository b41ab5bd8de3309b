import { useCallback } from "react";
import { troubleOf } from "@/ipc";
import { useNotify, type Notice } from "./toasts";
import { visibleText } from "./visible-text";

/** What failed, for where no page tells it. */
export function failureNotice(thrown: unknown): Notice {
  const { summary, remedy } = troubleOf(thrown).explanation;
  return { intent: "error", title: visibleText(summary), body: visibleText(remedy) };
}

/** Does what a click asks for. Where that fails and no page would tell, a notice does. */
export function useAct(): (work: () => Promise<unknown>) => void {
  const notify = useNotify();
  return useCallback(
    (work) => {
      work().catch((thrown: unknown) => notify(failureNotice(thrown)));
    },
    [notify],
  );
}
