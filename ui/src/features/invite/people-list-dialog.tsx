import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  SearchBox,
  Switch,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { Dismiss16Regular, ErrorCircle16Filled } from "@fluentui/react-icons";
import { useMemo, useState, type JSX } from "react";
import { OpenDialog } from "@/components/open-dialog";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { visibleText } from "@/components/visible-text";
import { ownWords } from "@/features/import/words";
import { usher } from "@/theme";
import { peopleSummary, suggestionLabel, type Person } from "./people";
import type { PeopleActions } from "./use-people";
import { number } from "@/components/numbers";

const useStyles = makeStyles({
  surface: { width: "820px", maxWidth: "calc(100% - 48px)" },
  content: { display: "flex", flexDirection: "column", gap: "8px", height: "min(480px, 60vh)", overflow: "hidden" },
  tools: { display: "flex", alignItems: "center", gap: "12px", flexWrap: "wrap" },
  search: { width: "260px" },
  problem: { display: "inline-flex", alignItems: "center", gap: "6px", color: usher.dangerText, minWidth: 0 },
  fixed: { flexShrink: 0 },
  name: { width: "100%", minWidth: 0 },
  dim: { color: tokens.colorNeutralForeground3 },
});

interface PeopleListDialogProps {
  people: readonly Person[];
  actions: PeopleActions;
  onClose: () => void;
}

/** Everybody in the list, with display names, problems and the way out. */
export function PeopleListDialog({ people, actions, onClose }: PeopleListDialogProps): JSX.Element {
  const styles = useStyles();
  const [text, setText] = useState("");
  const [onlyProblems, setOnlyProblems] = useState(false);
  const rows = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase();
    return people.filter(
      (person) =>
        (!onlyProblems || person.problem !== null) &&
        (wanted === "" ||
          person.address.toLocaleLowerCase().includes(wanted) ||
          (person.displayName?.toLocaleLowerCase().includes(wanted) ?? false)),
    );
  }, [people, text, onlyProblems]);

  const summary = useMemo(() => peopleSummary(people), [people]);

  const fromList = useMemo(() => people.some((person) => person.own !== undefined), [people]);
  const ownColumn: Column<Person> = {
    id: "own",
    header: "From the list",
    track: "minmax(0, 0.8fr)",
    cell: (person) => <SafeText ellipsis className={styles.dim} text={ownWords(person.own)} />,
  };
  const columns: Column<Person>[] = [
    {
      id: "address",
      header: "Email",
      track: "minmax(0, 1fr)",
      cell: (person) => <SafeText ellipsis text={person.address} />,
    },
    {
      id: "name",
      header: "Display name",
      track: "minmax(0, 0.8fr)",
      cell: (person) =>
        person.userId === null ? (
          <Input
            size="small"
            appearance="filled-darker"
            className={styles.name}
            tabIndex={-1}
            maxLength={256}
            aria-label={`Display name of ${visibleText(person.address)}`}
            value={person.displayName ?? ""}
            onChange={(_, data) => actions.setName(person.key, data.value)}
          />
        ) : (
          <SafeText ellipsis text={person.displayName ?? ""} />
        ),
    },
    ...(fromList ? [ownColumn] : []),
    {
      id: "problem",
      header: "Problem",
      track: "minmax(0, 1fr)",
      cell: (person) => <Problem person={person} actions={actions} />,
    },
    {
      id: "remove",
      header: "Remove",
      track: "56px",
      cell: (person) => (
        <Button
          appearance="transparent"
          size="small"
          tabIndex={-1}
          icon={<Dismiss16Regular />}
          aria-label={`Remove ${visibleText(person.address)}`}
          onClick={() => actions.remove([person.key])}
        />
      ),
    },
  ];

  return (
    <OpenDialog onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>People</DialogTitle>
          <DialogContent className={styles.content}>
            <div className={styles.tools}>
              <SearchBox
                className={styles.search}
                appearance="filled-darker"
                value={text}
                placeholder="Search addresses and names"
                aria-label="Search addresses and names"
                onChange={(_, data) => setText(data.value)}
              />
              <Switch
                label="Only problems"
                checked={onlyProblems}
                onChange={(_, data) => setOnlyProblems(data.checked)}
              />
              <span className={styles.dim}>{summary}</span>
            </div>
            <VirtualTable
              label="People"
              columns={columns}
              rowCount={rows.length}
              rowAt={(index) => rows[index]}
              rowId={(person) => String(person.key)}
              resetKey={`${text} ${String(onlyProblems)}`}
              empty={<EmptyState title={onlyProblems ? "No problems" : "Nobody matches"} />}
            />
          </DialogContent>
          <DialogActions>
            {rows.length > 0 && (onlyProblems || text.trim() !== "") && (
              <Button onClick={() => actions.remove(rows.map((person) => person.key))}>
                Remove these {number(rows.length)}
              </Button>
            )}
            <Button appearance="primary" onClick={onClose}>
              Done
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}

function Problem({ person, actions }: { person: Person; actions: PeopleActions }): JSX.Element | null {
  const styles = useStyles();
  const { problem } = person;
  if (problem === null) {
    return null;
  }
  const { suggestion } = problem;
  return (
    <span className={styles.problem}>
      <ErrorCircle16Filled className={styles.fixed} />
      <SafeText ellipsis text={problem.text} />
      {suggestion !== null && (
        <Button
          size="small"
          appearance="transparent"
          className={styles.fixed}
          tabIndex={-1}
          onClick={() => void actions.fix(person.key, suggestion)}
        >
          {suggestionLabel(person.address, suggestion)}
        </Button>
      )}
    </span>
  );
}
