import { Button, ProgressBar, Spinner, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowSync16Regular } from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type JSX } from "react";
import { call, type SyncStatus } from "@/ipc";
import { agoText } from "@/components/dates";
import { commandQuery } from "@/queries/command-query";

const useStyles = makeStyles({
  note: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: "nowrap",
  },
  refresh: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3, minWidth: 0 },
  bar: { width: "120px" },
});

const working = (status: SyncStatus | undefined): boolean =>
  status?.phase === "loading" || status?.phase === "refreshing";

/** How far the copy of the guests is; asked again each second while it is being made. */
export function useSyncStatus(): SyncStatus | undefined {
  const status = useQuery({
    ...commandQuery("sync_status"),
    refetchInterval: (query) => (working(query.state.data) ? 1000 : false),
  });
  return status.data;
}

/** "Synced 2 minutes ago", which refreshes; or how many are loaded. */
export function SyncNote({ status }: { status: SyncStatus | undefined }): JSX.Element | null {
  const styles = useStyles();
  const refresh = useMutation({ mutationFn: () => call("refresh_guests") });
  // Keeps "2 minutes ago" true while the window stands open.
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!status) {
    return null;
  }
  if (status.phase === "loading") {
    const label =
      status.expected === null
        ? `${status.loaded.toLocaleString("en")} guests loaded`
        : `${status.loaded.toLocaleString("en")} of ${status.expected.toLocaleString("en")} guests loaded`;
    return (
      <span className={styles.note} role="status">
        {label}
        <ProgressBar
          className={styles.bar}
          aria-label="Loading guests"
          {...(status.expected ? { value: Math.min(1, status.loaded / status.expected) } : {})}
        />
      </span>
    );
  }
  if (status.phase === "refreshing" || refresh.isPending) {
    return (
      <span className={styles.note} role="status">
        <Spinner size="extra-tiny" aria-hidden role="presentation" /> Refreshing
      </span>
    );
  }
  // What failed last, and not what this button was told once: it may be over since.
  const words = status.trouble
    ? status.trouble.explanation.summary
    : status.synced === null
      ? "Not synced yet"
      : `Synced ${agoText(status.synced)}`;
  return (
    <Button
      appearance="transparent"
      size="small"
      className={styles.refresh}
      icon={<ArrowSync16Regular />}
      title="Refresh guests"
      aria-label={`${words}. Refresh guests`}
      onClick={() => refresh.mutate()}
    >
      {words}
    </Button>
  );
}
