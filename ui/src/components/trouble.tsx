import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from "@fluentui/react-components";
import { useEffect, useRef, useState, type JSX, type ReactNode } from "react";
import type { Explanation, Trouble } from "@/ipc";
import { SignInAgain } from "@/features/sign-in/sign-in-again";
import { ConsentPanel } from "./consent-panel";
import { CopyButton } from "./copy";
import { OpenDialog } from "./open-dialog";
import { SafeText } from "./safe-text";
import { ExplanationSections, SupportDetails } from "./trouble-details";

const useStyles = makeStyles({
  surface: { maxWidth: "640px", width: "calc(100% - 48px)" },
  content: { display: "flex", flexDirection: "column", gap: "16px" },
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal" },
});

interface TroubleDialogProps {
  trouble: Trouble;
  /** What was or was not changed: "Nothing was changed." */
  effect?: string;
  onClose: () => void;
}

/** The whole story of a trouble: why, what to do, who can, and what support asks for. */
export function TroubleDialog({ trouble, effect, onClose }: TroubleDialogProps): JSX.Element {
  const styles = useStyles();
  const { explanation } = trouble;
  // Not autoFocus: a dialog that finds the focus inside already does not take it for its own.
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <OpenDialog modalType="alert" onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>
            <SafeText text={explanation.summary} />
          </DialogTitle>
          <DialogContent className={styles.content}>
            {effect !== undefined && <span>{effect}</span>}
            <ExplanationSections explanation={explanation} />
            <SupportDetails trouble={trouble} />
          </DialogContent>
          <DialogActions>
            <Button ref={close} onClick={onClose}>
              Close
            </Button>
            {explanation.request !== null && (
              <CopyButton
                appearance="primary"
                size="medium"
                label="Copy request for an admin"
                text={explanation.request}
              />
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </OpenDialog>
  );
}

interface TroubleBarProps {
  trouble: Trouble;
  intent?: "error" | "warning";
  onRetry?: (() => unknown) | undefined;
  retryLabel?: string;
}

/** A trouble in the place it concerns: one line, what to do, and the way to the whole story. */
export function TroubleBar(props: TroubleBarProps): JSX.Element {
  const { trouble, intent = "error", onRetry, retryLabel = "Try again" } = props;
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  if (trouble.consent) {
    return <ConsentPanel need={trouble.consent} onApproved={onRetry} />;
  }
  return (
    <>
      <MessageBar intent={intent} layout="multiline" className={styles.bar}>
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>
            <SafeText text={trouble.explanation.summary} />
          </MessageBarTitle>
          <SafeText text={trouble.explanation.remedy} />
        </MessageBarBody>
        <MessageBarActions>
          {trouble.code === "signInRequired" ? (
            <SignInAgain onDone={onRetry} />
          ) : (
            onRetry && (
              <Button size="small" onClick={() => void onRetry()}>
                {retryLabel}
              </Button>
            )
          )}
          <Button size="small" onClick={() => setOpen(true)}>
            Details
          </Button>
        </MessageBarActions>
      </MessageBar>
      {open && <TroubleDialog trouble={trouble} onClose={() => setOpen(false)} />}
    </>
  );
}

/** An explanation that came without a failure: why something may not be done, or will not be. */
export function ExplanationBar({
  explanation,
  intent = "warning",
  actions,
}: {
  explanation: Explanation;
  intent?: "info" | "warning" | "error";
  actions?: ReactNode;
}): JSX.Element {
  const styles = useStyles();
  const cause = explanation.cause === explanation.summary ? "" : `${explanation.cause} `;
  const who = explanation.who.length > 0 ? ` Who can: ${explanation.who.join(", ")}.` : "";
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>
          <SafeText text={explanation.summary} />
        </MessageBarTitle>
        <SafeText text={`${cause}${explanation.remedy}${who}`} />
      </MessageBarBody>
      {actions !== undefined && <MessageBarActions>{actions}</MessageBarActions>}
    </MessageBar>
  );
}
