import { useCallback, useLayoutEffect, useMemo, useState, type JSX } from "react";
import type { SessionView } from "@/ipc";
import { ErrorBoundary } from "@/components/error-boundary";
import { AppShell } from "@/components/shell/app-shell";
import { ListMemoryArea } from "@/features/guests/list-memory";
import { composeAs } from "@/features/invite/compose-store";
import { PlanOpenerArea } from "@/features/run/open-plan";
import { forgetPlan } from "@/features/run/planning";
import { NavigationContext, type Route } from "@/navigation";
import { Screen } from "@/screen";

const mostRemembered = 50;
const start: Route = { screen: "guests" };

/** The signed-in window. It begins anew for every account. */
export default function Screens({ session }: { session: SessionView }): JSX.Element {
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
      <ListMemoryArea>
        <PlanOpenerArea>
          <AppShell session={session}>
            <ErrorBoundary resetOn={route}>
              <Screen route={route} />
            </ErrorBoundary>
          </AppShell>
        </PlanOpenerArea>
      </ListMemoryArea>
    </NavigationContext.Provider>
  );
}
