import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  makeStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, type JSX } from "react";
import type { Feature } from "@/ipc";
import { ExplanationSections, SupportDetails } from "@/components/trouble-details";
import { DeviceCode } from "./device-code";
import { useSignIn } from "./use-sign-in";

const useStyles = makeStyles({
  surface: { maxWidth: "560px" },
  content: { padding: "8px 28px 24px", display: "block" },
  title: { padding: "0 28px" },
  actions: { padding: "0 28px" },
});

interface ConsentDialogProps {
  feature: Feature;
  onApproved: () => void;
  onClose: () => void;
}

/** A new device code for the permissions of one feature, for those who may approve them. */
export function ConsentDialog({ feature, onApproved, onClose }: ConsentDialogProps): JSX.Element {
  const styles = useStyles();
  const { state, begin, cancel } = useSignIn(onApproved);
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => start.current?.focus(), []);
  const again = (): void => begin({ to: "consent", feature });
  const close = (): void => {
    cancel();
    onClose();
  };
  const code = state.step === "code" || state.step === "failed" ? state.code : undefined;
  return (
    <Dialog open modalType="alert" onOpenChange={close}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle className={styles.title}>Approve the permission</DialogTitle>
          <DialogContent className={styles.content}>
            {state.step === "idle" && (
              <p>
                You will get a new code. On the page, sign in with this account and accept what is
                asked for on behalf of your organization.
              </p>
            )}
            {state.step === "preparing" && <Spinner label="Asking for a code" />}
            {state.step === "failed" && (
              <>
                <ExplanationSections explanation={state.trouble.explanation} />
                <SupportDetails trouble={state.trouble} />
              </>
            )}
            {code && (
              <DeviceCode
                code={code}
                ended={state.step === "failed"}
                account="this account"
                onNewCode={again}
              />
            )}
          </DialogContent>
          <DialogActions className={styles.actions}>
            <Button onClick={close}>Cancel</Button>
            {(state.step === "idle" || (state.step === "failed" && !code)) && (
              <Button ref={start} appearance="primary" onClick={again}>
                Get a code
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
