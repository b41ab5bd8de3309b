import { Button } from "@fluentui/react-components";
import { useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { JSX } from "react";
import type { CommandName } from "@/ipc";
import { EmptyState, Waiting } from "./states";

interface FirstReadProps {
  /** What is being read, such as "Reading the groups". */
  label: string;
  /** The command that reads it. */
  command: CommandName;
  /** The read, which has no answer yet. */
  query: UseQueryResult;
}

/** Progress of a first read of the directory; it can be called off, and taken up again. */
export function FirstRead({ label, command, query }: FirstReadProps): JSX.Element {
  const client = useQueryClient();
  return query.fetchStatus === "idle" ? (
    <EmptyState
      title="The reading was cancelled"
      actions={<Button onClick={() => void query.refetch()}>Try again</Button>}
    />
  ) : (
    <Waiting label={label} onCancel={() => void client.cancelQueries({ queryKey: [command] })} />
  );
}
