import { Button, Link, Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { Checkmark20Regular, Copy20Regular, Open20Regular } from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type JSX } from "react";
import { call } from "@/ipc";
import { TimeRing } from "./time-ring";
import { useTimeLeft } from "./use-time-left";
import type { CodeShown } from "./use-sign-in";

const useStyles = makeStyles({
  box: {
    display: "flex",
    alignItems: "center",
    gap: "16px",
    minHeight: "120px",
    padding: "0 24px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    boxSizing: "border-box",
  },
  code: {
    flex: "1 1 auto",
    display: "flex",
    gap: "22px",
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "44px",
    lineHeight: "56px",
    letterSpacing: "1px",
    fontVariantLigatures: "none",
    userSelect: "text",
    "@media (max-width: 640px)": { fontSize: "32px", gap: "12px" },
  },
  over: { opacity: 0.6, textDecorationLine: "line-through" },
  buttons: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px", marginTop: "20px" },
  copied: {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    marginLeft: "auto",
    color: tokens.colorNeutralForeground3,
  },
  steps: {
    listStyleType: "none",
    margin: "20px 0 0",
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: "12px",
  },
  step: { display: "flex", alignItems: "center", gap: "12px" },
  number: {
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    flexShrink: 0,
    width: "24px",
    height: "24px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  page: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  foot: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    margin: "20px -28px -24px",
    padding: "14px 28px",
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  newCode: { marginLeft: "auto" },
});

/** In groups of three, or of four where that divides evenly. */
export function codeGroups(code: string): string[] {
  const size = code.length % 3 === 0 ? 3 : 4;
  return code.match(new RegExp(`.{1,${size}}`, "gu")) ?? [code];
}

/** Where the code is entered, without the scheme. */
const pageName = (uri: string): string => uri.replace(/^https?:\/\//u, "").replace(/\/$/u, "");

interface DeviceCodeProps {
  code: CodeShown;
  /** The code was refused, declined or ended otherwise. */
  ended: boolean;
  /** Which account is chosen on the page: "your work account". */
  account: string;
  /** The app that asks, where the code itself does not name it. */
  app?: string;
  onNewCode: () => void;
}

/** The code, large; the time it has left; copy and open; what happens next. */
export function DeviceCode({ code, ended, account, app = "your app registration", onNewCode }: DeviceCodeProps): JSX.Element {
  const styles = useStyles();
  const left = useTimeLeft(code.expiresAt);
  const [copied, setCopied] = useState(false);
  const expired = left <= 0;
  const over = expired || ended;
  useEffect(() => setCopied(false), [code.userCode]);

  const copy = useMutation({
    mutationFn: () => call("copy_user_code"),
    onSuccess: () => setCopied(true),
  });
  const page = useMutation({ mutationFn: () => call("open_sign_in_page") });
  const open = (): void => {
    // Opening copies as well, so that the page only needs a paste.
    copy.mutate();
    page.mutate();
  };

  return (
    <>
      <div className={styles.box}>
        <span
          className={mergeClasses(styles.code, over && styles.over)}
          role="img"
          aria-label={`Code ${Array.from(code.userCode).join(" ")}`}
        >
          {codeGroups(code.userCode).map((group, index) => (
            <span key={index} aria-hidden="true">
              {group}
            </span>
          ))}
        </span>
        <TimeRing left={over ? 0 : left} lifetime={code.lifetime} />
      </div>
      <div className={styles.buttons}>
        {over ? (
          <Button appearance="primary" size="large" onClick={onNewCode}>
            New code
          </Button>
        ) : (
          <>
            <Button appearance="primary" size="large" icon={<Open20Regular />} onClick={open}>
              Open sign-in page
            </Button>
            <Button size="large" icon={<Copy20Regular />} onClick={() => copy.mutate()}>
              Copy code
            </Button>
          </>
        )}
        <span className={styles.copied} role="status">
          {copied && !over && (
            <>
              <Checkmark20Regular /> Copied
            </>
          )}
        </span>
      </div>
      {!over && copy.isError && <p role="alert">The code was not copied. Type it as it stands above.</p>}
      {!over && page.isError && (
        <p role="alert">No browser was opened. Open the page yourself, on this or another device.</p>
      )}
      {!over && <Steps code={code} account={account} app={app} />}
      <div className={styles.foot}>
        {over ? (
          <span role="status">{expired ? "This code has expired." : "This code has ended."}</span>
        ) : (
          <>
            <Spinner size="extra-tiny" aria-hidden role="presentation" />
            <span role="status">
              {code.reconnecting
                ? "No connection: trying again"
                : "Waiting for you to finish in the browser"}
            </span>
            <Link as="button" className={styles.newCode} onClick={onNewCode}>
              New code
            </Link>
          </>
        )}
      </div>
    </>
  );
}

/** What happens next, as three steps. */
function Steps({
  code,
  account,
  app,
}: Required<Pick<DeviceCodeProps, "code" | "account" | "app">>): JSX.Element {
  const styles = useStyles();
  return (
    <ol className={styles.steps}>
      <li className={styles.step}>
        <span className={styles.number} aria-hidden="true">
          1
        </span>
        <span>
          Open <span className={styles.page}>{pageName(code.verificationUri)}</span> and paste the
          code.
        </span>
      </li>
      <li className={styles.step}>
        <span className={styles.number} aria-hidden="true">
          2
        </span>
        <span>
          Choose {account} and approve {code.appName === null ? app : `“${code.appName}”`}.
        </span>
      </li>
      <li className={styles.step}>
        <span className={styles.number} aria-hidden="true">
          3
        </span>
        <span>Come back: this window goes on by itself.</span>
      </li>
    </ol>
  );
}
