import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { Building20Regular, Search20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { SessionView, Standing } from "@/ipc";
import { Mark } from "@/components/mark";
import { region } from "@/components/regions";
import { SafeText } from "@/components/safe-text";
import { useNarrow } from "@/components/use-width";
import { commandQuery } from "@/queries/command-query";
import { AccountMenu } from "./account-menu";
import { paletteKeys } from "./palette-keys";

const useStyles = makeStyles({
  header: {
    display: "flex",
    alignItems: "center",
    height: "48px",
    paddingRight: "12px",
    flexShrink: 0,
    gap: "12px",
  },
  mark: { width: "156px", paddingLeft: "20px", flexShrink: 0, display: "flex", alignItems: "center" },
  narrowMark: { width: "26px", paddingLeft: "15px" },
  search: {
    width: "360px",
    height: "32px",
    marginLeft: "-12px",
    justifyContent: "flex-start",
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    flexShrink: 1,
    minWidth: "120px",
  },
  narrowSearch: { width: "272px", marginLeft: 0 },
  searchWords: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  keys: {
    marginLeft: "auto",
    padding: "0 5px",
    fontFamily: "inherit",
    fontSize: "11px",
    lineHeight: "16px",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    whiteSpace: "nowrap",
  },
  right: { marginLeft: "auto", display: "flex", alignItems: "center", gap: "8px", minWidth: 0 },
  tenant: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    paddingRight: "12px",
    borderRight: `1px solid ${tokens.colorNeutralStroke1}`,
    minWidth: 0,
  },
  tenantWords: { display: "flex", flexDirection: "column", minWidth: 0, maxWidth: "220px" },
  organization: { fontWeight: tokens.fontWeightSemibold, lineHeight: "16px" },
  domain: { fontSize: "11px", lineHeight: "14px", color: tokens.colorNeutralForeground2 },
});

/** The roles to show: the person's active ones, or that there are none, or that they are not known. */
export function roleNames(standing: Standing | undefined): string[] {
  if (standing?.roles.state !== "known") {
    return ["Roles not checked"];
  }
  const names = standing.roles.value.map((role) => role.displayName);
  return names.length > 0 ? names : [standing.isGuest ? "Guest, no role" : "No admin role"];
}

/** Who is signed in, where, and as what; and the way to the palette. */
export function Header({
  session,
  onSearch,
}: {
  session: SessionView;
  onSearch: () => void;
}): JSX.Element {
  const styles = useStyles();
  const narrow = useNarrow();
  const rights = useQuery(commandQuery("rights"));
  const standing = rights.data?.rights?.standing;
  const words = narrow ? "Search or run a command" : "Search guests, groups and commands";
  return (
    <header className={styles.header} {...region("header")}>
      <span className={mergeClasses(styles.mark, narrow && styles.narrowMark)}>
        <Mark named={!narrow} />
      </span>
      <Button
        className={mergeClasses(styles.search, narrow && styles.narrowSearch)}
        icon={<Search20Regular />}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onSearch}
      >
        <span className={styles.searchWords}>{words}</span>
        <kbd className={styles.keys} aria-hidden="true">{paletteKeys}</kbd>
      </Button>
      <div className={styles.right}>
        <div className={styles.tenant}>
          <Building20Regular />
          <span className={styles.tenantWords}>
            <SafeText
              ellipsis
              className={styles.organization}
              text={session.organization?.displayName ?? "Your organization"}
            />
            <SafeText
              ellipsis
              className={styles.domain}
              text={session.organization?.primaryDomain ?? session.tenantId}
            />
          </span>
        </div>
        <AccountMenu session={session} roles={roleNames(standing)} narrow={narrow} />
      </div>
    </header>
  );
}
