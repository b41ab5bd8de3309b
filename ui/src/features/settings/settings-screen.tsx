import { makeStyles } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { troubleOf } from "@/ipc";
import { Page, PageBody, PageHeader } from "@/components/page";
import { FirstRead } from "@/components/first-read";
import { TroubleBar } from "@/components/trouble";
import { commandQuery } from "@/queries/command-query";
import { AccountCard } from "./account-card";
import { AppearanceCard } from "./appearance-card";
import { DataCard } from "./data-card";
import { DefaultsCard } from "./defaults-card";
import { PracticeCard } from "./practice-card";

const useStyles = makeStyles({
  cards: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
    gap: "12px",
    alignItems: "start",
    maxWidth: "1120px",
    "@media (max-width: 859px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  column: { display: "flex", flexDirection: "column", gap: "12px", minWidth: 0 },
});

/** Account, defaults, appearance, and what is kept on this computer. */
export function SettingsScreen(): JSX.Element {
  const styles = useStyles();
  const settings = useQuery(commandQuery("settings"));
  const session = useQuery(commandQuery("session_state"));
  const view = session.data?.state === "signedIn" ? session.data.session : undefined;
  return (
    <Page>
      <PageHeader
        title="Settings"
        name="Settings"
        subtitle={settings.data ? `Usher ${settings.data.version}` : undefined}
      />
      <PageBody>
        {settings.isError ? (
          <TroubleBar trouble={troubleOf(settings.error)} onRetry={() => void settings.refetch()} />
        ) : !settings.data ? (
          <FirstRead label="Reading the settings" command="settings" query={settings} />
        ) : (
          view && (
            <div className={styles.cards}>
              <div className={styles.column}>
                <AccountCard settings={settings.data} session={view} />
                <AppearanceCard preferences={settings.data.preferences} />
                {view.practice && <PracticeCard practice={view.practice} />}
              </div>
              <div className={styles.column}>
                {settings.data.defaults && (
                  <DefaultsCard key={view.key} defaults={settings.data.defaults} />
                )}
                <DataCard settings={settings.data} session={view} />
              </div>
            </div>
          )
        )}
      </PageBody>
    </Page>
  );
}
