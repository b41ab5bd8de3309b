import { createContext, useContext } from "react";
import type { Draft, GroupId, ServicePrincipalId, UserId } from "@/ipc";
import type { GuestListState } from "@/features/guests/list-state";
import type { Origin } from "@/features/run/planning";

/** What the window can show. There are no addresses: a route is state. */
export type Route =
  | { screen: "guests" }
  /** `place` is the guest's place in the list that it was opened from. */
  | { screen: "guest"; id: UserId; list?: GuestListState; place?: number }
  /** `draft` goes on with one that was begun elsewhere: from review, or from a group's page. */
  | { screen: "invite"; draft?: Draft }
  /** Holds a draft against the directory and shows what would happen; `from` is where it was composed. */
  | { screen: "review"; draft: Draft; origin?: Origin; from?: Route }
  | { screen: "run"; id: string }
  /** What a resend says, before it is reviewed. */
  /** `list` brings people of a list in the place of ids. */
  | { screen: "resend"; ids: readonly UserId[]; list?: Draft }
  /** Groups and applications for people who are guests already; `add` opens that picker at once. */
  | { screen: "access"; ids: readonly UserId[]; add?: "group" | "application"; draft?: Draft; list?: Draft }
  | { screen: "groups" }
  | { screen: "group"; id: GroupId }
  | { screen: "applications" }
  | { screen: "application"; id: ServicePrincipalId }
  | { screen: "activity" }
  | { screen: "settings" };

export type Navigate = (route: Route) => void;

/** Where the window is, and how to go elsewhere. */
export interface Navigation {
  route: Route;
  navigate: Navigate;
  /** Goes to where the person came from, where that is known. */
  back: (() => void) | undefined;
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) {
    throw new Error("Only screens inside the shell can navigate.");
  }
  return navigation;
}

/** Just the way on. */
export const useNavigate = (): Navigate => useNavigation().navigate;
