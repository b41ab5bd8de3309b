import { Button, Field, ProgressBar, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowLeft20Regular } from "@fluentui/react-icons";
import { useEffect, type JSX } from "react";
import type { Draft, PlanProgress } from "@/ipc";
import { number } from "@/components/numbers";
import { ActionBar, Page, PageBody, PageHeader } from "@/components/page";
import { EmptyState, useAfter } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNavigation, type Route } from "@/navigation";
import { PlanReview } from "./plan-review";
import { cancelPlanning, planAgain, startPlanning, usePlanning, type Origin } from "./planning";
import { RoadSteps } from "./road-steps";

const useStyles = makeStyles({
  checking: {
    display: "flex",
    flexDirection: "column",
    gap: "16px",
    maxWidth: "440px",
    margin: "96px auto 0",
    padding: "0 20px",
  },
  still: { color: tokens.colorNeutralForeground3, margin: 0 },
  cancel: { alignSelf: "flex-start" },
});

interface ReviewScreenProps {
  draft: Draft;
  origin?: Origin | undefined;
  from?: Route | undefined;
}

/** What would happen to each address, and why. Nothing has been sent. */
export function ReviewScreen({ draft, origin, from }: ReviewScreenProps): JSX.Element {
  const { navigate, back: goBack } = useNavigation();
  const planning = usePlanning();
  useEffect(() => {
    startPlanning(draft, origin?.from === "file" ? new Set(origin.opened.leftOut) : undefined, origin);
  }, [draft, origin]);
  // What was not composed has no page on which it could be composed further.
  const leave = from ? () => navigate(from) : goBack;

  const back = (
    <Button
      appearance="subtle"
      icon={<ArrowLeft20Regular />}
      onClick={leave}
    >
      Back
    </Button>
  );
  if (planning?.phase.at === "made") {
    return <PlanReview planning={planning} plan={planning.phase.plan} back={back} />;
  }
  return (
    <Page>
      <PageHeader
        title="Review"
        name="Review"
        subtitle="Nothing has been sent."
        aside={<RoadSteps current="Review" />}
      />
      <PageBody>
        {planning?.phase.at === "checking" && <Checking progress={planning.phase.progress} />}
        {planning?.phase.at === "failed" && (
          <TroubleBar trouble={planning.phase.trouble} onRetry={planAgain} retryLabel="Check again" />
        )}
        {planning?.phase.at === "cancelled" && (
          <EmptyState
            title="The check was cancelled"
            actions={<Button onClick={planAgain}>Check again</Button>}
          >
            {origin ? "Nothing was sent." : "Nothing was sent, and what you composed is still there."}
          </EmptyState>
        )}
      </PageBody>
      <ActionBar>{back}</ActionBar>
    </Page>
  );
}

function Checking({ progress }: { progress: PlanProgress }): JSX.Element | null {
  const styles = useStyles();
  const shown = useAfter(500);
  const long = useAfter(3000);
  if (!shown) {
    return null;
  }
  const share = progress.total > 0 ? progress.checked / progress.total : undefined;
  return (
    <div className={styles.checking}>
      <Field
        label="Checking the addresses"
        hint={`${number(progress.checked)} of ${number(progress.total)} checked`}
      >
        <ProgressBar value={share} />
      </Field>
      <p className={styles.still}>Nothing is sent before you say so.</p>
      {long && (
        <Button className={styles.cancel} onClick={() => void cancelPlanning()}>
          Cancel
        </Button>
      )}
    </div>
  );
}
