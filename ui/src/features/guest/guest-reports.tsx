import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { Explanation, InvitationState } from "@/ipc";
import { CopyButton } from "@/components/copy";
import { Disclosure } from "@/components/disclosure";
import { ExplanationSections } from "@/components/trouble-details";
import { usher } from "@/theme";

const useStyles = makeStyles({
  frame: {
    padding: "8px 12px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${usher.tintOutline}`,
    minWidth: 0,
  },
  list: { margin: "4px 0 4px 24px", padding: 0, listStyleType: "none" },
  report: { margin: "4px 0 12px 28px", display: "flex", flexDirection: "column", gap: "8px" },
});

const titles: Partial<Record<InvitationState, string>> = {
  pendingAcceptance: "Guest cannot accept?",
  accepted: "Guest cannot sign in?",
};

interface GuestReportsProps {
  state: InvitationState;
  reports: readonly Explanation[];
  className?: string | undefined;
}

/** What the guest may report, which no answer of the service tells here: closed until it is needed. */
export function GuestReports({ state, reports, className }: GuestReportsProps): JSX.Element | null {
  const styles = useStyles();
  const title = titles[state];
  if (title === undefined || reports.length === 0) {
    return null;
  }
  return (
    <div className={mergeClasses(styles.frame, className)}>
      <Disclosure title={title}>
        <ul className={styles.list} aria-label="What the guest reports">
          {reports.map((report) => (
            <li key={report.code}>
              <Disclosure title={report.summary}>
                <div className={styles.report}>
                  <ExplanationSections explanation={report} level="h2" />
                  {report.request !== null && (
                    <span>
                      <CopyButton label="Copy request" text={report.request} />
                    </span>
                  )}
                </div>
              </Disclosure>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
