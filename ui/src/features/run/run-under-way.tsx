import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { JSX, ReactNode } from "react";
import type { RunSummary } from "@/ipc";
import { commandQuery } from "@/queries/command-query";

/** A run that this process carries out. */
export const isUnderWayHere = (run: RunSummary): boolean =>
  run.state === "running" && run.elsewhere === undefined;

/** Says, in a question about something that cuts runs off, that one is under way and what becomes of it. */
export function RunUnderWay({ children }: { children: ReactNode }): JSX.Element | null {
  const runs = useQuery(commandQuery("runs"));
  return runs.data?.some(isUnderWayHere) ? (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>A run is under way.</MessageBarTitle>
        {children}
      </MessageBarBody>
    </MessageBar>
  ) : null;
}
