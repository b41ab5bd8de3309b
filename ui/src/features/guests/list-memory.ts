import { createContext, useContext, useMemo, useState } from "react";
import { allGuests, type GuestListState } from "./list-state";

interface ListMemory {
  list: GuestListState;
  setList: (list: GuestListState) => void;
}

/** Keeps the list's filters and order while other screens are shown. */
export const ListMemoryContext = createContext<ListMemory>({
  list: allGuests,
  setList: () => undefined,
});

/** The memory of one signed-in session. */
export function useNewListMemory(): ListMemory {
  const [list, setList] = useState(allGuests);
  return useMemo(() => ({ list, setList }), [list]);
}

export const useListMemory = (): ListMemory => useContext(ListMemoryContext);
