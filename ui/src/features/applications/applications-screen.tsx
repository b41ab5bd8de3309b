import { makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { ApplicationRow } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { TargetList, type TargetKind } from "@/features/directory/target-list";
import { commandQuery } from "@/queries/command-query";

const useStyles = makeStyles({ dim: { color: tokens.colorNeutralForeground3 } });

function Roles({ row }: { row: ApplicationRow }): JSX.Element {
  const styles = useStyles();
  return row.roles.length === 0 ? (
    <span className={styles.dim}>None</span>
  ) : (
    <SafeText ellipsis text={row.roles.map((role) => role.displayName).join(", ")} />
  );
}

const applications: TargetKind<ApplicationRow> = {
  title: "Applications",
  subtitle: "Find one, see its guests, assign guests to it",
  header: "Application",
  words: ["application", "applications"],
  none: "enterprise applications",
  command: "applications",
  queryOf: (text) => commandQuery("applications", { text }),
  idOf: (row) => row.application.id,
  nameOf: (row) => row.application.displayName,
  mayOf: (row) => row.mayAssign,
  ownedOf: (row) => row.owned,
  ownsAny: ({ ownedApplications }) =>
    ownedApplications.state === "known" && ownedApplications.value.length > 0,
  routeOf: (row) => ({ screen: "application", id: row.application.id }),
  tracks: { name: "minmax(0, 3fr)", may: "minmax(0, 3fr)" },
  columns: [
    {
      id: "roles",
      header: "Roles for people",
      track: "minmax(0, 2fr)",
      cell: (row) => <Roles row={row} />,
    },
    {
      id: "required",
      header: "Assignment required",
      track: "136px",
      wide: true,
      cell: (row) => (row.application.appRoleAssignmentRequired ? "Yes" : "No"),
    },
  ],
};

/** Find an enterprise application. */
export const ApplicationsScreen = (): JSX.Element => <TargetList kind={applications} />;
