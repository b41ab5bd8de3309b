import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { PersonDelete20Regular, SignOut20Regular, Warning16Filled } from "@fluentui/react-icons";
import { useMemo, useState, type JSX } from "react";
import { call, troubleOf, type RememberedAccount, type SessionView, type SettingsView } from "@/ipc";
import { Card } from "@/components/card";
import { usePageCommands } from "@/components/commands";
import { FactList, type Fact } from "@/components/fact-list";
import { InlineWait } from "@/components/inline-wait";
import { Person } from "@/components/person";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";
import { useWork } from "@/components/use-work";
import { visibleText } from "@/components/visible-text";
import { RunUnderWay } from "@/features/run/run-under-way";
import { signOut } from "@/features/run/sign-out";
import { usher } from "@/theme";
import { ConfirmDialog } from "@/components/confirm-dialog";

const useStyles = makeStyles({
  card: { display: "flex", flexDirection: "column", gap: "12px" },
  actions: { display: "flex", gap: "8px", flexWrap: "wrap" },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: "11px" },
  warning: { display: "flex", gap: "6px", color: usher.amberText, margin: 0 },
  icon: { flexShrink: 0, marginTop: "2px" },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  other: { display: "flex", alignItems: "center", justifyContent: "space-between", gap: "8px", minHeight: "40px" },
});

interface AccountCardProps {
  settings: SettingsView;
  session: SessionView;
}

/** Who is signed in by which app registration, whether it is kept, and how to end it. */
export function AccountCard({ settings, session }: AccountCardProps): JSX.Element {
  const styles = useStyles();
  const [forgetting, setForgetting] = useState<{ key: string; name: string }>();
  const leave = useWork({ mutationFn: signOut });
  const forget = useWork({
    mutationFn: (key: string) => call("forget_account", { key }),
    onSuccess: (_, key) => setForgetting((asked) => (asked?.key === key ? undefined : asked)),
  });
  const { appRegistration, keyring } = settings;
  const facts: Fact[] = [
    {
      label: "Organization",
      value: session.organization && <SafeText text={session.organization.displayName} />,
    },
    { label: "Tenant ID", value: <span className={styles.mono}>{session.tenantId}</span> },
    ...(appRegistration
      ? [
          ...(appRegistration.tenant === session.tenantId
            ? []
            : [{ label: "Tenant", value: <SafeText text={appRegistration.tenant} /> }]),
          {
            label: "App registration",
            value: <span className={styles.mono}>{appRegistration.clientId}</span>,
          },
        ]
      : []),
    {
      label: "Sign-in",
      value: session.kept
        ? "Kept: encrypted on this computer, the key in the system’s keyring"
        : "For this session only: it ends when Usher closes",
    },
  ];
  const others = settings.accounts.filter((account) => account.key !== session.key);

  const { key, displayName } = session;
  usePageCommands(
    useMemo(
      () => [
        {
          id: "forget-account",
          label: "Forget this account",
          icon: <PersonDelete20Regular />,
          run: () => setForgetting({ key, name: displayName }),
        },
      ],
      [key, displayName],
    ),
  );
  return (
    <Card title="Account">
      <div className={styles.card}>
        <Person
          name={session.displayName}
          domain={session.organization?.primaryDomain ?? session.tenantId}
          size={32}
          secondary={session.username}
        />
        <FactList facts={facts} />
        {keyring.state === "unavailable" && (
          <p className={styles.warning}>
            <Warning16Filled className={styles.icon} />
            <span>Sign-ins are not kept and end when Usher closes, because {keyring.why}.</span>
          </p>
        )}
        {leave.isError && <TroubleBar trouble={troubleOf(leave.error)} />}
        {leave.isPending && <InlineWait label="Signing out" onLetGo={leave.letGo} />}
        <div className={styles.actions}>
          <Button
            icon={<SignOut20Regular />}
            disabledFocusable={leave.isPending}
            onClick={() => leave.mutate()}
          >
            Sign out
          </Button>
          <Button
            icon={<PersonDelete20Regular />}
            onClick={() => setForgetting({ key: session.key, name: session.displayName })}
          >
            Forget this account
          </Button>
        </div>
        {others.length > 0 && (
          <>
            <h3 className={styles.heading}>Other accounts on this computer</h3>
            <ul className={styles.list}>
              {others.map((account) => (
                <OtherAccount
                  key={account.key}
                  account={account}
                  onForget={() => setForgetting({ key: account.key, name: account.displayName })}
                />
              ))}
            </ul>
          </>
        )}
      </div>
      {forgetting && (
        <ConfirmDialog
          title={`Forget ${visibleText(forgetting.name)}?`}
          confirm="Forget"
          busy={forget.isPending}
          trouble={forget.isError ? troubleOf(forget.error) : undefined}
          onConfirm={() => forget.mutate(forgetting.key)}
          onClose={() => {
            forget.letGo();
            setForgetting(undefined);
          }}
        >
          {forgetting.key === key && (
            <RunUnderWay>
              It is held up, and offered to resume once you have signed in again.
            </RunUnderWay>
          )}
          The sign-in is taken off this computer and the account leaves the first screen. Nothing in
          the directory changes.
        </ConfirmDialog>
      )}
    </Card>
  );
}

function OtherAccount({
  account,
  onForget,
}: {
  account: RememberedAccount;
  onForget: () => void;
}): JSX.Element {
  const styles = useStyles();
  return (
    <li className={styles.other}>
      <Person
        name={account.displayName}
        domain={account.tenantId}
        size={28}
        secondary={`${account.username}, ${account.practice ? "practice tenant" : (account.organization ?? account.tenantId)}`}
      />
      <Button size="small" aria-label={`Forget ${visibleText(account.displayName)}`} onClick={onForget}>
        Forget
      </Button>
    </li>
  );
}
