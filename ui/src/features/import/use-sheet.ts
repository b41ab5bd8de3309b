import { useCallback, useEffect, useRef, useState } from "react";
import {
  troubleOf,
  watch,
  type Meaning,
  type ReadOptions,
  type SheetEvent,
  type SheetView,
  type Trouble,
} from "@/ipc";
import { UnreadableFile, letGo, sendFile } from "./send-file";

/** What the columns mean, place by place. */
export type Mapping = readonly (Meaning | null)[];

/** What is going on with a list. */
export type Phase =
  /** `share` is how far, from 0 to 1; undefined: nobody knows. */
  { at: "working"; words: string; share: number | undefined } | { at: "read" } | { at: "failed"; trouble: Trouble };

export interface SheetState {
  phase: Phase;
  /** The list as it was read last; it stays while it is read anew. */
  sheet: SheetView | undefined;
  options: ReadOptions;
  /** The person has said how it is read or what a column means. */
  changed: boolean;
  /** What the columns mean, the last choice included, before the list was read by it. */
  mapping: Mapping;
  /** Counts the readings, so that rows of an earlier one are not shown. */
  reading: number;
  /** Reads the file anew, with columns that mean what they seem to. */
  readAs: (options: ReadOptions) => void;
  /** Takes columns for something else. */
  map: (mapping: Mapping) => void;
}

const byItself: ReadOptions = { encoding: null, delimiter: null, header: null };

/** A file in the shell's hands: sent, read, and read anew when the person says otherwise. */
export function useSheet(file: File): SheetState {
  const [phase, setPhase] = useState<Phase>({ at: "working", words: "Opening the file", share: undefined });
  const [sheet, setSheet] = useState<SheetView>();
  const [options, setOptions] = useState<ReadOptions>(byItself);
  const [changed, setChanged] = useState(false);
  const [reading, setReading] = useState(0);
  const [wanted, setWanted] = useState<Mapping | null>(null);
  const turn = useRef(0);

  const read = useCallback(async (options: ReadOptions, mapping: Mapping | null): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    const onEvent = (event: SheetEvent): void => {
      if (mine !== turn.current) {
        return;
      }
      switch (event.event) {
        case "reading": {
          const { done, rows } = event.progress;
          setPhase({ at: "working", words: "Checking the rows", share: rows > 0 ? done / rows : undefined });
          break;
        }
        case "read":
          setSheet(event.sheet);
          setReading(mine);
          setPhase({ at: "read" });
          break;
        case "failed":
          setPhase({ at: "failed", trouble: event.trouble });
      }
    };
    setOptions(options);
    setWanted(mapping);
    setPhase({ at: "working", words: "Checking the rows", share: undefined });
    try {
      await watch("read_sheet", { options, mapping: mapping === null ? null : [...mapping] }, onEvent);
    } catch (thrown) {
      onEvent({ event: "failed", trouble: troubleOf(thrown) });
    }
  }, []);

  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    const over = (): boolean => mine !== turn.current;
    const take = async (): Promise<void> => {
      const onSent = (share: number): void => {
        if (!over()) {
          setPhase({ at: "working", words: "Opening the file", share });
        }
      };
      await sendFile(file, onSent, over);
      if (!over()) {
        await read(byItself, null);
      }
    };
    take().catch((thrown: unknown) => {
      if (!over()) {
        setPhase({ at: "failed", trouble: troubleOfFile(thrown, file) });
      }
    });
    return () => {
      turn.current += 1;
      void letGo();
    };
  }, [file, read]);

  const readAgain = useCallback(
    (next: ReadOptions, mapping: Mapping | null) => {
      setChanged(true);
      void read(next, mapping);
    },
    [read],
  );
  const readAs = useCallback((next: ReadOptions) => readAgain(next, null), [readAgain]);
  const map = useCallback((mapping: Mapping) => readAgain(options, mapping), [readAgain, options]);
  const mapping = wanted ?? sheet?.mapping ?? [];
  return { phase, sheet, options, changed, mapping, reading, readAs, map };
}

function troubleOfFile(thrown: unknown, file: File): Trouble {
  const trouble = troubleOf(thrown);
  if (!(thrown instanceof UnreadableFile)) {
    return trouble;
  }
  return {
    ...trouble,
    code: "invalidInput",
    explanation: {
      ...trouble.explanation,
      code: "fileNotReadable",
      summary: "The file cannot be read.",
      cause: `${file.name} is a folder, was moved meanwhile, or may not be opened.`,
      remedy: "Choose a CSV file that you can open.",
    },
  };
}

/** A mapping in which a column means something else; what only one column can mean moves there. */
export function mapped(mapping: Mapping, column: number, meaning: Meaning | null): Mapping {
  const shared = meaning === "groups" || meaning === "applications";
  return mapping.map((known, place) => {
    if (place === column) {
      return meaning;
    }
    return known === meaning && !shared ? null : known;
  });
}
