import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  makeStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, type JSX } from "react";
import type { SignInTarget } from "@/ipc";
import { OpenDialog } from "@/components/open-dialog";
import { ExplanationSections, SupportDetails } from "@/components/trouble-details";
import { BesideCode } from "./beside-code";
import { DeviceCode } from "./device-code";
import { StepTitle } from "./step-title";
import { useSignIn } from "./use-sign-in";

const useStyles = makeStyles({
  surface: { maxWidth: "560px" },
  content: { padding: "8px 28px 24px", display: "block" },
  title: { padding: "0 28px" },
  beside: { marginTop: "48px" },
  actions: { padding: "0 28px" },
});

interface CodeDialogProps {
  title: string;
  /** What the code is for, before there is one. */
  lead: string;
  target: Extract<SignInTarget, { to: "consent" | "again" }>;
  onDone: () => void;
  onClose: () => void;
}

/** A new device code for the account that is signed in. */
export function CodeDialog({ title, lead, target, onDone, onClose }: CodeDialogProps): JSX.Element {
  const styles = useStyles();
  const { state, begin, cancel } = useSignIn(onDone);
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => start.current?.focus(), []);
  const again = (): void => begin(target);
  const close = (): void => {
    cancel();
    onClose();
  };
  const code = state.step === "code" || state.step === "failed" ? state.code : undefined;
  return (
    <OpenDialog modalType="alert" onOpenChange={close}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle className={styles.title}>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {state.step === "idle" && <p>{lead}</p>}
            {state.step === "preparing" && <Spinner label="Asking for a code" />}
            {state.step === "failed" && (
              <>
                <StepTitle level="h3">{state.trouble.explanation.summary}</StepTitle>
                <ExplanationSections explanation={state.trouble.explanation} />
                <SupportDetails trouble={state.trouble} />
              </>
            )}
            {code && (
              <>
                {state.step === "code" && <StepTitle level="h3">Enter this code on the sign-in page</StepTitle>}
                <DeviceCode
                  code={code}
                  ended={state.step === "failed"}
                  account="this account"
                  onNewCode={again}
                />
                <div className={styles.beside}>
                  <BesideCode onEnd={cancel} />
                </div>
              </>
            )}
          </DialogContent>
          <DialogActions className={styles.actions}>
            <Button onClick={close}>Cancel</Button>
            {(state.step === "idle" || state.step === "preparing" || (state.step === "failed" && !code)) && (
              <Button
                ref={start}
                appearance="primary"
                disabledFocusable={state.step === "preparing"}
                onClick={again}
              >
                Get a code
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}
