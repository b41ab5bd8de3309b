import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { RunSummary } from "@/ipc";
import { useNotify } from "@/components/toasts";
import { visibleText } from "@/components/visible-text";
import { useNavigation } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { needsAttention, resultWords } from "./run-words";

/** Tells of a run that ended, or waits for the person, while another screen is shown. */
export function RunNotices(): null {
  const { route, navigate } = useNavigation();
  const notify = useNotify();
  const { data } = useQuery(commandQuery("runs"));
  const running = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!data) {
      return;
    }
    for (const run of data) {
      const shown = route.screen === "run" && route.id === run.id;
      if (running.current.has(run.id) && run.state !== "running" && !shown) {
        const open = (): void => navigate({ screen: "run", id: run.id });
        notify({
          intent: needsAttention(run) ? "warning" : "success",
          title: visibleText(run.title),
          body: bodyOf(run),
          action: { label: run.ended === null ? "Open run" : "Open receipt", run: open },
        });
      }
    }
    running.current = new Set(data.filter((run) => run.state === "running").map((run) => run.id));
  }, [data, route, navigate, notify]);
  return null;
}

const bodyOf = (run: RunSummary): string =>
  run.state === "paused"
    ? `Paused. ${run.pausedBecause?.summary ?? resultWords(run)}`
    : resultWords(run);
