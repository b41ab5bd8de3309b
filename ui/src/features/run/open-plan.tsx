import { Button } from "@fluentui/react-components";
import { FolderOpen20Regular } from "@fluentui/react-icons";
import { createContext, useCallback, useContext, useMemo, useRef, useState, type JSX, type ReactNode } from "react";
import { call, troubleOf, type Trouble } from "@/ipc";
import { TroubleDialog } from "@/components/trouble";
import { useNavigate } from "@/navigation";
import { startPlanning, type Origin } from "./planning";

interface PlanOpener {
  /** Asks for a plan file and opens it. */
  choose: () => void;
  /** Opens a file that was dropped. */
  open: (file: File) => void;
}

const OpenerContext = createContext<PlanOpener>({ choose: () => undefined, open: () => undefined });

/** The way to plans that were saved to a file. */
export const usePlanOpener = (): PlanOpener => useContext(OpenerContext);

/** Lends {@link usePlanOpener} to all below, and tells why a file was not opened. */
export function PlanOpenerArea({ children }: { children: ReactNode }): JSX.Element {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<Trouble>();
  const open = useCallback(
    async (file: File): Promise<void> => {
      try {
        const opened = await call("open_plan", { text: await file.text() });
        const origin: Origin = { from: "file", opened };
        startPlanning(opened.draft, new Set(opened.leftOut), origin);
        navigate({ screen: "review", draft: opened.draft, origin });
      } catch (thrown) {
        setTrouble(troubleOf(thrown));
      }
    },
    [navigate],
  );
  const opener = useMemo<PlanOpener>(
    () => ({ choose: () => input.current?.click(), open: (file) => void open(file) }),
    [open],
  );
  return (
    <OpenerContext.Provider value={opener}>
      {children}
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="Plan file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again, once it was mended.
          event.target.value = "";
          if (file) {
            opener.open(file);
          }
        }}
      />
      {trouble && <TroubleDialog trouble={trouble} effect="Nothing was sent." onClose={() => setTrouble(undefined)} />}
    </OpenerContext.Provider>
  );
}

/** Opens a plan that was saved to a file. */
export function OpenPlanButton({ appearance }: { appearance?: "subtle" }): JSX.Element {
  const { choose } = usePlanOpener();
  return (
    <Button {...(appearance ? { appearance } : {})} icon={<FolderOpen20Regular />} onClick={choose}>
      Open plan
    </Button>
  );
}
