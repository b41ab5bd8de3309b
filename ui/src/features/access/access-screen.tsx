import type { JSX } from "react";
import type { Draft, UserId } from "@/ipc";
import { Page, PageBody, PageHeader } from "@/components/page";
import { EmptyState, Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { AccessFields } from "@/features/invite/access-fields";
import { ChosenPeople } from "@/features/invite/chosen-people";
import { ComposeBar } from "@/features/invite/compose-bar";
import { GoneNote } from "@/features/invite/gone-note";
import { useChosen } from "@/features/invite/use-chosen";
import { useComposer } from "@/features/invite/use-composer";
import { usePeople } from "@/features/invite/use-people";
import { useNavigate } from "@/navigation";
import { RoadSteps } from "@/features/run/road-steps";

interface AccessScreenProps {
  ids: readonly UserId[];
  /** Opens this picker at once. */
  add?: "group" | "application";
  /** Groups and applications that were chosen already. */
  draft?: Draft;
  /** People of a list, in the place of ids. */
  list?: Draft;
}

/** Groups and applications for people who are guests already. No mail is sent. */
export function AccessScreen({ ids, add, draft, list }: AccessScreenProps): JSX.Element {
  const navigate = useNavigate();
  const composer = useComposer("giveAccess");
  const people = usePeople("giveAccess");
  const chosen = useChosen("giveAccess", ids, { draft, list });
  const { composition } = composer;
  return (
    <Page>
      <PageHeader
        title="Give access"
        name="Give access"
        subtitle="No mail is sent."
        aside={<RoadSteps current="Compose" />}
      />
      <PageBody>
        {chosen.trouble && <TroubleBar trouble={chosen.trouble} onRetry={chosen.retry} />}
        <GoneNote gone={chosen.gone} />
        {chosen.loading ? (
          <Waiting label="Reading the guests" onCancel={() => navigate({ screen: "guests" })} />
        ) : composition.people.length === 0 ? (
          <EmptyState title="Nobody is left">Choose guests in Guests.</EmptyState>
        ) : (
          <>
            <ChosenPeople people={composition.people} actions={people} />
            <br />
            <AccessFields composer={composer} add={add} />
          </>
        )}
      </PageBody>
      <ComposeBar composer={composer} unit={["person", "people"]} />
    </Page>
  );
}
