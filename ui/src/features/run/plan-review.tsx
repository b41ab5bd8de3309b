import {
  Button,
  Checkbox,
  SearchBox,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { Mail20Regular, Play20Regular, Warning16Filled } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX, type ReactNode } from "react";
import { call, troubleOf, type Plan, type PlanChange, type PlanRow } from "@/ipc";
import { usePageCommands } from "@/components/commands";
import { CountBar } from "@/components/count-bar";
import { Dotted } from "@/components/dotted";
import { InlineWait } from "@/components/inline-wait";
import { number } from "@/components/numbers";
import { ActionBar, Page, PageHeader } from "@/components/page";
import { ReasonButton } from "@/components/reason-button";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useOpenRows } from "@/components/use-open-rows";
import { useWork } from "@/components/use-work";
import { VirtualTable } from "@/components/virtual-table";
import { useNarrow } from "@/components/use-width";
import { counted } from "@/features/invite/people";
import { compose, emptyComposition } from "@/features/invite/compose-store";
import { ResendMeaning } from "@/features/resend/resend-meaning";
import { useSettled } from "@/components/use-settled";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { side, usher } from "@/theme";
import { FilterLegend, type LegendItem } from "./filter-legend";
import { HeldPlanBanner } from "./held-plan-banner";
import { VerdictMenu, filterRows, hasVerdict, isNarrowed, wholePlan, type PlanFilter } from "./plan-filter";
import { PlanNotes } from "./plan-notes";
import { PlanRowDetail } from "./plan-row-detail";
import { planColumns } from "./plan-columns";
import { forgetPlan, leaveOut, planAgain, startPlanning, type Planning } from "./planning";
import { RoadSteps } from "./road-steps";
import { SavePlanButton } from "./save-plan-button";
import { kindsOf } from "./step-strip";
import { agoWords, lasted } from "./time";
import { useNow } from "./use-run";
import { byAttention, groupFaces, outcomeOf, outlook, verdictGroup, type VerdictGroup } from "./verdicts";

const useStyles = makeStyles({
  top: {
    display: "flex",
    flexDirection: "column",
    gap: "8px",
    padding: `12px ${side} 8px`,
    flexShrink: 0,
    "@media (max-width: 1023px)": { paddingTop: "8px" },
  },
  notes: { display: "flex", flexDirection: "column", gap: "8px", maxHeight: "30vh", overflowY: "auto" },
  tools: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px" },
  search: { width: "260px" },
  aside: { marginLeft: "auto" },
  choice: { display: "flex", alignItems: "center", flexWrap: "wrap" },
  warning: { display: "inline-flex", alignItems: "center", gap: "6px", color: usher.amberText },
  icon: { color: tokens.colorBrandForeground1, flexShrink: 0 },
  actions: { marginLeft: "auto", display: "flex", gap: "12px", flexShrink: 0 },
});

interface PlanReviewProps {
  planning: Planning;
  plan: Plan;
  back: ReactNode;
}

/** A plan: verdicts as a bar that filters, every address with its reason, and the way on. */
export function PlanReview({ planning, plan, back }: PlanReviewProps): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const now = useNow(5000, true);
  const [filter, setFilter] = useState(wholePlan);
  const { open, toggle } = useOpenRows();
  const { leftOut } = planning;

  const ordered = useMemo(() => byAttention(plan.rows), [plan]);
  const kinds = useMemo(() => kindsOf(plan.rows), [plan]);
  const legend = useMemo(() => legendOf(plan.rows), [plan]);
  const [changed, setChanged] = useState<PlanChange | null>(null);
  const rows = useMemo(() => {
    const found = filterRows(ordered, filter);
    const only = changed && new Set(changed.rows);
    return only ? found.filter((row) => only.has(row.index)) : found;
  }, [ordered, filter, changed]);
  const sum = useMemo(() => outlook(plan, leftOut), [plan, leftOut]);
  const estimate = useEstimateWords(plan, leftOut);

  const start = useWork({
    mutationFn: () => call("start_run", { planId: plan.id, leftOut: [...leftOut] }),
    onSuccess: ({ id }) => {
      navigate({ screen: "run", id });
      // What was begun on the page that composes has nothing to do with a plan from elsewhere.
      if (planning.origin === undefined) {
        compose(plan.draft.kind, () => emptyComposition);
      }
      forgetPlan();
    },
  });

  const columns = useMemo(
    () => planColumns({ open, toggle, leftOut, kinds, narrow }),
    [open, toggle, leftOut, kinds, narrow],
  );

  const runLabel = `Run for ${counted(sum.people, "person", "people")}`;
  const { mutate: run, isPending } = start;
  const reason = isPending
    ? "The run is being started."
    : sum.people === 0
      ? "Nothing would be done: every address is skipped or left out."
      : undefined;
  usePageCommands(
    useMemo(
      () => [
        { id: "run-plan", label: runLabel, icon: <Play20Regular />, reason, run: () => run() },
        { id: "check-again", label: "Check again", icon: <Mail20Regular />, run: planAgain },
      ],
      [runLabel, reason, run],
    ),
  );

  const withSteps = rows.filter((row) => row.steps.length > 0);
  const allOut = withSteps.length > 0 && withSteps.every((row) => leftOut.has(row.index));

  return (
    <Page>
      <PageHeader
        title="Review"
        name="Review"
        subtitle={narrow ? "Nothing has been sent." : `Nothing has been sent. Checked against the directory ${agoWords(plan.made, now)}.`}
        aside={<RoadSteps current="Review" />}
      />
      <div className={styles.top}>
        <CountBar label="Verdicts" parts={legend.map(({ id, label, count, hue }) => ({ id, label, count, hue: hue ?? "brand" }))} />
        <FilterLegend
          large
          label="Filter by verdict"
          items={legend}
          total={plan.rows.length}
          chosen={filter.group ?? (filter.verdict && verdictGroup(filter.verdict))}
          onChoose={(group) => {
            setFilter({ ...filter, group, verdict: null });
            setChanged(null);
          }}
        />
        {planning.held && (
          <HeldPlanBanner
            held={planning.held}
            shown={changed}
            onShow={(change) => {
              setFilter({ ...filter, group: null, verdict: null });
              setChanged(change);
            }}
          />
        )}
        {(plan.notes.length > 0 || plan.draft.kind === "resend" || start.isError) && (
          <div className={styles.notes}>
            {start.isError && (
              <TroubleBar trouble={troubleOf(start.error)} onRetry={planAgain} retryLabel="Check again" />
            )}
            {plan.draft.kind === "resend" && <ResendMeaning />}
            <PlanNotes notes={plan.notes} />
          </div>
        )}
        <div className={styles.tools}>
          <SearchBox
            className={styles.search}
            appearance="filled-darker"
            value={filter.text}
            placeholder={
              plan.rows.length === 1
                ? "Search addresses"
                : `Search the ${counted(plan.rows.length, "address", "addresses")}`
            }
            aria-label="Search addresses"
            onChange={(_, data) => setFilter({ ...filter, text: data.value })}
          />
          <VerdictMenu
            rows={plan.rows}
            chosen={filter.verdict}
            onChoose={(verdict) => {
              setFilter({ ...filter, verdict, group: null });
              setChanged(null);
            }}
          />
          <MailPendingAgain planning={planning} plan={plan} />
          {(isNarrowed(filter) || changed !== null) && withSteps.length > 0 && (
            <Button
              className={styles.aside}
              appearance="subtle"
              onClick={() => leaveOut(withSteps.map((row) => row.index), !allOut)}
            >
              {allOut ? "Put back" : "Leave out"} all {number(withSteps.length)} shown
            </Button>
          )}
        </div>
      </div>
      <VirtualTable
        label="Plan"
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowId={(row) => String(row.index)}
        onOpen={toggle}
        detail={(row) =>
          open.has(row.index) ? (
            <PlanRowDetail
              row={row}
              alike={plan.rows.filter((other) => other.verdict === row.verdict)}
              leftOut={leftOut}
            />
          ) : undefined
        }
        resetKey={`${filter.group ?? ""} ${filter.verdict ?? ""} ${filter.text} ${changed?.kind ?? ""}`}
        empty={
          <EmptyState
            title="No address matches"
            actions={
              <Button
                onClick={() => {
                  setFilter(wholePlan);
                  setChanged(null);
                }}
              >
                Show all {number(plan.rows.length)}
              </Button>
            }
          >
            {emptyWords(plan.rows, filter, changed)}
          </EmptyState>
        }
      />
      <ActionBar>
        <Mail20Regular className={styles.icon} />
        <Dotted
          strong={sum.mails === 0 ? "Sends no mail" : `Sends ${counted(sum.mails, "mail")}`}
          words={[
            outcomeWords(sum.people, plan),
            ...estimate,
            ...(sum.skipped > 0 ? [`${number(sum.skipped)} skipped`] : []),
            ...(sum.leftOut > 0 ? [`${number(sum.leftOut)} left out`] : []),
            ...(sum.mails > 0 ? ["mails cannot be undone"] : []),
          ]}
        />
        {isPending && <InlineWait label="Starting the run" />}
        <span className={styles.actions}>
          {back}
          <SavePlanButton plan={plan} leftOut={leftOut} />
          <ReasonButton
            appearance="primary"
            icon={<Play20Regular />}
            reason={reason}
            onClick={() => run()}
          >
            {runLabel}
          </ReasonButton>
        </span>
      </ActionBar>
    </Page>
  );
}

/** Why no row is shown, by what is asked for. */
function emptyWords(rows: readonly PlanRow[], filter: PlanFilter, changed: PlanChange | null): string {
  if (changed !== null) {
    return "None of the changed addresses holds this text.";
  }
  if (!rows.some((row) => hasVerdict(row, filter))) {
    return "No address has this verdict.";
  }
  return filter.group === null && filter.verdict === null
    ? "No address holds this text."
    : "No address of this verdict holds this text.";
}

/** How long it will take and how many requests, told beforehand. */
function useEstimateWords(plan: Plan, leftOut: ReadonlySet<number>): readonly string[] {
  const asked = useMemo(() => ({ planId: plan.id, leftOut: [...leftOut] }), [plan.id, leftOut]);
  const estimate = useQuery({
    ...commandQuery("estimate_plan", useSettled(asked)),
    placeholderData: keepPreviousData,
  });
  if (estimate.data === undefined || estimate.data.people === 0) {
    return [];
  }
  const { seconds, requests } = estimate.data;
  return [`about ${lasted(seconds * 1000)}`, counted(requests, "request")];
}

function outcomeWords(people: number, plan: Plan): string {
  const given = plan.draft.access.groups.length + plan.draft.access.applications.length;
  const verb = plan.draft.kind === "resend" || given === 0 ? "concerned" : people === 1 ? "gets access" : "get access";
  return `${counted(people, "person", "people")} ${verb}`;
}

function legendOf(rows: readonly PlanRow[]): LegendItem<VerdictGroup>[] {
  const byGroup = new Map<VerdictGroup, PlanRow[]>();
  for (const row of rows) {
    const id = verdictGroup(row.verdict);
    const held = byGroup.get(id);
    if (held) {
      held.push(row);
    } else {
      byGroup.set(id, [row]);
    }
  }
  return groupFaces.map((face) => {
    const held = byGroup.get(face.id) ?? [];
    return { ...face, count: held.length, note: held.length > 0 ? outcomeOf(held) : undefined };
  });
}

/** The choice to mail guests again who are pending already; taking it makes the plan anew. */
function MailPendingAgain({ planning, plan }: { planning: Planning; plan: Plan }): JSX.Element | null {
  const styles = useStyles();
  const pending = plan.rows.filter((row) => row.verdict === "pendingGuest").length;
  if (plan.draft.kind !== "invite" || pending === 0 || !plan.draft.message.send) {
    return null;
  }
  const again = plan.draft.mailPendingAgain;
  return (
    <div className={styles.choice}>
      <Checkbox
        checked={again}
        label={`Mail ${counted(pending, "pending guest")} again`}
        onChange={(_, data) => {
          const mailPendingAgain = data.checked === true;
          if (planning.origin === undefined) {
            compose("invite", (before) => ({ ...before, mailPendingAgain }));
          }
          startPlanning({ ...planning.draft, mailPendingAgain }, planning.leftOut, planning.origin);
        }}
      />
      {again && (
        <span role="status" className={styles.warning}>
          <Warning16Filled />
          The link in their first mail may stop working.
        </span>
      )}
    </div>
  );
}
