import {
  Dropdown,
  Field,
  InfoLabel,
  Input,
  Link,
  Option,
  Switch,
  Textarea,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { LockClosed16Regular } from "@fluentui/react-icons";
import { useMemo, type JSX } from "react";
import type { DraftProblem } from "@/ipc";
import { number } from "@/components/numbers";
import { chosenLanguage, languageName, messageLanguages } from "./languages";
import { counted } from "./people";
import type { Composer } from "./use-composer";

/** Characters that a message may have. */
const longestMessage = 2000;

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: "8px" },
  head: { display: "flex", alignItems: "center", minHeight: "32px" },
  title: {
    margin: 0,
    fontSize: "14px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
  },
  send: { marginLeft: "auto", marginRight: "-8px" },
  two: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
    gap: "12px",
    alignItems: "start",
  },
  labelRow: { display: "flex", width: "100%", justifyContent: "space-between", gap: "8px" },
  // A label of a field is as wide as its words, unless told otherwise.
  wide: { display: "block", width: "100%", maxWidth: "none" },
  dim: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  dropdown: { minWidth: 0, width: "100%" },
});

const textOf = (problems: readonly DraftProblem[], field: string): string | undefined =>
  problems
    .filter((problem) => problem.field === field)
    .map((problem) => problem.text)
    .join(" ") || undefined;

/** What the invitation says: send or not, message, language, cc, redirect URL. */
export function MessageFields({ composer }: { composer: Composer }): JSX.Element | null {
  const styles = useStyles();
  const { message, changeMessage, problems, composition, kind } = composer;
  const { people } = composition;
  const own = useMemo(
    () => people.reduce((count, person) => count + Number(person.own?.body != null), 0),
    [people],
  );
  if (message === undefined) {
    return null;
  }
  const length = Array.from(message.body ?? "").length;
  const isDefault = message.redirectUrl === composition.defaultRedirectUrl;
  return (
    <section className={styles.section} aria-labelledby="invitation-message">
      <div className={styles.head}>
        <h2 id="invitation-message" className={styles.title}>
          Invitation message
        </h2>
        {kind === "invite" && (
          <Switch
            className={styles.send}
            checked={message.send}
            label="Send invite message"
            labelPosition="before"
            onChange={(_, data) => changeMessage({ send: data.checked })}
          />
        )}
      </div>
      {message.send ? (
        <>
          <Field
            label={{
              children: (
                <span className={styles.labelRow}>
                  Message
                  <span className={styles.dim}>
                    {own > 0 && `${counted(own, "person has", "people have")} a message of their own · `}
                    {number(length)} of {number(longestMessage)}
                  </span>
                </span>
              ),
              className: styles.wide,
            }}
            validationMessage={
              textOf(problems, "body") ??
              (length > longestMessage
                ? `The message is ${number(length - longestMessage)} characters too long.`
                : undefined)
            }
          >
            <Textarea
              value={message.body ?? ""}
              resize="vertical"
              rows={3}
              aria-label="Message"
              placeholder="A line or two in your own words (optional)"
              onChange={(_, data) => changeMessage({ body: data.value })}
            />
          </Field>
          <div className={styles.two}>
            <Field
              label={
                <InfoLabel info="The language of Microsoft's own words in the mail. It has no effect on a message of your own.">
                  Message language
                </InfoLabel>
              }
              validationMessage={textOf(problems, "language")}
            >
              <Dropdown
                className={styles.dropdown}
                aria-label="Message language"
                value={message.language === null ? "Automatic" : languageName(message.language)}
                selectedOptions={[message.language ?? ""]}
                onOptionSelect={(_, data) => changeMessage({ language: chosenLanguage(data.optionValue) })}
              >
                <Option value="">Automatic</Option>
                {messageLanguages.map(({ tag, name }) => (
                  <Option key={tag} value={tag}>
                    {name}
                  </Option>
                ))}
              </Dropdown>
            </Field>
            <Field label="Cc recipient (one)" validationMessage={textOf(problems, "cc")}>
              <Input
                value={message.cc ?? ""}
                type="email"
                autoComplete="off"
                spellCheck={false}
                onChange={(_, data) => changeMessage({ cc: data.value })}
              />
            </Field>
          </div>
        </>
      ) : (
        <span className={styles.dim}>
          Microsoft sends no mail. The receipt offers the redeem link of each guest, for you to pass
          on.
        </span>
      )}
      <Field
        label={{
          children: (
            <span className={styles.labelRow}>
              Redirect URL
              <span className={styles.dim}>
                {isDefault ? (
                  "Default"
                ) : (
                  <Link
                    as="button"
                    type="button"
                    onClick={() =>
                      composition.defaultRedirectUrl !== null &&
                      changeMessage({ redirectUrl: composition.defaultRedirectUrl })
                    }
                  >
                    Use the default
                  </Link>
                )}
              </span>
            </span>
          ),
          className: styles.wide,
        }}
        validationMessage={textOf(problems, "redirectUrl")}
      >
        <Input
          value={message.redirectUrl}
          type="url"
          aria-label="Redirect URL"
          autoComplete="off"
          spellCheck={false}
          contentBefore={<LockClosed16Regular />}
          onChange={(_, data) => changeMessage({ redirectUrl: data.value })}
        />
      </Field>
    </section>
  );
}
