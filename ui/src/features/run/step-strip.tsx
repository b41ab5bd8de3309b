import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  Apps20Regular,
  Mail20Regular,
  PeopleTeam20Regular,
  PersonAdd20Regular,
} from "@fluentui/react-icons";
import type { JSX } from "react";
import type { RunStep, Step, StepState } from "@/ipc";
import { usher } from "@/theme";
import { counted } from "@/features/invite/people";
import { stateWord } from "./run-rows";
import { sendsMail } from "./verdicts";

/** The columns of a strip: what can be done for a person. */
export type StepKind = "invite" | "mail" | "groups" | "application";

const allKinds: readonly StepKind[] = ["invite", "mail", "groups", "application"];

const icons: Record<StepKind, JSX.Element> = {
  invite: <PersonAdd20Regular />,
  mail: <Mail20Regular />,
  groups: <PeopleTeam20Regular />,
  application: <Apps20Regular />,
};

const useStyles = makeStyles({
  strip: { display: "inline-flex", alignItems: "center", gap: "8px" },
  cell: {
    position: "relative",
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "24px",
    height: "24px",
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForeground2,
    "& svg": { width: "18px", height: "18px" },
  },
  counted: { width: "32px", gap: "3px" },
  count: { fontSize: "11px" },
  faint: { color: usher.faint },
  done: { color: usher.okText },
  doing: { color: tokens.colorBrandForeground1, backgroundColor: tokens.colorBrandBackground2 },
  failed: { color: usher.dangerText, backgroundColor: usher.dangerTint },
  unknown: { color: usher.amberText, backgroundColor: usher.amberTint },
});

type Tone = "plain" | "faint" | "done" | "doing" | "failed" | "unknown" | "none";

const toneOf: Record<StepState, Tone> = {
  planned: "faint",
  sending: "doing",
  waiting: "doing",
  done: "done",
  failed: "failed",
  skipped: "none",
  unknown: "unknown",
};

interface Cell {
  kind: StepKind;
  tone: Tone;
  count: number;
}

const kindsOfStep = (step: Step): StepKind[] => {
  switch (step.action) {
    case "invite":
      return step.mail ? ["invite", "mail"] : ["invite"];
    case "resend":
      return ["mail"];
    case "addToGroup":
      return ["groups"];
    case "assignApplication":
      return ["application"];
  }
};

/** Which columns the steps of some rows need. */
export function kindsOf(rows: readonly { steps: readonly Step[] }[]): readonly StepKind[] {
  const used = new Set<StepKind>();
  for (const row of rows) {
    for (const step of row.steps) {
      for (const kind of kindsOfStep(step)) {
        used.add(kind);
      }
    }
    if (used.size === allKinds.length) {
      break;
    }
  }
  return allKinds.filter((kind) => used.has(kind));
}

/** Width of a strip of these columns. */
export const stripTrack = (kinds: readonly StepKind[]): string =>
  `${Math.max(96, kinds.length * 40)}px`;

interface PlanStripProps {
  steps: readonly Step[];
  kinds: readonly StepKind[];
}

function planWords(steps: readonly Step[]): string {
  const words: string[] = [];
  if (steps.some((step) => step.action === "invite")) {
    words.push("invite");
  }
  if (steps.some(sendsMail)) {
    words.push("mail");
  }
  const groups = steps.filter((step) => step.action === "addToGroup").length;
  const applications = steps.filter((step) => step.action === "assignApplication").length;
  if (groups > 0) {
    words.push(counted(groups, "group"));
  }
  if (applications > 0) {
    words.push(counted(applications, "application"));
  }
  return words.join(", ");
}

/** What is going to be done for a person; what is not needed stays as a faint icon. */
export function PlanStrip({ steps, kinds }: PlanStripProps): JSX.Element {
  const cells = kinds.map<Cell>((kind) => {
    const count = steps.filter((step) => kindsOfStep(step).includes(kind)).length;
    return { kind, count, tone: count > 0 ? "plain" : "faint" };
  });
  return <Strip cells={cells} label={planWords(steps)} />;
}

const worstFirst: readonly StepState[] = [
  "failed",
  "unknown",
  "sending",
  "waiting",
  "planned",
  "skipped",
  "done",
];

interface RunStripProps {
  steps: readonly RunStep[];
  kinds: readonly StepKind[];
  /** The run rests. */
  rests: boolean;
}

const kindWords: Record<StepKind, string> = {
  invite: "Invite",
  mail: "Mail",
  groups: "Groups",
  application: "Applications",
};

/** How far the steps of a person are. */
export function RunStrip({ steps, kinds, rests }: RunStripProps): JSX.Element {
  const words: string[] = [];
  const cells = kinds.map<Cell>((kind) => {
    const of = steps.filter((step) => kindsOfStep(step.step).includes(kind));
    const state = worstFirst.find((candidate) => of.some((step) => step.state === candidate));
    if (state !== undefined) {
      words.push(`${kindWords[kind]}: ${stateWord(state, rests)}`);
    }
    return { kind, count: of.length, tone: state === undefined ? "none" : toneOf[state] };
  });
  return <Strip cells={cells} label={words.join(", ")} />;
}

function Strip({ cells, label }: { cells: readonly Cell[]; label: string }): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.strip} role="img" aria-label={label} title={label}>
      {cells.map(({ kind, tone, count }) => {
        const counts = (kind === "groups" || kind === "application") && count > 1;
        return (
          <span
            key={kind}
            className={mergeClasses(
              styles.cell,
              tone !== "plain" && tone !== "none" && styles[tone],
              tone === "none" && styles.faint,
              counts && styles.counted,
            )}
          >
            {tone === "none" ? "–" : icons[kind]}
            {counts && tone !== "none" && <span className={styles.count}>{count}</span>}
          </span>
        );
      })}
    </span>
  );
}
