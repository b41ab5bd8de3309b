import { Button, makeStyles } from "@fluentui/react-components";
import { ArrowReset20Regular, MailInbox20Regular } from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { call, troubleOf, type PracticeView } from "@/ipc";
import { Card } from "@/components/card";
import { StartAfresh } from "@/components/start-afresh";
import { TroubleBar } from "@/components/trouble";

const useStyles = makeStyles({
  card: { display: "flex", flexDirection: "column", gap: "12px" },
  text: { margin: 0 },
  actions: { display: "flex", gap: "8px", flexWrap: "wrap" },
});

/** The practice tenant: its outbox, and the way back to how it was at first. */
export function PracticeCard({ practice }: { practice: PracticeView }): JSX.Element {
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const outbox = useMutation({ mutationFn: () => call("open_outbox") });
  return (
    <Card title="Practice tenant">
      <div className={styles.card}>
        <p className={styles.text}>
          {practice.inside
            ? "It runs inside Usher and keeps what you do in it until you start it afresh."
            : "It is a server of its own, started outside Usher."}
        </p>
        {outbox.isError && <TroubleBar trouble={troubleOf(outbox.error)} />}
        <div className={styles.actions}>
          <Button icon={<MailInbox20Regular />} onClick={() => outbox.mutate()}>
            Open outbox
          </Button>
          {practice.inside && (
            <Button icon={<ArrowReset20Regular />} onClick={() => setAsking(true)}>
              Start afresh
            </Button>
          )}
        </div>
      </div>
      {asking && <StartAfresh onClose={() => setAsking(false)} />}
    </Card>
  );
}
