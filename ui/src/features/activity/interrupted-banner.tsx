import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { call, troubleOf } from "@/ipc";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";
import { useNavigation } from "@/navigation";
import { commandQuery } from "@/queries/command-query";

/** Offers to resume a run that was cut off. Nothing is sent twice: the directory is asked first. */
export function InterruptedBanner(): JSX.Element | null {
  const { route, navigate } = useNavigation();
  const runs = useQuery(commandQuery("runs"));
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const resume = useMutation({
    mutationFn: (id: string) => call("resume_run", { id }),
    onSuccess: (_, id) => navigate({ screen: "run", id }),
  });
  const cutOff = (runs.data ?? []).filter((run) => run.state === "interrupted");
  const run = cutOff.find((one) => !later.has(one.id));
  if (!run || (route.screen === "run" && route.id === run.id)) {
    return null;
  }
  return (
    <>
      {resume.isError && (
        <TroubleBar trouble={troubleOf(resume.error)} onRetry={() => resume.mutate(run.id)} />
      )}
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            <SafeText text={run.title} /> was interrupted.
          </MessageBarTitle>
          {number(run.totals.done)} of {number(run.totals.people)} people are done.
          Resume asks the directory what became of the rest before anything is sent again.
        </MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              aria-label="Later"
              icon={<Dismiss16Regular />}
              onClick={() => {
                resume.reset();
                setLater(new Set([...later, run.id]));
              }}
            />
          }
        >
          <Button size="small" disabledFocusable={resume.isPending} onClick={() => resume.mutate(run.id)}>
            Resume
          </Button>
          <Button size="small" onClick={() => navigate({ screen: "run", id: run.id })}>
            Show
          </Button>
        </MessageBarActions>
      </MessageBar>
    </>
  );
}
