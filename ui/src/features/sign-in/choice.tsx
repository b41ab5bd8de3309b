import { Button, Field, Input, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  Beaker24Regular,
  BeakerRegular,
  Building24Regular,
  CheckmarkCircle20Regular,
  ChevronRight20Regular,
  Key20Regular,
} from "@fluentui/react-icons";
import { useEffect, useRef, useState, type JSX, type SubmitEvent } from "react";
import type { RememberedAccount, SessionState, SignInTarget, WorkTarget } from "@/ipc";
import { Person } from "@/components/person";
import { SupportDetails } from "@/components/trouble-details";
import { usher } from "@/theme";
import { stillStanding, type FieldRefusal } from "./field-refusal";
import { clientIdProblem, tenantProblem } from "./fields";

const useStyles = makeStyles({
  title: {
    margin: 0,
    textAlign: "center",
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  lead: { margin: "-8px 0 8px", textAlign: "center", color: tokens.colorNeutralForeground3 },
  cards: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 440px) minmax(0, 320px)",
    gap: "16px",
    justifyContent: "center",
    width: "100%",
    "@media (max-width: 759px)": { gridTemplateColumns: "minmax(0, 440px)" },
  },
  card: {
    display: "flex",
    flexDirection: "column",
    padding: "24px",
    borderRadius: "12px",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${usher.panelOutline}`,
  },
  head: { display: "flex", alignItems: "center", gap: "12px", marginBottom: "20px" },
  tile: {
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "40px",
    height: "40px",
    borderRadius: tokens.borderRadiusXLarge,
    flexShrink: 0,
  },
  workTile: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground1 },
  practiceTile: { backgroundColor: usher.practiceTile, color: usher.practiceForeground },
  cardTitle: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  dim: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  form: { display: "flex", flexDirection: "column", gap: "16px" },
  start: { alignSelf: "flex-start" },
  note: { margin: 0 },
  used: {
    margin: "20px -24px -24px",
    padding: "12px 24px 16px",
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  usedTitle: { margin: 0, fontWeight: tokens.fontWeightRegular },
  accounts: { listStyleType: "none", margin: "4px -12px 0", padding: 0 },
  account: {
    width: "100%",
    justifyContent: "flex-start",
    padding: "6px 12px",
    fontWeight: tokens.fontWeightRegular,
    textAlign: "left",
  },
  chevron: { marginLeft: "auto", flexShrink: 0 },
  list: {
    listStyleType: "none",
    margin: "14px 0 24px",
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: "8px",
  },
  point: { display: "flex", alignItems: "center", gap: "8px" },
  tick: { color: usher.okText, flexShrink: 0 },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  practice: { marginTop: "auto" },
  asks: { margin: "4px 0 0", paddingLeft: "18px" },
});

interface CardProps {
  session: Extract<SessionState, { state: "signedOut" }>;
  onSignIn: (target: SignInTarget) => void;
}

interface ChoiceProps extends CardProps {
  /** What stands in the fields of the work account: it outlives an attempt. */
  typed: WorkTarget;
  onTyped: (typed: WorkTarget) => void;
  /** What the last attempt was refused for, where a field is to blame. */
  refusal: FieldRefusal | undefined;
}

/** Work account or practice tenant; who was here before comes back with one click. */
export function Choice(props: ChoiceProps): JSX.Element {
  const { session, onSignIn } = props;
  const styles = useStyles();
  return (
    <>
      <h1 className={styles.title}>Sign in to Usher</h1>
      <p className={styles.lead}>
        Invite guests to your directory, groups and applications, and look after them.
      </p>
      <div className={styles.cards}>
        <WorkCard {...props} />
        <PracticeCard session={session} onSignIn={onSignIn} />
      </div>
    </>
  );
}

function WorkCard({ session, onSignIn, typed, onTyped, refusal }: ChoiceProps): JSX.Element {
  const styles = useStyles();
  const [tried, setTried] = useState(false);
  const [asks, setAsks] = useState(false);
  const inputs = {
    tenant: useRef<HTMLInputElement>(null),
    clientId: useRef<HTMLInputElement>(null),
  };
  const problems = {
    tenant: tenantProblem(typed.tenant),
    clientId: clientIdProblem(typed.clientId),
  };
  const refused = refusal?.field;
  const standing = stillStanding(refusal, typed);
  const told = (field: keyof WorkTarget): string | undefined =>
    (tried ? problems[field] : undefined) ?? (standing?.field === field ? standing.text : undefined);
  const details = (field: keyof WorkTarget): JSX.Element | null =>
    standing?.field === field ? <SupportDetails trouble={standing.trouble} /> : null;
  const remembered = session.remembered.filter((account) => !account.practice);

  useEffect(() => {
    if (refused !== undefined) {
      inputs[refused].current?.focus();
    }
    // The refs do not change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [refused]);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (problems.tenant === undefined && problems.clientId === undefined) {
      const target = { tenant: typed.tenant.trim(), clientId: typed.clientId.trim() };
      onSignIn({ to: "work", target });
    }
  };

  return (
    <section className={styles.card} aria-labelledby="work-account">
      <div className={styles.head}>
        <span className={mergeClasses(styles.tile, styles.workTile)}>
          <Building24Regular />
        </span>
        <div>
          <h2 id="work-account" className={styles.cardTitle}>
            Work account
          </h2>
          <span className={styles.dim}>Your organization’s Microsoft Entra tenant</span>
        </div>
      </div>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label="Tenant"
          hint="A domain or the tenant ID"
          validationMessage={told("tenant")}
        >
          <Input
            ref={inputs.tenant}
            value={typed.tenant}
            placeholder="contoso.com"
            autoComplete="off"
            spellCheck={false}
            onChange={(_, data) => onTyped({ ...typed, tenant: data.value })}
          />
        </Field>
        {details("tenant")}
        <Field
          label="App registration"
          hint="The application (client) ID of Usher in that tenant"
          validationMessage={told("clientId")}
        >
          <Input
            ref={inputs.clientId}
            value={typed.clientId}
            placeholder="00000000-0000-0000-0000-000000000000"
            autoComplete="off"
            spellCheck={false}
            onChange={(_, data) => onTyped({ ...typed, clientId: data.value })}
          />
        </Field>
        {details("clientId")}
        <Button type="submit" appearance="primary" icon={<Key20Regular />} className={styles.start}>
          Sign in with a code
        </Button>
        <p className={mergeClasses(styles.dim, styles.note)}>
          Usher asks only to read your profile now, and for more when a feature needs it.{" "}
          <Link as="button" type="button" inline aria-expanded={asks} onClick={() => setAsks(!asks)}>
            What Usher asks for
          </Link>
        </p>
        {asks && <Asks />}
      </form>
      <Remembered accounts={remembered} onSignIn={onSignIn} />
    </section>
  );
}

function Asks(): JSX.Element {
  const styles = useStyles();
  return (
    <ul className={mergeClasses(styles.dim, styles.asks)}>
      <li>At sign-in: your own profile (User.Read).</li>
      <li>Guests: to read the users of the directory.</li>
      <li>Invite: to invite guests in your name.</li>
      <li>Groups and Applications: to read them and to add members and assignments.</li>
      <li>Always in your name, and never more than your own roles allow.</li>
    </ul>
  );
}

function PracticeCard({ session, onSignIn }: CardProps): JSX.Element {
  const styles = useStyles();
  const remembered = session.remembered.filter((account) => account.practice);
  const points = ["No account and nothing to fill in", "Nothing reaches a real person", "Act as any kind of admin"];
  return (
    <section className={styles.card} aria-labelledby="practice-tenant">
      <div className={styles.head}>
        <span className={mergeClasses(styles.tile, styles.practiceTile)}>
          <Beaker24Regular />
        </span>
        <div>
          <h2 id="practice-tenant" className={styles.cardTitle}>
            Practice tenant
          </h2>
          <span className={styles.dim}>Runs on this computer only</span>
        </div>
      </div>
      <p className={styles.text}>
        A small organization that you may break: guests in every state, groups and applications of
        every kind. Invitation mails land in an outbox, where you can redeem them as the guest
        would.
      </p>
      <ul className={styles.list}>
        {points.map((point) => (
          <li key={point} className={styles.point}>
            <CheckmarkCircle20Regular className={styles.tick} />
            {point}
          </li>
        ))}
      </ul>
      <Button
        className={styles.practice}
        icon={<BeakerRegular />}
        onClick={() => onSignIn({ to: "practice" })}
      >
        Open practice tenant
      </Button>
      <Remembered accounts={remembered} onSignIn={onSignIn} />
    </section>
  );
}

function Remembered({
  accounts,
  onSignIn,
}: {
  accounts: readonly RememberedAccount[];
  onSignIn: (target: SignInTarget) => void;
}): JSX.Element | null {
  const styles = useStyles();
  if (accounts.length === 0) {
    return null;
  }
  return (
    <div className={styles.used}>
      <h3 className={mergeClasses(styles.dim, styles.usedTitle)}>Used before on this computer</h3>
      <ul className={styles.accounts}>
        {accounts.map((account) => (
          <li key={account.key}>
            <Button
              appearance="subtle"
              className={styles.account}
              onClick={() => onSignIn({ to: "remembered", key: account.key })}
            >
              <Person
                name={account.displayName}
                domain={account.username.split("@").at(-1) ?? ""}
                size={32}
                secondary={account.username}
              />
              <ChevronRight20Regular className={styles.chevron} />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
