import type { JSX } from "react";
import type { PlanNote } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { ExplanationBar } from "@/components/trouble";

/** What holds for the whole plan: what will not be done first, then what could not be checked. */
export function PlanNotes({ notes }: { notes: readonly PlanNote[] }): JSX.Element {
  const ordered = [...notes].sort((one, other) => Number(other.blocking) - Number(one.blocking));
  return (
    <>
      {ordered.map(({ blocking, explanation }, index) => (
        <ExplanationBar
          key={`${explanation.code}-${index}`}
          explanation={explanation}
          intent={blocking ? "error" : "warning"}
          actions={
            explanation.request === null ? undefined : (
              <CopyButton label="Copy request" text={explanation.request} />
            )
          }
        />
      ))}
    </>
  );
}
