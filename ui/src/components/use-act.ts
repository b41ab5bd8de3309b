import { useCallback } from "react";
import { troubleOf } from "@/ipc";
import { useNotify } from "./toasts";
import { visibleText } from "./visible-text";

/** Does what a click asks for. Where that fails and no page would tell, a notice does. */
export function useAct(): (work: () => Promise<unknown>) => void {
  const notify = useNotify();
  return useCallback(
    (work) => {
      work().catch((thrown: unknown) => {
        const { summary, remedy } = troubleOf(thrown).explanation;
        notify({ intent: "error", title: visibleText(summary), body: visibleText(remedy) });
      });
    },
    [notify],
  );
}
