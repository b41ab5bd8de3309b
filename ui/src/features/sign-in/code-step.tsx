import { Button, Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowLeft20Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import type { SignInTarget, Trouble } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { SafeText } from "@/components/safe-text";
import { useAfter } from "@/components/states";
import { ExplanationSections, SupportDetails } from "@/components/trouble-details";
import { usher } from "@/theme";
import { BesideCode } from "./beside-code";
import { DeviceCode } from "./device-code";
import { StepTitle } from "./step-title";
import type { SignIn } from "./use-sign-in";

const useStyles = makeStyles({
  step: { width: "100%", maxWidth: "776px" },
  back: { marginLeft: "-12px", marginBottom: "8px" },
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 496px) minmax(0, 264px)",
    gap: "16px",
    alignItems: "start",
    "@media (max-width: 759px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  // Nothing stands beside it: it keeps to the middle.
  alone: { gridTemplateColumns: "minmax(0, 560px)" },
  narrowStep: { maxWidth: "560px" },
  card: {
    padding: "24px 28px",
    borderRadius: "12px",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${usher.panelOutline}`,
  },
  where: { margin: "0 0 20px", color: tokens.colorNeutralForeground3 },
  trouble: { display: "flex", flexDirection: "column", gap: "16px" },
  waiting: { display: "flex", flexDirection: "column", alignItems: "center", gap: "16px", padding: "40px 0" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", marginTop: "4px" },
});

function place(target: SignInTarget): string {
  switch (target.to) {
    case "practice":
      return "Practice tenant, on this computer";
    case "work":
      return `${target.target.tenant} · Global`;
    case "remembered":
      return "An account used before on this computer";
    case "consent":
      return "Permission for a feature";
    case "again":
      return "The account that is signed in";
  }
}

/** From the click to the end of the sign-in: preparing, the code, or what went wrong. */
export function CodeStep({ signIn }: { signIn: SignIn }): JSX.Element | null {
  const styles = useStyles();
  const { state, begin, cancel } = signIn;
  if (state.step === "idle") {
    return null;
  }
  if (state.step === "done") {
    return <Spinner label="Signed in" />;
  }
  const { target } = state;
  const again = (): void => begin(target);
  const code = state.step === "preparing" ? undefined : state.code;
  // A code that ran out stays in view, dimmed; one that was refused gives way to the reason.
  const expired =
    state.step === "failed" && state.trouble.explanation.code === "codeExpired" ? state.code : undefined;
  const shown = state.step === "code" ? state.code : expired;
  const alone = state.step === "failed" && code === undefined;
  return (
    <div className={mergeClasses(styles.step, alone && styles.narrowStep)}>
      <Button
        appearance="transparent"
        className={styles.back}
        icon={<ArrowLeft20Regular />}
        onClick={cancel}
      >
        Back
      </Button>
      <div className={mergeClasses(styles.columns, alone && styles.alone)}>
        <section className={styles.card} aria-label="Sign-in">
          {state.step === "preparing" && <Preparing onCancel={cancel} />}
          {state.step === "failed" && (
            <Failed trouble={state.trouble} onAgain={again} offersNewCode={expired !== undefined} />
          )}
          {state.step === "code" && (
            <>
              <StepTitle>{titleOf(target)}</StepTitle>
              <p className={styles.where}>
                <SafeText text={placeAndApp(target, state.code.appName)} />
                {/* One click would have sufficed, had the sign-in still held. */}
                {target.to === "remembered" && ". Its earlier sign-in does not hold any more."}
              </p>
            </>
          )}
          {shown && (
            <DeviceCode
              code={shown}
              ended={state.step === "failed"}
              account={target.to === "practice" ? "a practice account" : "your work account"}
              {...(target.to === "practice" ? { app: "“Usher”" } : {})}
              onNewCode={again}
            />
          )}
        </section>
        {code && (
          <aside>
            <BesideCode onEnd={cancel} />
          </aside>
        )}
      </div>
    </div>
  );
}

const placeAndApp = (target: SignInTarget, appName: string | null): string =>
  appName === null ? place(target) : `${place(target)} · app “${appName}”`;

function titleOf(target: SignInTarget): string {
  switch (target.to) {
    case "practice":
      return "Enter this code on the practice page";
    case "remembered":
      return "Enter this code on the sign-in page";
    default:
      return "Enter this code on Microsoft’s page";
  }
}

function Preparing({ onCancel }: { onCancel: () => void }): JSX.Element {
  const styles = useStyles();
  const long = useAfter(3000);
  return (
    <div className={styles.waiting}>
      <Spinner label="Asking for a code" labelPosition="below" />
      {long && <Button onClick={onCancel}>Cancel</Button>}
    </div>
  );
}

interface FailedProps {
  trouble: Trouble;
  onAgain: () => void;
  /** The dimmed code below has its own button. */
  offersNewCode: boolean;
}

/** A sign-in that ended badly: cause, remedy, and the ids that support asks for. */
function Failed({ trouble, onAgain, offersNewCode }: FailedProps): JSX.Element {
  const styles = useStyles();
  const { explanation } = trouble;
  return (
    <div className={styles.trouble} role="alert">
      <StepTitle>{explanation.summary}</StepTitle>
      <ExplanationSections explanation={explanation} level="h2" />
      <SupportDetails trouble={trouble} />
      <div className={styles.actions}>
        {!offersNewCode && (
          <Button appearance="primary" onClick={onAgain}>
            Try again
          </Button>
        )}
        {explanation.request !== null && (
          <CopyButton size="medium" label="Copy request for an admin" text={explanation.request} />
        )}
      </div>
    </div>
  );
}
