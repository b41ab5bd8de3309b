import {
  Apps20Filled,
  Apps20Regular,
  History20Filled,
  History20Regular,
  People20Filled,
  People20Regular,
  PeopleTeam20Filled,
  PeopleTeam20Regular,
  PersonAdd20Filled,
  PersonAdd20Regular,
  Settings20Filled,
  Settings20Regular,
} from "@fluentui/react-icons";
import type { ReactElement } from "react";
import type { Route } from "@/navigation";

/** A place in the rail. */
export interface Screen {
  id: "guests" | "invite" | "groups" | "applications" | "activity" | "settings";
  label: string;
  icon: ReactElement;
  selectedIcon: ReactElement;
  /** Routes that light the place up. */
  routes: readonly Route["screen"][];
}

export const screens: readonly Screen[] = [
  {
    id: "guests",
    label: "Guests",
    icon: <People20Regular />,
    selectedIcon: <People20Filled />,
    routes: ["guests", "guest"],
  },
  {
    id: "invite",
    label: "Invite",
    icon: <PersonAdd20Regular />,
    selectedIcon: <PersonAdd20Filled />,
    routes: ["invite", "review", "resend", "access"],
  },
  {
    id: "groups",
    label: "Groups",
    icon: <PeopleTeam20Regular />,
    selectedIcon: <PeopleTeam20Filled />,
    routes: ["groups", "group"],
  },
  {
    id: "applications",
    label: "Applications",
    icon: <Apps20Regular />,
    selectedIcon: <Apps20Filled />,
    routes: ["applications", "application"],
  },
  {
    id: "activity",
    label: "Activity",
    icon: <History20Regular />,
    selectedIcon: <History20Filled />,
    routes: ["activity", "run"],
  },
  {
    id: "settings",
    label: "Settings",
    icon: <Settings20Regular />,
    selectedIcon: <Settings20Filled />,
    routes: ["settings"],
  },
];
