import { makeStyles, tokens } from "@fluentui/react-components";
import { ErrorCircle16Filled, Eye20Regular } from "@fluentui/react-icons";
import { useEffect, useMemo, useRef, useState, type JSX, type ReactNode } from "react";
import { number } from "@/components/numbers";
import { usePageCommands } from "@/components/commands";
import { ActionBar } from "@/components/page";
import { ReasonButton } from "@/components/reason-button";
import { useNavigation, type Route } from "@/navigation";
import { startPlanning } from "@/features/run/planning";
import { usher } from "@/theme";
import { composition, draftOf } from "./compose-store";
import { counted, hasOwnAccess, personKey } from "./people";
import { problemsOf, type Composer } from "./use-composer";

const useStyles = makeStyles({
  problems: {
    display: "inline-flex",
    alignItems: "center",
    gap: "6px",
    padding: "2px 10px 2px 6px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: usher.dangerTint,
    color: usher.dangerText,
    border: `1px solid ${usher.pillOutline}`,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: "nowrap",
  },
  actions: { marginLeft: "auto", display: "flex", gap: "12px", flexShrink: 0 },
});

interface ComposeBarProps {
  composer: Composer;
  /** The verb of the button, before the number: "Review 3 people". */
  unit: [one: string, many: string];
  /** Takes what is still in the address field, and waits for what is being read. */
  beforeReview?: () => Promise<void>;
  /** People are on their way into the list. */
  reading?: boolean;
  extra?: ReactNode;
}

/** What is asked for in numbers, and the way to the review. */
export function ComposeBar(props: ComposeBarProps): JSX.Element {
  const { composer, unit, beforeReview, reading = false, extra } = props;
  const styles = useStyles();
  const { route, navigate } = useNavigation();
  const [taking, setTaking] = useState(false);
  const { kind, problems } = composer;
  const { people, groups, applications, typed, leftOut } = composer.composition;
  const wrongPeople = useMemo(
    () => people.filter((person) => person.problem !== null).length,
    [people],
  );
  const out = useMemo(
    () => people.filter((person) => leftOut?.has(personKey(person))).length,
    [people, leftOut],
  );
  const fromList = useMemo(() => people.some(hasOwnAccess), [people]);
  const wrong = wrongPeople + problems.length;

  const review = async (): Promise<void> => {
    setTaking(true);
    try {
      await beforeReview?.();
      const composed = composition(kind);
      if (composed.message === null || composed.people.length === 0) {
        return;
      }
      const draft = draftOf(kind, composed, composed.message);
      // What was written last may not have been judged yet; a failure here is the plan's to tell.
      if ((await problemsOf(draft).catch(() => [])).length > 0) {
        return;
      }
      startPlanning(draft);
      navigate({ screen: "review", draft, from: pageOf(route) });
    } finally {
      setTaking(false);
    }
  };

  const latest = useRef(review);
  useEffect(() => {
    latest.current = review;
  });
  const label = people.length === 0 ? "Review" : `Review ${counted(people.length, ...unit)}`;
  const nobody = people.length === 0 && typed.trim() === "" && !reading;
  const reason = reasonNotTo(composer, nobody, taking, fromList);
  usePageCommands(
    useMemo(
      () => [
        { id: "review", label, icon: <Eye20Regular />, reason, run: () => void latest.current() },
      ],
      [label, reason],
    ),
  );

  return (
    <ActionBar>
      <span>
        <b>{number(people.length)}</b> {people.length === 1 ? "person" : "people"}
        {groups.length > 0 && ` · ${counted(groups.length, "group")}`}
        {applications.length > 0 && ` · ${counted(applications.length, "application")}`}
        {out > 0 && ` · ${number(out)} left out in the review`}
        {fromList && " · access from the list"}
      </span>
      {wrong > 0 && (
        <span className={styles.problems}>
          <ErrorCircle16Filled />
          {counted(wrong, "problem")}
        </span>
      )}
      <span className={styles.actions}>
        {extra}
        <ReasonButton
          appearance="primary"
          reason={reason}
          onClick={() => void review()}
        >
          {label}
        </ReasonButton>
      </span>
    </ActionBar>
  );
}

/** The page that composes, without what it was to do on the way in. */
function pageOf(route: Route): Route {
  switch (route.screen) {
    case "resend":
      return route;
    case "access":
      return { screen: "access", ids: route.ids, ...(route.list ? { list: route.list } : {}) };
    default:
      return { screen: "invite" };
  }
}

function reasonNotTo(
  composer: Composer,
  nobody: boolean,
  taking: boolean,
  fromList: boolean,
): string | undefined {
  const { kind, composition: composed, problems, judged } = composer;
  if (nobody) {
    return "Add at least one person first.";
  }
  if (composer.message === undefined || taking) {
    return "One moment: it is still being read.";
  }
  if (kind === "giveAccess" && !fromList && composed.groups.length + composed.applications.length === 0) {
    return "Add a group or an application first.";
  }
  // One of a moment ago may be gone by now: the review itself asks again.
  return judged ? problems[0]?.text : undefined;
}
