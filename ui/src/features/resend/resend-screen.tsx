import type { JSX } from "react";
import type { Draft, UserId } from "@/ipc";
import { Page, PageHeader } from "@/components/page";
import { EmptyState, Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { ChosenPeople } from "@/features/invite/chosen-people";
import { ComposeBar } from "@/features/invite/compose-bar";
import { ComposeLayout } from "@/features/invite/compose-layout";
import { MailPreviewPane } from "@/features/invite/mail-preview";
import { MessageFields } from "@/features/invite/message-fields";
import { GoneNote } from "@/features/invite/gone-note";
import { useChosen } from "@/features/invite/use-chosen";
import { useComposer } from "@/features/invite/use-composer";
import { usePeople } from "@/features/invite/use-people";
import { useNavigate } from "@/navigation";
import { RoadSteps } from "@/features/run/road-steps";
import { ResendMeaning } from "./resend-meaning";

/** What a resent invitation says. It was composed once already, where Usher knows how. */
export function ResendScreen({ ids, list }: { ids: readonly UserId[]; list?: Draft }): JSX.Element {
  const navigate = useNavigate();
  const composer = useComposer("resend");
  const people = usePeople("resend");
  const chosen = useChosen("resend", ids, { list });
  const { composition } = composer;
  return (
    <Page>
      <PageHeader
        title="Resend invitation"
        name="Resend invitation"
        aside={<RoadSteps current="Compose" />}
      />
      <ComposeLayout preview={<MailPreviewPane composer={composer} />}>
        <ResendMeaning />
        {chosen.trouble && <TroubleBar trouble={chosen.trouble} onRetry={chosen.retry} />}
        <GoneNote gone={chosen.gone} />
        {chosen.loading ? (
          <Waiting label="Reading the guests" onCancel={() => navigate({ screen: "guests" })} />
        ) : composition.people.length === 0 ? (
          <EmptyState title="Nobody is left to mail">Choose guests who are pending in Guests.</EmptyState>
        ) : (
          <>
            <ChosenPeople people={composition.people} actions={people} />
            <MessageFields composer={composer} />
          </>
        )}
      </ComposeLayout>
      <ComposeBar composer={composer} unit={["invitation", "invitations"]} />
    </Page>
  );
}
