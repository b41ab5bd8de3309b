import { Save20Regular } from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useMemo, type JSX } from "react";
import { call, troubleOf, type Plan } from "@/ipc";
import { usePageCommands } from "@/components/commands";
import { ReasonButton } from "@/components/reason-button";
import { TroubleDialog } from "@/components/trouble";
import { useSavedNotice } from "@/components/use-saved-notice";

/** Saves the plan under review, to be looked at by somebody else or run later. */
export function SavePlanButton({ plan, leftOut }: { plan: Plan; leftOut: ReadonlySet<number> }): JSX.Element {
  const saved = useSavedNotice();
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () => call("save_plan", { planId: plan.id, leftOut: [...leftOut] }),
    onSuccess: saved,
  });
  usePageCommands(
    useMemo(
      () => [{ id: "save-plan", label: "Save plan", icon: <Save20Regular />, run: () => mutate() }],
      [mutate],
    ),
  );
  return (
    <>
      <ReasonButton
        icon={<Save20Regular />}
        reason={isPending ? "The plan is being saved." : undefined}
        onClick={() => mutate()}
      >
        Save plan
      </ReasonButton>
      {error && <TroubleDialog trouble={troubleOf(error)} onClose={reset} />}
    </>
  );
}
