import type { GuestQuery, GuestSort, GuestState } from "@/ipc";

/** What the guest list shows: filters and order, without the window of rows. */
export interface GuestListState {
  text: string;
  /** Null: all. */
  state: GuestState | null;
  domains: readonly string[];
  /** Invited within this many days; null: whenever. */
  withinDays: number | null;
  sort: GuestSort;
  descending: boolean;
}

export const allGuests: GuestListState = {
  text: "",
  state: null,
  domains: [],
  withinDays: null,
  sort: "created",
  descending: true,
};

const dayMilliseconds = 86_400_000;

/** The query of a window of rows. Days are counted from the last midnight, so that pages agree. */
export function guestQuery(
  list: GuestListState,
  offset: number,
  count: number,
  today = new Date(),
): GuestQuery {
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  return {
    text: list.text.trim(),
    states: list.state ? [list.state] : [],
    domains: [...list.domains],
    createdFrom:
      list.withinDays === null
        ? null
        : new Date(midnight - list.withinDays * dayMilliseconds).toISOString(),
    createdTo: null,
    sort: list.sort,
    descending: list.descending,
    offset,
    count,
  };
}

/** Whether anything narrows the list. */
export function isFiltered(list: GuestListState): boolean {
  return (
    list.text.trim() !== "" ||
    list.state !== null ||
    list.domains.length > 0 ||
    list.withinDays !== null
  );
}

/** The same order, nothing left out. */
export const withoutFilters = (list: GuestListState): GuestListState => ({
  ...allGuests,
  sort: list.sort,
  descending: list.descending,
});
