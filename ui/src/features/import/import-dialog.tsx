import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Tab,
  TabList,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import {
  CheckmarkCircle16Filled,
  DocumentArrowDown20Regular,
  ErrorCircle16Filled,
  Info16Regular,
} from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type JSX } from "react";
import { call, troubleOf, type DraftKind, type SheetView } from "@/ipc";
import { number } from "@/components/numbers";
import { OpenDialog } from "@/components/open-dialog";
import { ReasonButton } from "@/components/reason-button";
import { SafeText } from "@/components/safe-text";
import { useNotify, type Notice } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { counted } from "@/features/invite/people";
import { useNavigate } from "@/navigation";
import { usher } from "@/theme";
import { ChooseFile } from "./choose-file";
import { endImport, type Importing } from "./importing";
import { PurposeField } from "./purpose-field";
import { SavedBar } from "./saved-bar";
import { SheetColumns } from "./sheet-columns";
import { SheetFacts } from "./sheet-facts";
import { AllRows, ProblemRows } from "./sheet-rows";
import { SheetWork } from "./sheet-work";
import { takePeople, type Taken } from "./take-people";
import { useSheet } from "./use-sheet";
import { countWords } from "./words";

const useStyles = makeStyles({
  surface: { width: "920px", maxWidth: "calc(100% - 48px)", maxHeight: "calc(100% - 48px)" },
  body: { gridTemplateRows: "auto 1fr auto" },
  tall: { height: "min(640px, calc(100vh - 96px))" },
  title: { display: "flex", alignItems: "baseline", gap: "10px", minWidth: 0 },
  file: {
    minWidth: 0,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
  },
  content: { display: "flex", flexDirection: "column", gap: "8px", minHeight: 0, overflow: "hidden" },
  counts: { display: "flex", flexWrap: "wrap", gap: "4px 16px", flexShrink: 0 },
  count: { display: "inline-flex", alignItems: "center", gap: "6px", fontWeight: tokens.fontWeightSemibold },
  ok: { color: usher.okText },
  danger: { color: usher.dangerText },
  dim: { color: tokens.colorNeutralForeground3 },
  tabs: { marginLeft: "-8px", flexShrink: 0 },
  view: {
    flex: "1 1 0",
    minHeight: 0,
    display: "flex",
    flexDirection: "column",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  actions: { justifyContent: "space-between", width: "100%", flexWrap: "wrap" },
  ways: { display: "flex", gap: "8px", marginLeft: "auto" },
});

type View = "columns" | "rows" | "problems";

/** A list on its way into a draft: how it was read, what its columns mean, which rows cannot be taken. */
export function ImportDialog({ importing }: { importing: Importing }): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const notify = useNotify();
  const state = useSheet(importing.file);
  const { phase, sheet } = state;
  const [view, setView] = useState<View>("columns");
  const first = importing.purpose ?? "invite";
  const [purpose, setPurpose] = useState<DraftKind>(first);
  const save = useMutation({ mutationFn: () => call("save_sheet_problems") });
  // Whoever cancels, signs out or drops another list does not want this one any more.
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const take = useMutation({
    mutationFn: () => takePeople(purpose, importing.access, () => shown.current),
    onSuccess: (taken) => {
      if (!taken) {
        return;
      }
      const { draft } = taken;
      endImport();
      if (purpose === "invite") {
        navigate({ screen: "invite" });
        notify(addedNotice(taken));
      } else {
        navigate({
          screen: purpose === "resend" ? "resend" : "access",
          ids: [],
          list: draft,
        });
      }
    },
  });
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const nothing = sheet === undefined && phase.at === "failed";
  const people = sheet?.counts.people ?? 0;
  const label =
    purpose === "invite" ? `Add ${counted(people, "person", "people")}` : `Continue with ${counted(people, "person", "people")}`;

  return (
    <OpenDialog
      onOpenChange={() => {
        if (!state.changed && purpose === first) {
          endImport();
        }
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody className={mergeClasses(styles.body, !nothing && styles.tall)}>
          <DialogTitle>
            <span className={styles.title}>
              Add from a list
              <SafeText ellipsis className={styles.file} text={importing.file.name} />
            </span>
          </DialogTitle>
          <DialogContent className={styles.content}>
            {phase.at === "failed" && <TroubleBar trouble={phase.trouble} />}
            {sheet === undefined ? (
              phase.at === "working" && <SheetWork words={phase.words} share={phase.share} />
            ) : (
              <>
                {importing.purpose === undefined && (
                  <PurposeField purpose={purpose} onChange={setPurpose} reading={state.reading} />
                )}
                <SheetFacts sheet={sheet} state={state} />
                <Counts sheet={sheet} />
                <TabList
                  size="small"
                  className={styles.tabs}
                  selectedValue={view}
                  onTabSelect={(_, data) => setView(data.value as View)}
                >
                  <Tab value="columns">Columns</Tab>
                  <Tab value="rows">All rows {number(sheet.counts.rows)}</Tab>
                  <Tab value="problems">
                    Problems {number(sheet.counts.withProblems + sheet.counts.withWarnings)}
                  </Tab>
                </TabList>
                <div className={styles.view} role="tabpanel" aria-label={viewNames[view]}>
                  {view === "columns" ? (
                    // It stays while the list is read anew: a choice is followed by the next.
                    <SheetColumns
                      sheet={sheet}
                      mapping={state.mapping}
                      busy={phase.at === "working"}
                      onMap={state.map}
                    />
                  ) : phase.at === "working" ? (
                    <SheetWork words={phase.words} share={phase.share} />
                  ) : view === "rows" ? (
                    <AllRows sheet={sheet} reading={state.reading} />
                  ) : (
                    <ProblemRows sheet={sheet} reading={state.reading} />
                  )}
                </div>
              </>
            )}
            {save.isSuccess && <SavedBar file={save.data} />}
            {save.isError && <TroubleBar trouble={troubleOf(save.error)} />}
            {take.isError && <TroubleBar trouble={troubleOf(take.error)} />}
          </DialogContent>
          <DialogActions className={styles.actions} fluid>
            {sheet !== undefined && sheet.counts.withProblems > 0 && (
              <Button
                icon={<DocumentArrowDown20Regular />}
                disabledFocusable={save.isPending || phase.at === "working"}
                onClick={() => save.mutate()}
              >
                Save problems as CSV
              </Button>
            )}
            <span className={styles.ways}>
              <Button ref={cancel} onClick={endImport}>
                Cancel
              </Button>
              {nothing ? (
                <ChooseFile appearance="primary" importing={importing}>
                  Choose another file
                </ChooseFile>
              ) : (
              <ReasonButton
                appearance="primary"
                reason={reasonNotTo(sheet, phase.at, take.isPending)}
                onClick={() => take.mutate()}
              >
                {sheet === undefined ? "Add" : label}
              </ReasonButton>
              )}
            </span>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}

const viewNames: Record<View, string> = { columns: "Columns", rows: "All rows", problems: "Problems" };

function Counts({ sheet }: { sheet: SheetView }): JSX.Element {
  const styles = useStyles();
  const words = countWords(sheet.counts);
  return (
    <div className={styles.counts} role="status" aria-label="Rows">
      <span className={styles.count}>
        <CheckmarkCircle16Filled className={styles.ok} />
        {words.ready}
      </span>
      {words.problems !== "" && (
        <span className={mergeClasses(styles.count, styles.danger)}>
          <ErrorCircle16Filled />
          {words.problems}
        </span>
      )}
      {words.warnings !== "" && (
        <span className={mergeClasses(styles.count, styles.dim)}>
          <Info16Regular />
          {words.warnings}
        </span>
      )}
    </div>
  );
}

function reasonNotTo(
  sheet: SheetView | undefined,
  at: "working" | "read" | "failed",
  taking: boolean,
): string | undefined {
  if (at === "working" || taking) {
    return "One moment: the list is still being read.";
  }
  if (sheet === undefined || at === "failed") {
    return "The list could not be read.";
  }
  if (!sheet.mapping.includes("address")) {
    return "Say which column holds the email addresses.";
  }
  return sheet.counts.people === 0 ? "No row can be taken as it is." : undefined;
}

function addedNotice({ people, added, updated }: Taken): Pick<Notice, "intent" | "title" | "body"> {
  const same = people.length - added - updated;
  const onlyUpdated = added === 0 && updated > 0;
  const body = [
    ...(updated > 0 && !onlyUpdated
      ? [`${counted(updated, "person", "people")} who ${was(updated)} there already ${was(updated)} updated.`]
      : []),
    ...(same > 0 ? [`${counted(same, "person", "people")} of the list ${was(same)} there already.`] : []),
  ].join(" ");
  return {
    intent: added + updated > 0 ? "success" : "info",
    title: `${counted(onlyUpdated ? updated : added, "person", "people")} ${onlyUpdated ? "updated" : "added"}`,
    ...(body === "" ? {} : { body }),
  };
}

const was = (count: number): string => (count === 1 ? "was" : "were");
