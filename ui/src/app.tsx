import { FluentProvider, RendererProvider, Spinner, makeStyles } from "@fluentui/react-components";
import { QueryClientProvider, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { Suspense, lazy, useCallback, useEffect, useSyncExternalStore, type JSX } from "react";
import { troubleOf, type Theme } from "@/ipc";
import { CommandRegistry } from "@/components/commands";
import { ErrorBoundary } from "@/components/error-boundary";
import { ToastArea } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { CloseQuestion } from "@/features/run/close-question";
import { SignInScreen } from "@/features/sign-in/sign-in-screen";
import { createRenderer } from "@/griffel";
import { followChanges } from "@/queries/client";
import { commandQuery } from "@/queries/command-query";
import { themes, type Look } from "@/theme";

const renderer = createRenderer(document);

// Most of the program is for whoever is signed in. The first screen need not wait for it, and it is
// there before anybody can have signed in.
const loadScreens = (): Promise<typeof import("@/screens")> => import("@/screens");
const Screens = lazy(loadScreens);

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
    document.documentElement.dataset.look = look;
  }, [look]);
  return (
    <FluentProvider theme={themes[look]}>
      <ToastArea>
        <CommandRegistry>
          {/* Not the provider: its class is passed on to every tooltip and dialog. */}
          <div className={styles.root}>
            <ErrorBoundary>
              <Gate />
            </ErrorBoundary>
          </div>
          {/* Outside: the window can be closed whatever is drawn in it. */}
          <CloseQuestion />
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
  const isSettled = session.isFetched;
  useEffect(() => {
    if (isSettled) {
      // Once the first screen is painted. One that fails is asked for again when it is needed.
      const timer = setTimeout(() => void loadScreens().catch(() => undefined), 200);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [isSettled]);
  if (session.isError) {
    return (
      <div className={styles.centre}>
        <TroubleBar trouble={troubleOf(session.error)} onRetry={() => void session.refetch()} />
      </div>
    );
  }
  const opening = (
    <div className={styles.centre}>
      <Spinner label="Opening Usher" delay={500} />
    </div>
  );
  if (!session.data) {
    return opening;
  }
  if (session.data.state === "signedOut") {
    return <SignInScreen session={session.data} onSignedIn={onSignedIn} />;
  }
  return (
    <Suspense fallback={opening}>
      <Screens key={session.data.session.key} session={session.data.session} />
    </Suspense>
  );
}
