import {
  Apps20Regular,
  ArrowSync20Regular,
  DarkTheme20Regular,
  FolderOpen20Regular,
  MailInbox20Regular,
  PeopleTeam20Regular,
  Person20Regular,
  SignOut20Regular,
} from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { call, type PracticeView, type Theme } from "@/ipc";
import { useRegisteredCommands } from "@/components/commands";
import { useAct } from "@/components/use-act";
import { allGuests, guestQuery } from "@/features/guests/list-state";
import { usePlanOpener } from "@/features/run/open-plan";
import { signOut } from "@/features/run/sign-out";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { screens } from "./screens";

export interface PaletteEntry {
  id: string;
  group: "On this page" | "Go to" | "Usher" | "Guests" | "Groups" | "Applications";
  label: string;
  secondary?: string | undefined;
  icon: ReactElement;
  reason?: string | undefined;
  run: () => void;
}

const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();

/** Every word of `text` is somewhere in `label`. */
export function matches(label: string, text: string): boolean {
  const hay = plain(label);
  return plain(text)
    .split(/\s+/u)
    .every((word) => hay.includes(word));
}

const themeNames: Record<Theme, string> = {
  system: "as the system prefers",
  light: "light",
  dark: "dark",
  highContrast: "high contrast",
};

/** What the palette offers for a text; directory objects from the third letter on. */
export function usePaletteEntries(text: string, practice: PracticeView | null): PaletteEntry[] {
  const here = usePageEntries();
  const own = useOwnEntries(practice);
  const found = useFound(text.trim());
  // What does not apply now comes after what does, so that Enter always does something.
  const open = here.filter((entry) => entry.reason === undefined);
  const closed = here.filter((entry) => entry.reason !== undefined);
  const named = (entry: PaletteEntry): boolean => matches(entry.label, text);
  return [...[...open, ...own].filter(named), ...found, ...closed.filter(named)];
}

function usePageEntries(): PaletteEntry[] {
  const commands = useRegisteredCommands();
  return commands.map((command) => ({ ...command, group: "On this page" }));
}

function useOwnEntries(practice: PracticeView | null): PaletteEntry[] {
  const navigate = useNavigate();
  const { choose: choosePlan } = usePlanOpener();
  const act = useAct();
  const goTo = screens.map<PaletteEntry>((screen) => ({
    id: `go-${screen.id}`,
    group: "Go to",
    label: screen.label,
    icon: screen.icon,
    run: () => navigate({ screen: screen.id }),
  }));
  const setTheme = async (theme: Theme): Promise<void> => {
    const settings = await call("settings");
    await call("save_preferences", { preferences: { ...settings.preferences, theme } });
  };
  const usher: PaletteEntry[] = [
    {
      id: "open-plan",
      group: "Usher",
      label: "Open plan",
      icon: <FolderOpen20Regular />,
      run: choosePlan,
    },
    {
      id: "refresh-guests",
      group: "Usher",
      label: "Refresh guests",
      icon: <ArrowSync20Regular />,
      run: () => act(() => call("refresh_guests")),
    },
    ...(["system", "light", "dark", "highContrast"] as const).map<PaletteEntry>((theme) => ({
      id: `theme-${theme}`,
      group: "Usher",
      label: `Appearance: ${themeNames[theme]}`,
      icon: <DarkTheme20Regular />,
      run: () => act(() => setTheme(theme)),
    })),
    {
      id: "sign-out",
      group: "Usher",
      label: "Sign out",
      icon: <SignOut20Regular />,
      run: () => act(signOut),
    },
  ];
  if (practice) {
    usher.unshift({
      id: "outbox",
      group: "Usher",
      label: "Open the practice outbox",
      icon: <MailInbox20Regular />,
      run: () => act(() => call("open_outbox")),
    });
  }
  return [...goTo, ...usher];
}

const leastLetters = 3;
const most = 5;

function useFound(text: string): PaletteEntry[] {
  const navigate = useNavigate();
  const enabled = text.length >= leastLetters;
  const guests = useQuery({
    ...commandQuery("guests", guestQuery({ ...allGuests, text, sort: "displayName", descending: false }, 0, most)),
    enabled,
  });
  const groups = useQuery({ ...commandQuery("groups", { text }), enabled });
  const applications = useQuery({ ...commandQuery("applications", { text }), enabled });
  if (!enabled) {
    return [];
  }
  return [
    ...(guests.data?.rows ?? []).map<PaletteEntry>((guest) => ({
      id: `guest-${guest.id}`,
      group: "Guests",
      label: guest.displayName,
      secondary: guest.mail ?? guest.userPrincipalName,
      icon: <Person20Regular />,
      run: () => navigate({ screen: "guest", id: guest.id }),
    })),
    ...(groups.data?.rows ?? []).slice(0, most).map<PaletteEntry>(({ group }) => ({
      id: `group-${group.id}`,
      group: "Groups",
      label: group.displayName,
      secondary: group.description ?? undefined,
      icon: <PeopleTeam20Regular />,
      run: () => navigate({ screen: "group", id: group.id }),
    })),
    ...(applications.data?.rows ?? []).slice(0, most).map<PaletteEntry>(({ application }) => ({
      id: `application-${application.id}`,
      group: "Applications",
      label: application.displayName,
      icon: <Apps20Regular />,
      run: () => navigate({ screen: "application", id: application.id }),
    })),
  ];
}
