import type { GuestQuery, GuestSort, GuestState } from "@/ipc";

/** What the guest list shows: filters and order, without the window of rows. */
export interface GuestListState {
  text: string;
  /** Null: all. */
  state: GuestState | null;
  domains: readonly string[];
  /** Invited within this many days; null: whenever. */
  withinDays: number | null;
  /** Invited more than this many days ago; null: whenever. */
  beforeDays: number | null;
  /** First and last day of invitation, as `2026-11-24`, where no number of days is set; empty: open. */
  firstDay: string;
  lastDay: string;
  sort: GuestSort;
  descending: boolean;
}

export const allGuests: GuestListState = {
  text: "",
  state: null,
  domains: [],
  withinDays: null,
  beforeDays: null,
  firstDay: "",
  lastDay: "",
  sort: "created",
  descending: true,
};

const dayMilliseconds = 86_400_000;

/** Midnight before a day, moved on by some days; null where no day is set. */
function midnightOf(day: string, daysOn: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  return year && month && date ? new Date(year, month - 1, date + daysOn).toISOString() : null;
}

/** The query of a window of rows. Days are counted from the last midnight, so that pages agree. */
export function guestQuery(
  list: GuestListState,
  offset: number,
  count: number,
  today = new Date(),
): GuestQuery {
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  const daysAgo = (days: number): string => new Date(midnight - days * dayMilliseconds).toISOString();
  const lastMoment = (): string | null => {
    if (list.beforeDays !== null) {
      return daysAgo(list.beforeDays);
    }
    return list.withinDays === null ? midnightOf(list.lastDay, 1) : null;
  };
  return {
    text: list.text.trim(),
    states: list.state ? [list.state] : [],
    domains: [...list.domains],
    createdFrom:
      list.withinDays === null
        ? midnightOf(list.firstDay, 0)
        : daysAgo(list.withinDays),
    createdTo: lastMoment(),
    sort: list.sort,
    descending: list.descending,
    offset,
    count,
  };
}

/** Whether a time of invitation is set. */
export const isInvitedSet = (list: GuestListState): boolean =>
  list.withinDays !== null ||
  list.beforeDays !== null ||
  list.firstDay !== "" ||
  list.lastDay !== "";

/** The list without a time of invitation. */
export const withoutInvited = (list: GuestListState): GuestListState => ({
  ...list,
  withinDays: null,
  beforeDays: null,
  firstDay: "",
  lastDay: "",
});

/** Whether anything narrows the list. */
export function isFiltered(list: GuestListState): boolean {
  return (
    list.text.trim() !== "" ||
    list.state !== null ||
    list.domains.length > 0 ||
    isInvitedSet(list)
  );
}

/** The same order, nothing left out. */
export const withoutFilters = (list: GuestListState): GuestListState => ({
  ...allGuests,
  sort: list.sort,
  descending: list.descending,
});

/** Whether two lists hold the same guests, in whatever order. */
export const isSameSet = (one: GuestListState, other: GuestListState): boolean =>
  JSON.stringify(guestQuery({ ...one, sort: "created", descending: false }, 0, 0)) ===
  JSON.stringify(guestQuery({ ...other, sort: "created", descending: false }, 0, 0));
