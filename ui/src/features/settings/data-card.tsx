import { Button, makeStyles } from "@fluentui/react-components";
import { Delete20Regular, FolderOpen20Regular } from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { call, troubleOf, type SessionView, type SettingsView } from "@/ipc";
import { Card } from "@/components/card";
import { usePageCommands } from "@/components/commands";
import { FactList } from "@/components/fact-list";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { useNotify } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { useWork } from "@/components/use-work";
import { RunUnderWay } from "@/features/run/run-under-way";
import { ConfirmDialog } from "@/components/confirm-dialog";

const useStyles = makeStyles({
  card: { display: "flex", flexDirection: "column", gap: "12px" },
  text: { margin: 0 },
  actions: { display: "flex", gap: "8px", flexWrap: "wrap" },
});

interface DataCardProps {
  settings: SettingsView;
  session: SessionView;
}

/** What Usher keeps on this computer, where, how much, and how to delete it. */
export function DataCard({ settings, session }: DataCardProps): JSX.Element {
  const styles = useStyles();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const open = useMutation({ mutationFn: () => call("open_data_folder") });
  const remove = useWork({
    mutationFn: () => call("delete_local_data", { key: session.key }),
    onSuccess: () => {
      setAsking(false);
      notify({ intent: "success", title: "The data of this account was deleted" });
    },
  });
  const { mutate: openFolder } = open;
  usePageCommands(
    useMemo(
      () => [
        { id: "open-folder", label: "Open data folder", icon: <FolderOpen20Regular />, run: () => openFolder() },
        { id: "delete-data", label: "Delete data", icon: <Delete20Regular />, run: () => setAsking(true) },
      ],
      [openFolder],
    ),
  );
  return (
    <Card title="Data on this computer">
      <div className={styles.card}>
        <p className={styles.text}>
          A copy of the guest list, your runs with their receipts, redeem links (encrypted) and these
          settings.
        </p>
        <FactList
          facts={[
            { label: "Folder", value: <SafeText text={settings.dataFolder} /> },
            { label: "Size", value: `${number(settings.dataMegabytes)} MB` },
          ]}
        />
        {open.isError && <TroubleBar trouble={troubleOf(open.error)} />}
        <div className={styles.actions}>
          <Button icon={<FolderOpen20Regular />} onClick={() => open.mutate()}>
            Open folder
          </Button>
          <Button icon={<Delete20Regular />} onClick={() => setAsking(true)}>
            Delete data
          </Button>
        </div>
      </div>
      {asking && (
        <ConfirmDialog
          title="Delete the data of this account?"
          confirm="Delete"
          busy={remove.isPending}
          trouble={remove.isError ? troubleOf(remove.error) : undefined}
          onConfirm={() => remove.mutate()}
          onClose={() => {
            remove.letGo();
            setAsking(false);
          }}
        >
          <RunUnderWay>It is cut off in the middle, and cannot be resumed.</RunUnderWay>
          The copy of the guest list, all runs with their receipts, and kept redeem links go from this
          computer, and you are signed out. This cannot be undone. Nothing in the directory changes.
        </ConfirmDialog>
      )}
    </Card>
  );
}
