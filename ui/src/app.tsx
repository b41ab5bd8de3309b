import { FluentProvider, RendererProvider, Spinner, makeStyles } from "@fluentui/react-components";
import { QueryClientProvider, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type JSX } from "react";
import { troubleOf, type SessionView, type Theme } from "@/ipc";
import { CommandRegistry } from "@/components/commands";
import { AppShell } from "@/components/shell/app-shell";
import { ToastArea } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { ListMemoryContext, useNewListMemory } from "@/features/guests/list-memory";
import { composeAs } from "@/features/invite/compose-store";
import { CloseQuestion } from "@/features/run/close-question";
import { PlanOpenerArea } from "@/features/run/open-plan";
import { forgetPlan } from "@/features/run/planning";
import { SignInScreen } from "@/features/sign-in/sign-in-screen";
import { createRenderer } from "@/griffel";
import { NavigationContext, type Route } from "@/navigation";
import { followChanges } from "@/queries/client";
import { commandQuery } from "@/queries/command-query";
import { Screen } from "@/screen";
import { themes, type Look } from "@/theme";

const renderer = createRenderer(document);

function useSystemLook(): Look {
  return useSyncExternalStore(
    (changed) => {
      const lists = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
        matchMedia(query),
      );
      lists.forEach((list) => list.addEventListener("change", changed));
      return () => lists.forEach((list) => list.removeEventListener("change", changed));
    },
    () => {
      if (matchMedia("(forced-colors: active)").matches) {
        return "highContrast";
      }
      return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    },
  );
}

const useStyles = makeStyles({
  root: { height: "100vh" },
  centre: { height: "100%", display: "flex", alignItems: "center", justifyContent: "center" },
});

/** The window: style renderer, theme, data, toasts, and whoever is signed in. */
export function App({ client }: { client: QueryClient }): JSX.Element {
  return (
    <RendererProvider renderer={renderer}>
      <QueryClientProvider client={client}>
        <Themed />
      </QueryClientProvider>
    </RendererProvider>
  );
}

function Themed(): JSX.Element {
  const styles = useStyles();
  const client = useQueryClient();
  const system = useSystemLook();
  const settings = useQuery(commandQuery("settings"));
  const wanted: Theme = settings.data?.preferences.theme ?? "system";
  const look = wanted === "system" ? system : wanted;
  useEffect(() => followChanges(client), [client]);
  useEffect(() => {
    document.documentElement.style.colorScheme = look === "light" ? "light" : "dark";
  }, [look]);
  return (
    <FluentProvider theme={themes[look]}>
      <ToastArea>
        <CommandRegistry>
          {/* Not the provider: its class is passed on to every tooltip and dialog. */}
          <div className={styles.root}>
            <Gate />
          </div>
        </CommandRegistry>
      </ToastArea>
    </FluentProvider>
  );
}

/** Sign-in until somebody is signed in, then the screens. */
function Gate(): JSX.Element {
  const styles = useStyles();
  const client = useQueryClient();
  const session = useQuery(commandQuery("session_state"));
  const onSignedIn = useCallback(() => void client.invalidateQueries(), [client]);
  if (session.isError) {
    return (
      <div className={styles.centre}>
        <TroubleBar trouble={troubleOf(session.error)} onRetry={() => void session.refetch()} />
      </div>
    );
  }
  if (!session.data) {
    return (
      <div className={styles.centre}>
        <Spinner label="Opening Usher" delay={500} />
      </div>
    );
  }
  if (session.data.state === "signedOut") {
    return <SignInScreen session={session.data} onSignedIn={onSignedIn} />;
  }
  return <Screens key={session.data.session.key} session={session.data.session} />;
}

const mostRemembered = 50;
const start: Route = { screen: "guests" };

/** The signed-in window. It begins anew for every account. */
function Screens({ session }: { session: SessionView }): JSX.Element {
  const [trail, setTrail] = useState<readonly Route[]>([start]);
  const route = trail.at(-1) ?? start;
  // Before anything can be taken into a composition: what is there may be another account's.
  useLayoutEffect(() => {
    composeAs(session.key);
    return forgetPlan;
  }, [session.key]);
  const navigate = useCallback(
    (route: Route) => setTrail((before) => [...before, route].slice(-mostRemembered)),
    [],
  );
  const back = useCallback(() => setTrail((before) => before.slice(0, -1)), []);
  const navigation = useMemo(
    () => ({ route, navigate, back: trail.length > 1 ? back : undefined }),
    [route, navigate, back, trail.length],
  );
  return (
    <NavigationContext.Provider value={navigation}>
      <ListMemoryContext.Provider value={useNewListMemory()}>
        <PlanOpenerArea>
          <AppShell session={session}>
            <Screen route={route} />
          </AppShell>
          <CloseQuestion />
        </PlanOpenerArea>
      </ListMemoryContext.Provider>
    </NavigationContext.Provider>
  );
}
