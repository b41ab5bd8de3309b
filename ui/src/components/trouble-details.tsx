import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { Explanation, ServiceAnswer, Trouble } from "@/ipc";
import { usher } from "@/theme";
import { CopyButton } from "./copy";
import { Disclosure } from "./disclosure";
import { SafeText } from "./safe-text";

const useStyles = makeStyles({
  sections: { display: "flex", flexDirection: "column", gap: "12px" },
  section: { minWidth: 0 },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: 0, overflowWrap: "anywhere" },
  setting: {
    margin: "4px 0 0",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  who: { margin: 0, padding: 0, listStyleType: "none" },
  support: {
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
    borderRadius: tokens.borderRadiusXLarge,
    padding: "6px 8px",
  },
  list: {
    display: "grid",
    gridTemplateColumns: "148px minmax(0, 1fr)",
    rowGap: "2px",
    margin: "4px 8px 8px 28px",
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "11px",
    lineHeight: "18px",
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: "anywhere" },
});

/** Cause, What to do, Who can; each only where there is something to say. */
export function ExplanationSections({
  explanation,
  level = "h3",
}: {
  explanation: Explanation;
  level?: "h2" | "h3";
}): JSX.Element {
  const styles = useStyles();
  const Heading = level;
  return (
    <div className={styles.sections}>
      {explanation.cause !== "" && (
        <section className={styles.section}>
          <Heading className={styles.heading}>Why</Heading>
          <p className={styles.text}>
            <SafeText text={explanation.cause} />
          </p>
          {explanation.setting !== null && (
            <p className={styles.setting}>
              <SafeText text={explanation.setting} />
            </p>
          )}
        </section>
      )}
      {explanation.remedy !== "" && (
        <section className={styles.section}>
          <Heading className={styles.heading}>What to do</Heading>
          <p className={styles.text}>
            <SafeText text={explanation.remedy} />
          </p>
        </section>
      )}
      {explanation.who.length > 0 && (
        <section className={styles.section}>
          <Heading className={styles.heading}>Who can</Heading>
          <ul className={styles.who}>
            {explanation.who.map((who) => (
              <li key={who}>
                <SafeText text={who} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function answerFacts(service: ServiceAnswer): [string, string][] {
  const answer = [service.status?.toString(), service.code].filter(Boolean).join(" ");
  const facts: [string, string | null][] = [
    ["Answer", answer],
    ["Message", service.message],
    ["request-id", service.requestId],
    ["client-request-id", service.clientRequestId],
    ["Correlation ID", service.correlationId],
    ["Trace ID", service.traceId],
    ["Time", service.time],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== "");
}

/** What support asks for: the service's own words and ids, closed at first. */
export function SupportDetails({ trouble }: { trouble: Trouble }): JSX.Element | null {
  const styles = useStyles();
  if (!trouble.service) {
    return null;
  }
  const facts = answerFacts(trouble.service);
  return (
    <div className={styles.support}>
      <Disclosure
        title="Details for support"
        aside={
          <CopyButton
            appearance="subtle"
            label="Copy all"
            text={facts.map(([name, value]) => `${name}: ${value}`).join("\n")}
          />
        }
      >
        <dl className={styles.list}>
          {facts.map(([name, value]) => [
            <dt key={`${name}-term`} className={styles.term}>
              {name}
            </dt>,
            <dd key={`${name}-value`} className={styles.value}>
              <SafeText text={value} />
            </dd>,
          ])}
        </dl>
      </Disclosure>
    </div>
  );
}
