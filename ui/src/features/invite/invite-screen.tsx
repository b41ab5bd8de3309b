import { Button } from "@fluentui/react-components";
import { ArrowReset20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, type JSX } from "react";
import type { Draft, Explanation } from "@/ipc";
import { usePageCommands } from "@/components/commands";
import { Page, PageHeader } from "@/components/page";
import { useNotify } from "@/components/toasts";
import { ExplanationBar, TroubleBar } from "@/components/trouble";
import { commandQuery } from "@/queries/command-query";
import { OpenPlanButton } from "@/features/run/open-plan";
import { RoadSteps } from "@/features/run/road-steps";
import { AccessFields } from "./access-fields";
import { ComposeBar } from "./compose-bar";
import { ComposeLayout } from "./compose-layout";
import { compose, isBegun, withDraft } from "./compose-store";
import { MailPreviewPane } from "./mail-preview";
import { MessageFields } from "./message-fields";
import { PeopleField } from "./people-field";
import { useComposer } from "./use-composer";
import { usePeople } from "./use-people";

/** One page from addresses to review: people, message, access, and the mail as it will be. */
export function InviteScreen({ draft }: { draft?: Draft }): JSX.Element {
  const composer = useComposer("invite");
  const people = usePeople("invite");
  const notify = useNotify();
  const { composition, change } = composer;
  useEffect(() => {
    if (draft) {
      compose("invite", (before) => withDraft(before, draft));
    }
  }, [draft]);

  const startOver = (): void => {
    const before = composition;
    composer.startOver();
    notify({
      intent: "info",
      title: "The invitation was cleared",
      action: { label: "Undo", run: () => compose("invite", () => before) },
    });
  };
  const begun = isBegun(composition);
  usePageCommands(
    useMemo(
      () => [
        {
          id: "start-over",
          label: "Start over",
          icon: <ArrowReset20Regular />,
          run: startOver,
          reason: begun ? undefined : "Nothing has been entered.",
        },
      ],
      // The newest one is run: see usePageCommands.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      [begun, composition],
    ),
  );

  return (
    <Page>
      <PageHeader title="Invite guests" name="Invite guests" aside={<RoadSteps current="Compose" />} />
      <ComposeLayout preview={<MailPreviewPane composer={composer} />}>
        <InviteRight />
        {composer.trouble && <TroubleBar trouble={composer.trouble} onRetry={composer.retry} />}
        <PeopleField
          people={composition.people}
          typed={composition.typed}
          onTyped={(typed) => change({ typed })}
          actions={people}
        />
        <MessageFields composer={composer} />
        <AccessFields composer={composer} />
      </ComposeLayout>
      <ComposeBar
        composer={composer}
        unit={["person", "people"]}
        beforeReview={people.takeTyped}
        reading={people.reading}
        extra={
          begun ? (
            <Button appearance="subtle" icon={<ArrowReset20Regular />} onClick={startOver}>
              Start over
            </Button>
          ) : (
            <OpenPlanButton appearance="subtle" />
          )
        }
      />
    </Page>
  );
}

/** Says beforehand when the signed-in person may not invite; access to existing guests may go on. */
function InviteRight(): JSX.Element | null {
  const rights = useQuery(commandQuery("rights"));
  if (rights.data?.trouble?.consent) {
    return <TroubleBar trouble={rights.data.trouble} onRetry={() => void rights.refetch()} />;
  }
  const invite = rights.data?.rights?.invite;
  if (invite?.may !== "no") {
    return null;
  }
  const explanation: Explanation = {
    ...invite.explanation,
    remedy: `${invite.explanation.remedy} People who are guests already can still be given access here.`.trim(),
  };
  return <ExplanationBar explanation={explanation} />;
}
