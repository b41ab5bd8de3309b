import { Button, makeStyles, tokens } from "@fluentui/react-components";
import {
  ArrowReset20Regular,
  ArrowUndo16Regular,
  Beaker16Regular,
  MailInbox16Regular,
} from "@fluentui/react-icons";
import { useMemo, useState, type JSX } from "react";
import { call, troubleOf, type PracticeView } from "@/ipc";
import { InlineWait } from "@/components/inline-wait";
import { region } from "@/components/regions";
import { usePageCommands } from "@/components/commands";
import { StartAfresh } from "@/components/start-afresh";
import { TroubleBar } from "@/components/trouble";
import { useWork } from "@/components/use-work";
import { usher } from "@/theme";

const useStyles = makeStyles({
  strip: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    height: "32px",
    padding: "0 16px 0 24px",
    flexShrink: 0,
    backgroundColor: usher.practiceBackground,
    color: usher.practiceForeground,
    borderBottom: `1px solid ${usher.tintOutline}`,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: "nowrap",
    overflow: "hidden",
  },
  words: { overflow: "hidden", textOverflow: "ellipsis" },
  actions: { marginLeft: "auto", display: "flex", gap: "4px", flexShrink: 0 },
  action: {
    color: usher.practiceForeground,
    fontWeight: tokens.fontWeightSemibold,
    ":hover": { color: usher.practiceForeground, textDecorationLine: "underline" },
    ":hover:active": { color: usher.practiceForeground },
  },
});

/** The banner of the practice tenant, above everything. */
export function PracticeStrip({ practice }: { practice: PracticeView }): JSX.Element {
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const outbox = useWork({ mutationFn: () => call("open_outbox") });
  const { inside } = practice;
  usePageCommands(
    useMemo(
      () =>
        inside
          ? [
              {
                id: "start-afresh",
                label: "Start the practice tenant afresh",
                icon: <ArrowReset20Regular />,
                run: () => setAsking(true),
              },
            ]
          : [],
      [inside],
    ),
  );
  return (
    <>
      <aside className={styles.strip} aria-label="Practice tenant" {...region("strip")}>
        <Beaker16Regular />
        <span className={styles.words}>
          <b>Practice tenant.</b> Nothing here reaches Microsoft or a real person.
        </span>
        <span className={styles.actions}>
          {outbox.isPending && <InlineWait label="Opening the outbox" onLetGo={outbox.letGo} />}
          <Button
            appearance="transparent"
            size="small"
            className={styles.action}
            icon={<MailInbox16Regular />}
            onClick={() => outbox.mutate()}
          >
            Outbox
          </Button>
          {inside && (
            <Button
              appearance="transparent"
              size="small"
              className={styles.action}
              icon={<ArrowUndo16Regular />}
              onClick={() => setAsking(true)}
            >
              Start afresh
            </Button>
          )}
        </span>
      </aside>
      {outbox.isError && <TroubleBar trouble={troubleOf(outbox.error)} onRetry={() => outbox.mutate()} />}
      {asking && <StartAfresh onClose={() => setAsking(false)} />}
    </>
  );
}
