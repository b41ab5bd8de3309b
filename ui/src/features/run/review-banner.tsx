import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import type { JSX } from "react";
import { counted } from "@/features/invite/people";
import { useNavigation } from "@/navigation";
import { forgetPlan, usePlanning } from "./planning";

/** The way back to a plan that was not composed here: no page would lead to it again. */
export function ReviewBanner(): JSX.Element | null {
  const { route, navigate } = useNavigation();
  const planning = usePlanning();
  const { draft, origin } = planning ?? {};
  if (!draft || !origin || route.screen === "review") {
    return null;
  }
  const people = counted(draft.people.length, "person", "people");
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          {origin.from === "file" ? `The plan for ${people} is still open.` : `The retry for ${people} is still open.`}
        </MessageBarTitle>
        Nothing of it has been sent.
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => navigate({ screen: "review", draft, origin })}>
          Back to review
        </Button>
        <Button size="small" onClick={forgetPlan}>
          Discard plan
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
