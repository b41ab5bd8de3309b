import { Button, SearchBox, ToggleButton, makeStyles, tokens } from "@fluentui/react-components";
import { PersonAdd20Regular } from "@fluentui/react-icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { call, troubleOf, type RunSummary } from "@/ipc";
import { number } from "@/components/numbers";
import { KeyHint, Page, PageBody, PageFooter, PageHeader } from "@/components/page";
import { FirstRead } from "@/components/first-read";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { VirtualTable } from "@/components/virtual-table";
import { counted } from "@/features/invite/people";
import { OpenPlanButton } from "@/features/run/open-plan";
import { useNow } from "@/features/run/use-run";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { side } from "@/theme";
import { activityColumns } from "./activity-columns";
import { isUnderWay, needsAttention } from "./run-words";

const useStyles = makeStyles({
  tools: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "8px",
    padding: `12px ${side} 8px`,
    flexShrink: 0,
    "@media (max-width: 1023px)": { paddingTop: "8px" },
  },
  search: { width: "260px" },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    border: `1px solid ${tokens.colorBrandStroke2}`,
  },
  aside: { marginLeft: "auto" },
  trouble: { padding: `0 ${side} 8px` },
});

type Filter = "all" | "underWay" | "attention";

const filters: readonly { id: Filter; label: string; holds: (run: RunSummary) => boolean }[] = [
  { id: "all", label: "All", holds: () => true },
  { id: "underWay", label: "Under way", holds: isUnderWay },
  { id: "attention", label: "Needs attention", holds: needsAttention },
];

/** Every run of this account in this tenant, kept on this computer. */
export function ActivityScreen(): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [text, setText] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const runs = useQuery({
    ...commandQuery("runs"),
    refetchInterval: (query) => (query.state.data?.some((run) => run.state === "running") ? 1000 : false),
  });
  const now = useNow(10_000, true);
  const resume = useMutation({
    mutationFn: (run: RunSummary) => call("resume_run", { id: run.id }),
    onSuccess: (_, run) => navigate({ screen: "run", id: run.id }),
  });
  const { mutate: resumeRun } = resume;
  const columns = useMemo(
    () => activityColumns({ narrow, now, onResume: resumeRun }),
    [narrow, now, resumeRun],
  );
  const header = (
    <PageHeader
      title="Activity"
      name="Activity"
      subtitle={narrow ? undefined : "Your runs in this tenant, kept on this computer"}
    />
  );

  if (runs.data === undefined) {
    return (
      <Page>
        {header}
        <PageBody>
          {runs.isError ? (
            <TroubleBar trouble={troubleOf(runs.error)} onRetry={() => void runs.refetch()} />
          ) : (
            <FirstRead label="Reading your runs" command="runs" query={runs} />
          )}
        </PageBody>
      </Page>
    );
  }
  const all = runs.data;
  if (all.length === 0) {
    return (
      <Page>
        {header}
        <EmptyState
          title="Nothing has been run yet"
          actions={
            <>
              <Button
                appearance="primary"
                icon={<PersonAdd20Regular />}
                onClick={() => navigate({ screen: "invite" })}
              >
                Invite guests
              </Button>
              <OpenPlanButton />
            </>
          }
        >
          Every invitation, resend and access given from here will be listed with its receipt.
        </EmptyState>
      </Page>
    );
  }
  const wanted = text.trim().toLocaleLowerCase();
  const holds = filters.find((one) => one.id === filter)?.holds ?? (() => true);
  const rows = all.filter((run) => holds(run) && run.title.toLocaleLowerCase().includes(wanted));

  return (
    <Page>
      {header}
      <div className={styles.tools}>
        <SearchBox
          className={styles.search}
          appearance="filled-darker"
          value={text}
          placeholder="Search runs"
          aria-label="Search runs"
          onChange={(_, data) => setText(data.value)}
        />
        {filters.map((one) => (
          <ToggleButton
            key={one.id}
            shape="circular"
            size="small"
            checked={filter === one.id}
            className={filter === one.id ? styles.chosen : undefined}
            onClick={() => setFilter(one.id)}
          >
            {one.label} {number(all.filter(one.holds).length)}
          </ToggleButton>
        ))}
        <span className={styles.aside}>
          <OpenPlanButton appearance="subtle" />
        </span>
      </div>
      {resume.isError && (
        <div className={styles.trouble}>
          <TroubleBar trouble={troubleOf(resume.error)} />
        </div>
      )}
      <VirtualTable
        label="Runs"
        columns={columns}
        rowHeight={56}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowId={(run) => run.id}
        onOpen={(run) => navigate({ screen: "run", id: run.id })}
        resetKey={`${filter} ${wanted}`}
        empty={
          <EmptyState
            title="No run matches"
            actions={
              <Button
                onClick={() => {
                  setText("");
                  setFilter("all");
                }}
              >
                Show all {number(all.length)}
              </Button>
            }
          />
        }
      />
      <PageFooter aside={<KeyHint keys="Enter" does="open" />}>
        {number(rows.length)} of {counted(all.length, "run")}
      </PageFooter>
    </Page>
  );
}
