import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  ChevronLeft16Regular,
  ChevronRight16Regular,
  Eye20Regular,
  Info16Regular,
  MailOff20Regular,
  Warning16Filled,
} from "@fluentui/react-icons";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { Fragment, useMemo, useState, type JSX } from "react";
import { call, troubleOf, type Draft, type MailElement, type MailPart, type MailPreview } from "@/ipc";
import { FirstRead } from "@/components/first-read";
import { number } from "@/components/numbers";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";
import { usher } from "@/theme";
import { draftOf } from "./compose-store";
import type { Composer } from "./use-composer";
import { useSettled } from "@/components/use-settled";

// A picture of a mail: it looks the same whatever Usher's own theme is.
const paper = {
  background: "#ffffff",
  text: "#242424",
  dim: "#5c5c5c",
  line: "#e0e0e0",
  tint: "#f3f3f3",
  brand: "#0f6cbd",
};

const useStyles = makeStyles({
  frame: {
    display: "flex",
    flexDirection: "column",
    gap: "8px",
    padding: "8px 12px 12px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
    minHeight: 0,
    minWidth: 0,
  },
  head: { display: "flex", alignItems: "center", gap: "8px", minHeight: "28px" },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  turn: { marginLeft: "auto", display: "inline-flex", alignItems: "center", whiteSpace: "nowrap" },
  mail: {
    margin: 0,
    padding: "12px 16px 16px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: paper.background,
    color: paper.text,
    display: "flex",
    flexDirection: "column",
    gap: "10px",
    fontSize: "12px",
    lineHeight: "17px",
    overflowY: "auto",
    minHeight: 0,
    border: `1px solid ${usher.panelOutline}`,
    listStyleType: "none",
  },
  headers: {
    display: "grid",
    gridTemplateColumns: "56px minmax(0, 1fr)",
    columnGap: "8px",
    rowGap: "4px",
    margin: 0,
    paddingBottom: "10px",
    borderBottom: `1px solid ${paper.line}`,
  },
  term: { color: paper.dim },
  value: { margin: 0, overflowWrap: "anywhere" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  body: { margin: 0, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
  warning: { padding: "8px 10px", borderRadius: "4px", backgroundColor: paper.tint, color: paper.dim, fontSize: "11px" },
  message: { paddingLeft: "12px", borderLeft: `2px solid ${paper.brand}` },
  accept: {
    alignSelf: "flex-start",
    padding: "7px 16px",
    borderRadius: "4px",
    backgroundColor: paper.brand,
    color: "#ffffff",
    fontWeight: tokens.fontWeightSemibold,
  },
  foot: { color: paper.dim, fontSize: "11px" },
  footFirst: { paddingTop: "10px", borderTop: `1px solid ${paper.line}` },
  worded: { borderBottom: "1px dotted #8a8a8a" },
  note: {
    display: "flex",
    gap: "6px",
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  icon: { flexShrink: 0 },
  amber: { color: usher.amberText },
  none: { display: "flex", alignItems: "center", gap: "8px", padding: "16px 4px", color: tokens.colorNeutralForeground2 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

const headerNames: Partial<Record<MailPart, string>> = {
  from: "From",
  replyTo: "Reply to",
  to: "To",
  cc: "Cc",
  subject: "Subject",
};

/** The mail that one person of the draft gets, element by element. */
export function MailPreviewPane({ composer }: { composer: Composer }): JSX.Element {
  const styles = useStyles();
  const [wanted, setWanted] = useState(0);
  const { kind, composition, message } = composer;
  const { people } = composition;
  const place = Math.min(wanted, Math.max(0, people.length - 1));
  const person = people[place];
  const draft = useMemo<Draft | undefined>(
    () =>
      message === undefined || person === undefined
        ? undefined
        : draftOf(kind, { ...composition, people: [person] }, message),
    // Groups and applications are not in the mail.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [kind, message, person],
  );
  const settled = useSettled(draft);
  const preview = useQuery({
    queryKey: ["mail_preview", settled],
    queryFn: settled ? () => call("mail_preview", { draft: settled, person: 0 }) : skipToken,
    placeholderData: keepPreviousData,
  });

  return (
    <section className={styles.frame} aria-labelledby="what-the-guest-receives">
      <div className={styles.head}>
        <Eye20Regular />
        <h2 id="what-the-guest-receives" className={styles.title}>
          What the guest receives
        </h2>
        {people.length > 1 && (
          <span className={styles.turn}>
            <Button
              appearance="transparent"
              size="small"
              aria-label="Previous person"
              disabledFocusable={place === 0}
              icon={<ChevronLeft16Regular />}
              onClick={() => setWanted(place - 1)}
            />
            {number(place + 1)} of {number(people.length)}
            <Button
              appearance="transparent"
              size="small"
              aria-label="Next person"
              disabledFocusable={place === people.length - 1}
              icon={<ChevronRight16Regular />}
              onClick={() => setWanted(place + 1)}
            />
          </span>
        )}
      </div>
      {person === undefined ? (
        <p className={styles.none}>The mail is shown here once there is an address.</p>
      ) : preview.isError ? (
        <TroubleBar trouble={troubleOf(preview.error)} onRetry={() => void preview.refetch()} />
      ) : preview.data === undefined ? (
        settled && (
          <FirstRead label="Reading your organization’s details" command="mail_preview" query={preview} />
        )
      ) : (
        <Preview preview={preview.data} />
      )}
    </section>
  );
}

function Preview({ preview }: { preview: MailPreview }): JSX.Element {
  const styles = useStyles();
  const headers = preview.elements.filter((element) => headerNames[element.part] !== undefined);
  const body = preview.elements.filter((element) => headerNames[element.part] === undefined);
  const firstFoot = body.find(isFoot);
  return (
    <>
      {preview.warnings.map((warning) => (
        <p key={warning} className={mergeClasses(styles.note, styles.amber)} role="alert">
          <Warning16Filled className={styles.icon} />
          <SafeText text={warning} />
        </p>
      ))}
      {!preview.sent ? (
        <p className={styles.none}>
          <MailOff20Regular />
          No mail is sent to this person.
        </p>
      ) : (
        <>
          <div className={styles.mail} tabIndex={0} role="group" aria-label="Mail">
            <dl className={styles.headers}>
              {headers.map((element) => [
                <dt key={`${element.part}-name`} className={styles.term}>
                  {headerNames[element.part]}
                </dt>,
                <dd
                  key={element.part}
                  className={mergeClasses(
                    styles.value,
                    (element.part === "from" || element.part === "subject") && styles.strong,
                  )}
                >
                  <Words element={element} />
                </dd>,
              ])}
            </dl>
            {body.map((element) => (
              <p
                key={element.part}
                className={mergeClasses(
                  styles.body,
                  element.part === "warning" && styles.warning,
                  element.part === "inviter" && styles.strong,
                  element.part === "message" && styles.message,
                  element.part === "acceptButton" && styles.accept,
                  isFoot(element) && styles.foot,
                  element === firstFoot && styles.footFirst,
                )}
              >
                <Words element={element} />
              </p>
            ))}
          </div>
          <p className={styles.note}>
            <Info16Regular className={styles.icon} />
            <span>
              Underlined with dots: Microsoft words it, and the real mail may say it differently.
            </span>
          </p>
        </>
      )}
    </>
  );
}

const isFoot = (element: MailElement): boolean =>
  element.part === "blockFutureInvitations" || element.part === "privacyStatement";

function Words({ element }: { element: MailElement }): JSX.Element {
  const styles = useStyles();
  const onButton = element.part === "acceptButton";
  return (
    <>
      {element.text.split(/\r?\n/u).map((line, index) => (
        <Fragment key={index}>
          {index > 0 && <br />}
          <SafeText
            className={element.wordedByMicrosoft && !onButton ? styles.worded : undefined}
            text={line}
          />
        </Fragment>
      ))}
      {element.wordedByMicrosoft && <span className={styles.hidden}> (worded by Microsoft)</span>}
    </>
  );
}
