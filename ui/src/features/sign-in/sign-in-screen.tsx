import { MessageBar, MessageBarBody, makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import type { SessionState } from "@/ipc";
import { Mark } from "@/components/mark";
import { TroubleBar } from "@/components/trouble";
import { commandQuery } from "@/queries/command-query";
import { Choice } from "./choice";
import { CodeStep } from "./code-step";
import { fieldRefusal } from "./field-refusal";
import { useSignIn } from "./use-sign-in";

const useStyles = makeStyles({
  screen: {
    height: "100%",
    display: "flex",
    flexDirection: "column",
    overflowY: "auto",
    backgroundColor: tokens.colorNeutralBackground4,
  },
  top: {
    display: "flex",
    alignItems: "center",
    height: "48px",
    padding: "0 20px",
    flexShrink: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  version: { marginLeft: "auto" },
  main: {
    flex: "1 0 auto",
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    gap: "16px",
    padding: "16px 20px 64px",
  },
  notes: { width: "100%", maxWidth: "776px", display: "flex", flexDirection: "column", gap: "8px" },
});

interface SignInScreenProps {
  session: Extract<SessionState, { state: "signedOut" }>;
  onSignedIn: () => void;
}

/** The first screen: where to sign in, then the code. */
export function SignInScreen({ session, onSignedIn }: SignInScreenProps): JSX.Element {
  const styles = useStyles();
  const signIn = useSignIn(onSignedIn);
  const settings = useQuery(commandQuery("settings"));
  const [typed, setTyped] = useState(session.lastWork);
  const refusal = fieldRefusal(signIn.state);
  const choosing = signIn.state.step === "idle" || refusal !== undefined;
  return (
    <div className={styles.screen}>
      <header className={styles.top}>
        <Mark />
        {settings.data && <span className={styles.version}>Usher {settings.data.version}</span>}
      </header>
      <main className={styles.main}>
        {choosing && (session.note ?? session.keyring.state === "unavailable") && (
          <div className={styles.notes}>
            {session.note && <TroubleBar trouble={session.note} intent="warning" />}
            {session.keyring.state === "unavailable" && (
              <MessageBar intent="info" layout="multiline">
                <MessageBarBody>
                  Sign-ins are not kept and end when Usher closes, because {session.keyring.why}.
                </MessageBarBody>
              </MessageBar>
            )}
          </div>
        )}
        {choosing ? (
          <Choice
            session={session}
            onSignIn={signIn.begin}
            typed={typed}
            onTyped={setTyped}
            refusal={refusal}
          />
        ) : (
          <CodeStep signIn={signIn} />
        )}
      </main>
    </div>
  );
}
