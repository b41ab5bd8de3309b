import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Tab, TabList, makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { troubleOf, type GuestProfile, type Listed, type UserId } from "@/ipc";
import { CommandBar } from "@/components/command-bar";
import { guestKindNames } from "@/components/kinds";
import { number } from "@/components/numbers";
import { Page, PageBody, PageHeader } from "@/components/page";
import { PersonAvatar } from "@/components/person";
import { SafeText } from "@/components/safe-text";
import { StateBadge } from "@/components/state-badge";
import { Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { visibleText } from "@/components/visible-text";
import type { GuestListState } from "@/features/guests/list-state";
import { useNavigation } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { side } from "@/theme";
import { ApplicationsTab } from "./applications-tab";
import { GroupsTab } from "./groups-tab";
import { OverviewTab } from "./overview-tab";
import { Neighbours } from "./neighbours";
import { useProfileCommands } from "./use-profile-commands";

const useStyles = makeStyles({
  top: {
    display: "flex",
    alignItems: "center",
    minHeight: "32px",
    padding: `8px ${side} 0 calc(${side} - 6px)`,
    flexShrink: 0,
  },
  aside: { marginLeft: "auto" },
  head: { display: "flex", alignItems: "center", gap: "16px", padding: `0 ${side} 8px`, flexShrink: 0 },
  words: { minWidth: 0 },
  second: {
    display: "flex",
    flexWrap: "wrap",
    columnGap: "16px",
    padding: `0 ${side}`,
    color: tokens.colorNeutralForeground3,
  },
  name: { fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
  tabs: {
    padding: `0 calc(${side} - 12px)`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    flexShrink: 0,
  },
  count: {
    marginLeft: "6px",
    padding: "0 6px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: tokens.fontSizeBase200,
  },
});

type TabName = "overview" | "groups" | "applications";

interface GuestScreenProps {
  id: UserId;
  /** The list that the guest was opened from, and the place in it. */
  list: GuestListState | undefined;
  place: number | undefined;
}

/** One guest, as the directory says now. */
export function GuestScreen({ id, list, place }: GuestScreenProps): JSX.Element {
  const styles = useStyles();
  const { navigate, back } = useNavigation();
  const profile = useQuery(commandQuery("guest_profile", { id }));
  const name = profile.data?.guest.displayName ?? "Guest";
  return (
    <Page>
      <div className={styles.top}>
        <Breadcrumb aria-label="Where this is" size="small">
          <BreadcrumbItem>
            <BreadcrumbButton onClick={() => navigate({ screen: "guests" })}>Guests</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
          <BreadcrumbItem>
            <BreadcrumbButton current>
              <SafeText text={name} />
            </BreadcrumbButton>
          </BreadcrumbItem>
        </Breadcrumb>
        {list && place !== undefined && (
          <span className={styles.aside}>
            <Neighbours list={list} place={place} />
          </span>
        )}
      </div>
      {profile.isPending && (
        <Waiting label="Reading the guest" {...(back ? { onCancel: back } : {})} />
      )}
      {profile.isError && (
        <PageBody>
          <TroubleBar trouble={troubleOf(profile.error)} onRetry={() => void profile.refetch()} />
        </PageBody>
      )}
      {profile.data && <Profile key={id} profile={profile.data} />}
    </Page>
  );
}

const lengthOf = (listed: Listed<unknown>): string =>
  listed.state === "listed" ? number(listed.items.length) : "?";

function Profile({ profile }: { profile: GuestProfile }): JSX.Element {
  const styles = useStyles();
  const [tab, setTab] = useState<TabName>("overview");
  const { guest } = profile;
  const { primary, commands } = useProfileCommands(profile);
  return (
    <>
      <div className={styles.head}>
        <PersonAvatar name={guest.displayName} domain={profile.partnerDomain ?? ""} size={56} />
        <div className={styles.words} style={{ marginLeft: `calc(0px - ${side})` }}>
          <PageHeader
            name={visibleText(guest.displayName)}
            title={<SafeText className={styles.name} text={guest.displayName} />}
            subtitle={<StateBadge state={profile.state} behind={profile.invitationState} />}
          />
          <div className={styles.second}>
            <SafeText text={guest.mail ?? "No mail address"} />
            <span>{guestKindNames[profile.kind]}</span>
            {profile.partnerDomain !== null && <SafeText text={profile.partnerDomain} />}
          </div>
        </div>
      </div>
      <CommandBar label="Guest commands" primary={primary} commands={commands} />
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, data) => setTab(data.value as TabName)}
        aria-label="About this guest"
      >
        <Tab value="overview">Overview</Tab>
        <Tab value="groups">
          Groups <span className={styles.count}>{lengthOf(profile.groups)}</span>
        </Tab>
        <Tab value="applications">
          Applications <span className={styles.count}>{lengthOf(profile.applications)}</span>
        </Tab>
      </TabList>
      <PageBody>
        <div role="tabpanel" aria-label={tab === "overview" ? "Overview" : tab === "groups" ? "Groups" : "Applications"}>
          {tab === "overview" && <OverviewTab profile={profile} onTab={setTab} />}
          {tab === "groups" && <GroupsTab groups={profile.groups} />}
          {tab === "applications" && <ApplicationsTab applications={profile.applications} />}
        </div>
      </PageBody>
    </>
  );
}
