import { Button } from "@fluentui/react-components";
import {
  ArrowRepeatAll20Regular,
  MailInbox20Regular,
  People20Regular,
  PersonAdd20Regular,
  Save20Regular,
} from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { call, troubleOf, type RunSummary } from "@/ipc";
import { usePageCommands } from "@/components/commands";
import { ReasonButton } from "@/components/reason-button";
import { TroubleDialog } from "@/components/trouble";
import { useAct } from "@/components/use-act";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { startPlanning, type Origin } from "./planning";
import { SaveResultsDialog } from "./save-results-dialog";

/** What comes after a run: what failed goes to a review again, the results to a file. */
export function ReceiptActions({ summary, className }: { summary: RunSummary; className: string }): JSX.Element {
  const { id, totals } = summary;
  const navigate = useNavigate();
  const act = useAct();
  const [saving, setSaving] = useState(false);
  const session = useQuery(commandQuery("session_state"));
  const practice = session.data?.state === "signedIn" && session.data.session.practice !== null;
  const failed = totals.failed + totals.skipped > 0;
  const { mutate: retry, reset, isPending, error } = useMutation({
    mutationFn: () => call("retry_draft", { id }),
    onSuccess: (draft) => {
      const origin: Origin = { from: "run" };
      startPlanning(draft, new Set(), origin);
      navigate({ screen: "review", draft, origin });
    },
  });
  usePageCommands(
    useMemo(
      () => [
        ...(failed
          ? [{ id: "retry", label: "Retry what failed", icon: <ArrowRepeatAll20Regular />, run: () => retry() }]
          : []),
        { id: "save-results", label: "Save results", icon: <Save20Regular />, run: () => setSaving(true) },
      ],
      [failed, retry],
    ),
  );
  return (
    <div className={className} role="group" aria-label="Next">
      {failed && (
        <ReasonButton
          appearance="primary"
          icon={<ArrowRepeatAll20Regular />}
          reason={isPending ? "What failed is being gathered." : undefined}
          onClick={() => retry()}
        >
          Retry what failed
        </ReasonButton>
      )}
      <Button
        appearance={failed ? "secondary" : "primary"}
        icon={<People20Regular />}
        onClick={() => navigate({ screen: "guests" })}
      >
        Go to guests
      </Button>
      <Button icon={<PersonAdd20Regular />} onClick={() => navigate({ screen: "invite" })}>
        Invite more guests
      </Button>
      <Button icon={<Save20Regular />} onClick={() => setSaving(true)}>
        Save results
      </Button>
      {practice && (
        <Button icon={<MailInbox20Regular />} onClick={() => act(() => call("open_outbox"))}>
          Open outbox
        </Button>
      )}
      {saving && <SaveResultsDialog id={id} hasLinks={totals.invited > 0} onClose={() => setSaving(false)} />}
      {error && <TroubleDialog trouble={troubleOf(error)} effect="Nothing was sent." onClose={reset} />}
    </div>
  );
}
