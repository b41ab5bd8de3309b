import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { Apps20Regular, PeopleTeam20Regular } from "@fluentui/react-icons";
import type { JSX, ReactNode } from "react";
import type { GuestProfile, Identity, InvitationState } from "@/ipc";
import { Card } from "@/components/card";
import { CopyButton } from "@/components/copy";
import { dayText, momentText } from "@/components/dates";
import { FactList } from "@/components/fact-list";
import { groupKindName } from "@/components/kinds";
import { SafeText } from "@/components/safe-text";
import { stateNames } from "@/components/state-badge";
import { useNavigate } from "@/navigation";
import { AccessRow } from "./access-row";
import { GuestReports } from "./guest-reports";

const useStyles = makeStyles({
  cards: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    gap: "12px",
    "@media (max-width: 899px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  wide: { gridColumn: "1 / -1" },
  two: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    columnGap: "24px",
    "@media (max-width: 899px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  copied: { display: "inline-flex", alignItems: "center", maxWidth: "100%" },
  dim: { color: tokens.colorNeutralForeground3 },
  note: {
    margin: "8px 0 0",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

const stateNotes: Record<InvitationState, string> = {
  pendingAcceptance: "An invitation does not expire. Deleting the guest revokes it.",
  accepted: "The guest has accepted the invitation.",
  noState:
    "The directory holds no invitation state for this account: it is neither pending nor accepted, so nothing can be resent.",
};

function identityText(identity: Identity): string {
  return [identity.issuer ?? identity.signInType, identity.issuerAssignedId]
    .filter((part) => part !== null)
    .join(", ");
}

interface OverviewTabProps {
  profile: GuestProfile;
  onTab: (tab: "groups" | "applications") => void;
}

/** Invitation, identities, access. */
export function OverviewTab({ profile, onTab }: OverviewTabProps): JSX.Element {
  const styles = useStyles();
  const { guest } = profile;
  const copyable = (text: string, label: string): ReactNode => (
    <span className={styles.copied}>
      <SafeText text={text} />
      <CopyButton iconOnly label={label} text={text} />
    </span>
  );
  return (
    <div className={styles.cards}>
      <Card title="Invitation" className={styles.wide}>
        <div className={styles.two}>
          <FactList
            facts={[
              { label: "Invitation state", value: stateNames[profile.invitationState] },
              { label: "State changed", value: momentOrNull(guest.externalUserStateChange) },
              { label: "Created", value: momentOrNull(guest.created) },
            ]}
          />
          <FactList
            facts={[
              { label: "Invited with Usher", value: <InvitedByUs profile={profile} /> },
              {
                label: "Redeem link",
                value: profile.redeemLink ? "•••••••• kept on this computer" : null,
              },
              { label: "Account enabled", value: guest.accountEnabled ? "Yes" : "No, sign-in is blocked" },
            ]}
          />
        </div>
        <p className={styles.note}>{stateNotes[profile.invitationState]}</p>
      </Card>
      <Card title="Identities">
        <FactList
          facts={[
            {
              label: "User principal name",
              value: copyable(guest.userPrincipalName, "Copy user principal name"),
            },
            { label: "Object ID", value: copyable(guest.id, "Copy object ID") },
            {
              label: "Identities",
              value:
                profile.identities.length === 0 ? (
                  <span className={styles.dim}>
                    {profile.invitationState === "pendingAcceptance"
                      ? "Set when the guest accepts"
                      : "None"}
                  </span>
                ) : (
                  profile.identities.map((identity, index) => (
                    <div key={index}>
                      <SafeText text={identityText(identity)} />
                    </div>
                  ))
                ),
            },
            { label: "User type", value: guest.userType },
            { label: "Creation type", value: guest.creationType },
            {
              label: "Other emails",
              value:
                guest.otherMails.length === 0 ? null : <SafeText text={guest.otherMails.join(", ")} />,
            },
            {
              label: "Company name",
              value: guest.companyName === null ? null : <SafeText text={guest.companyName} />,
            },
          ]}
        />
      </Card>
      <AccessCard profile={profile} onTab={onTab} />
      <GuestReports
        className={styles.wide}
        state={profile.invitationState}
        reports={profile.mayReport}
      />
    </div>
  );
}

const momentOrNull = (iso: string | null): string | null => (iso === null ? null : momentText(iso));

function InvitedByUs({ profile }: { profile: GuestProfile }): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const invited = profile.invitedByUs;
  if (!invited) {
    return <span className={styles.dim}>Not known on this computer</span>;
  }
  return (
    <Link as="button" onClick={() => navigate({ screen: "run", id: invited.runId })}>
      {dayText(invited.at)}, see the receipt
    </Link>
  );
}

const most = 4;

function AccessCard({ profile, onTab }: OverviewTabProps): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const { groups, applications } = profile;
  const groupItems = groups.state === "listed" ? groups.items : [];
  const applicationItems = applications.state === "listed" ? applications.items : [];
  const none =
    groups.state === "listed" &&
    applications.state === "listed" &&
    groupItems.length + applicationItems.length === 0;
  return (
    <Card title="Access">
      {groupItems.slice(0, most).map((group) => (
        <AccessRow
          key={group.id}
          icon={<PeopleTeam20Regular />}
          name={group.displayName}
          tag={groupKindName(group)}
          onOpen={() => navigate({ screen: "group", id: group.id })}
        />
      ))}
      {applicationItems.slice(0, most).map((application) => (
        <AccessRow
          key={`${application.servicePrincipalId}${application.appRoleId}`}
          icon={<Apps20Regular />}
          name={application.displayName}
          tag={`Role: ${application.roleName}`}
          onOpen={() => navigate({ screen: "application", id: application.servicePrincipalId })}
        />
      ))}
      {none && <span className={styles.dim}>Neither groups nor applications yet.</span>}
      {groups.state === "notRead" && (
        <NotRead what="Groups" onTab={() => onTab("groups")} />
      )}
      {applications.state === "notRead" && (
        <NotRead what="Applications" onTab={() => onTab("applications")} />
      )}
      {(groupItems.length > most || applicationItems.length > most) && (
        <p className={styles.note}>
          <Link as="button" onClick={() => onTab(groupItems.length > most ? "groups" : "applications")}>
            See all
          </Link>
        </p>
      )}
    </Card>
  );
}

function NotRead({ what, onTab }: { what: string; onTab: () => void }): JSX.Element {
  return (
    <p style={{ margin: 0 }}>
      {what} could not be read.{" "}
      <Link as="button" inline onClick={onTab}>
        Why
      </Link>
    </p>
  );
}
