import { createContext, useContext, useMemo, useState, type JSX, type ReactNode } from "react";
import type { TablePlace } from "@/components/virtual-table";
import { allGuests, type GuestListState } from "./list-state";

/** The guests that are selected, by id. */
export interface GuestSelection {
  readonly ids: ReadonlySet<string>;
  /** Set where they are all that this list held when they were selected. */
  readonly all?: GuestListState;
}

export const nobody: GuestSelection = { ids: new Set() };

interface ListMemory {
  list: GuestListState;
  setList: (list: GuestListState) => void;
  selection: GuestSelection;
  setSelection: (selection: GuestSelection) => void;
  place: TablePlace;
}

const beginning = (): TablePlace => ({ active: 0, top: 0 });

const ListMemoryContext = createContext<ListMemory>({
  list: allGuests,
  setList: () => undefined,
  selection: nobody,
  setSelection: () => undefined,
  place: beginning(),
});

/**
 * Keeps the list's filters, order, selection and place while other screens are shown, for one
 * signed-in session. Only what asks for them is drawn anew when they change: they do with every letter.
 */
export function ListMemoryArea({ children }: { children: ReactNode }): JSX.Element {
  const [list, setList] = useState(allGuests);
  const [selection, setSelection] = useState(nobody);
  const [place] = useState(beginning);
  const memory = useMemo(
    () => ({ list, setList, selection, setSelection, place }),
    [list, selection, place],
  );
  return <ListMemoryContext.Provider value={memory}>{children}</ListMemoryContext.Provider>;
}

export const useListMemory = (): ListMemory => useContext(ListMemoryContext);
