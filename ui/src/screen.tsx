import type { JSX } from "react";
import { AccessScreen } from "@/features/access/access-screen";
import { ActivityScreen } from "@/features/activity/activity-screen";
import { ApplicationScreen } from "@/features/applications/application-screen";
import { ApplicationsScreen } from "@/features/applications/applications-screen";
import { GroupScreen } from "@/features/groups/group-screen";
import { GroupsScreen } from "@/features/groups/groups-screen";
import { GuestScreen } from "@/features/guest/guest-screen";
import { GuestsScreen } from "@/features/guests/guests-screen";
import { InviteScreen } from "@/features/invite/invite-screen";
import { ResendScreen } from "@/features/resend/resend-screen";
import { ReviewScreen } from "@/features/run/review-screen";
import { RunScreen } from "@/features/run/run-screen";
import { SettingsScreen } from "@/features/settings/settings-screen";
import type { Route } from "@/navigation";

/** The screen of a route. It begins anew when what it shows is another thing. */
export function Screen({ route }: { route: Route }): JSX.Element {
  switch (route.screen) {
    case "guests":
      return <GuestsScreen />;
    case "guest":
      return <GuestScreen id={route.id} list={route.list} place={route.place} />;
    case "invite":
      return <InviteScreen {...(route.draft ? { draft: route.draft } : {})} />;
    case "review":
      return <ReviewScreen draft={route.draft} origin={route.origin} from={route.from} />;
    case "run":
      return <RunScreen key={route.id} id={route.id} />;
    case "resend":
      return <ResendScreen ids={route.ids} {...(route.list ? { list: route.list } : {})} />;
    case "access":
      return (
        <AccessScreen
          ids={route.ids}
          {...(route.add ? { add: route.add } : {})}
          {...(route.draft ? { draft: route.draft } : {})}
          {...(route.list ? { list: route.list } : {})}
        />
      );
    case "groups":
      return <GroupsScreen />;
    case "group":
      return <GroupScreen key={route.id} id={route.id} />;
    case "applications":
      return <ApplicationsScreen />;
    case "application":
      return <ApplicationScreen key={route.id} id={route.id} />;
    case "activity":
      return <ActivityScreen />;
    case "settings":
      return <SettingsScreen />;
  }
}
