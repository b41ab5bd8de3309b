import { MessageBar, MessageBarActions, MessageBarBody, Button, makeStyles, tokens } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons";
import { useEffect, useState, type JSX, type ReactNode } from "react";
import type { SessionView } from "@/ipc";
import { region, useRegions } from "@/components/regions";
import { TroubleBar } from "@/components/trouble";
import { useSyncStatus } from "@/features/guests/sync-note";
import { InterruptedBanner } from "@/features/activity/interrupted-banner";
import { DropArea } from "@/features/import/drop-area";
import { ReviewBanner } from "@/features/run/review-banner";
import { SignOutQuestion } from "@/features/run/sign-out";
import { RunNotices } from "@/features/activity/run-notices";
import { usher } from "@/theme";
import { Header } from "./header";
import { Palette } from "./palette";
import { PracticeStrip } from "./practice-strip";
import { Rail } from "./rail";

const useStyles = makeStyles({
  shell: {
    display: "flex",
    flexDirection: "column",
    height: "100%",
    backgroundColor: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground1,
  },
  below: { display: "flex", flex: "1 1 0", minHeight: 0 },
  panel: {
    flex: "1 1 0",
    minWidth: 0,
    minHeight: 0,
    display: "flex",
    flexDirection: "column",
    overflow: "hidden",
    borderTopLeftRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${usher.panelOutline}`,
    borderRight: "none",
    borderBottom: "none",
    "--side": "20px",
    "@media (max-width: 1023px)": { "--side": "16px" },
  },
  page: { flex: "1 1 0", minHeight: 0 },
});

interface AppShellProps {
  session: SessionView;
  children: ReactNode;
}

/** Strip, header, rail and the panel that holds the page. */
export function AppShell({ session, children }: AppShellProps): JSX.Element {
  const styles = useStyles();
  const [palette, setPalette] = useState(false);
  const sync = useSyncStatus();
  const [noteSeen, setNoteSeen] = useState(false);
  useRegions();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setPalette((open) => open || !document.querySelector('[aria-modal="true"]'));
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className={styles.shell}>
      {session.practice && <PracticeStrip practice={session.practice} />}
      <Header session={session} onSearch={() => setPalette(true)} />
      <div className={styles.below}>
        <Rail />
        <main className={styles.panel} {...region("panel")}>
          {session.note !== null && !noteSeen && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{session.note}</MessageBarBody>
              <MessageBarActions
                containerAction={
                  <Button
                    appearance="transparent"
                    aria-label="Dismiss"
                    icon={<Dismiss16Regular />}
                    onClick={() => setNoteSeen(true)}
                  />
                }
              />
            </MessageBar>
          )}
          {sync?.trouble?.code === "signInRequired" && <TroubleBar trouble={sync.trouble} intent="warning" />}
          <InterruptedBanner />
          <ReviewBanner />
          <RunNotices />
          <div className={styles.page}>{children}</div>
        </main>
      </div>
      <DropArea />
      <SignOutQuestion />
      {palette && <Palette practice={session.practice} onClose={() => setPalette(false)} />}
    </div>
  );
}
