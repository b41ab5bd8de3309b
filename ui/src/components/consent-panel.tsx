import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { LockClosed20Regular } from "@fluentui/react-icons";
import { useState, type JSX } from "react";
import { call, troubleOf, type ConsentNeed } from "@/ipc";
import { CodeDialog } from "@/features/sign-in/code-dialog";
import { CopyButton } from "./copy";
import { InlineWait } from "./inline-wait";
import { SafeText } from "./safe-text";
import { useWork } from "./use-work";

const useStyles = makeStyles({
  panel: {
    display: "flex",
    gap: "12px",
    padding: "16px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  icon: { flexShrink: 0, color: tokens.colorBrandForeground1 },
  words: { display: "flex", flexDirection: "column", gap: "8px", minWidth: 0 },
  title: {
    margin: 0,
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: 0 },
  scopes: { margin: 0, paddingLeft: "18px" },
  scope: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px" },
  failed: { color: tokens.colorPaletteRedForeground1 },
});

interface ConsentPanelProps {
  need: ConsentNeed;
  /** Called once the permissions are there, so that the feature can try again. */
  onApproved?: (() => unknown) | undefined;
}

/** A feature's place while its permissions are missing: what it needs, why, and who can approve. */
export function ConsentPanel({ need, onApproved }: ConsentPanelProps): JSX.Element {
  const styles = useStyles();
  const [approving, setApproving] = useState(false);
  const check = useWork({
    mutationFn: async () => {
      await call("check_again");
      // Where it is approved now, this panel gives way to what it stood for.
      await onApproved?.();
    },
  });
  return (
    <section className={styles.panel} aria-label="Permission needed">
      <LockClosed20Regular className={styles.icon} />
      <div className={styles.words}>
        <h2 className={styles.title}>Usher needs a permission for this</h2>
        <ul className={styles.scopes}>
          {need.scopes.map(({ scope, why }) => (
            <li key={scope}>
              <span className={styles.scope}>{scope}</span>: {why}
            </li>
          ))}
        </ul>
        <p className={styles.text}>
          {need.mayApprove
            ? "You can approve it for your organization with a new code."
            : "An administrator has to approve it: send them the link, then check again."}
        </p>
        <div className={styles.actions}>
          {need.mayApprove ? (
            <Button appearance="primary" onClick={() => setApproving(true)}>
              Approve with a code
            </Button>
          ) : (
            <>
              <CopyButton size="medium" label="Copy request text" text={need.request} />
              <CopyButton size="medium" label="Copy approval link" text={need.adminConsentUrl} />
            </>
          )}
          <Button disabledFocusable={check.isPending} onClick={() => check.mutate()}>
            Check again
          </Button>
        </div>
        {check.isPending && <InlineWait label="Asking the directory" onLetGo={check.letGo} />}
        {check.isSuccess && (
          <span role="status">Not approved yet, by what the directory says just now.</span>
        )}
        {check.isError && (
          <span role="alert" className={styles.failed}>
            <SafeText text={troubleOf(check.error).explanation.summary} />
          </span>
        )}
      </div>
      {approving && (
        <CodeDialog
          title="Approve the permission"
          lead="You will get a new code. On the page, sign in with this account and accept what is asked for on behalf of your organization."
          target={{ to: "consent", feature: need.feature }}
          onClose={() => setApproving(false)}
          onDone={() => {
            setApproving(false);
            onApproved?.();
          }}
        />
      )}
    </section>
  );
}
