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
import {
  call,
  troubleOf,
  type ApplicationPage,
  type GroupPage,
  type GuestWindow,
  type PracticeView,
  type Theme,
  type Trouble,
} from "@/ipc";
import { useRegisteredCommands } from "@/components/commands";
import { useAct } from "@/components/use-act";
import { allGuests, guestQuery } from "@/features/guests/list-state";
import { usePlanOpener } from "@/features/run/open-plan";
import { signOut } from "@/features/run/sign-out";
import { useNavigate, type Navigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { useFound } from "@/queries/use-found";
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

/** What the palette offers, and how far the directory has been asked. */
export interface PaletteOffer {
  entries: PaletteEntry[];
  /** The directory is being asked for this text. */
  asking: boolean;
  /** Why the directory did not answer. */
  trouble: Trouble | undefined;
}

/** What the palette offers for a text; directory objects from the third letter on. */
export function usePaletteEntries(text: string, practice: PracticeView | null): PaletteOffer {
  const here = usePageEntries();
  const own = useOwnEntries(practice);
  const found = useDirectoryEntries(text.trim());
  // What does not apply now comes after what does, so that Enter always does something.
  const open = here.filter((entry) => entry.reason === undefined);
  const closed = here.filter((entry) => entry.reason !== undefined);
  const named = (entry: PaletteEntry): boolean => matches(entry.label, text);
  const entries = [...[...open, ...own].filter(named), ...found.entries, ...closed.filter(named)];
  return { ...found, entries };
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

function useDirectoryEntries(text: string): PaletteOffer {
  const navigate = useNavigate();
  const isLong = (asked: string): boolean => asked.length >= leastLetters;
  const enabled = isLong(text);
  const guests = useQuery({
    ...commandQuery("guests", guestQuery({ ...allGuests, text, sort: "displayName", descending: false }, 0, most)),
    enabled,
  });
  const groups = useFound(text, (asked) => ({ ...commandQuery("groups", { text: asked }), enabled: isLong(asked) }));
  const applications = useFound(text, (asked) => ({
    ...commandQuery("applications", { text: asked }),
    enabled: isLong(asked),
  }));
  if (!enabled) {
    return { entries: [], asking: false, trouble: undefined };
  }
  const asked = [groups, applications];
  const failed = [guests, groups.query, applications.query].find((query) => query.isError);
  const entries = entriesOf(navigate, guests.data, groups.query.data, applications.query.data);
  return {
    entries,
    asking: guests.isPending || asked.some(({ settled, query }) => settled !== text || query.isFetching),
    trouble: failed ? troubleOf(failed.error) : undefined,
  };
}

function entriesOf(
  navigate: Navigate,
  guests: GuestWindow | undefined,
  groups: GroupPage | undefined,
  applications: ApplicationPage | undefined,
): PaletteEntry[] {
  return [
    ...(guests?.rows ?? []).map<PaletteEntry>((guest) => ({
      id: `guest-${guest.id}`,
      group: "Guests",
      label: guest.displayName,
      secondary: guest.mail ?? guest.userPrincipalName,
      icon: <Person20Regular />,
      run: () => navigate({ screen: "guest", id: guest.id }),
    })),
    ...(groups?.rows ?? []).slice(0, most).map<PaletteEntry>(({ group }) => ({
      id: `group-${group.id}`,
      group: "Groups",
      label: group.displayName,
      secondary: group.description ?? undefined,
      icon: <PeopleTeam20Regular />,
      run: () => navigate({ screen: "group", id: group.id }),
    })),
    ...(applications?.rows ?? []).slice(0, most).map<PaletteEntry>(({ application }) => ({
      id: `application-${application.id}`,
      group: "Applications",
      label: application.displayName,
      icon: <Apps20Regular />,
      run: () => navigate({ screen: "application", id: application.id }),
    })),
  ];
}
