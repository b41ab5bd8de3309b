import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { troubleOf, type ApplicationRow } from "@/ipc";
import { Page, PageFooter, PageHeader } from "@/components/page";
import { useSearchText } from "@/components/pickers/use-search-text";
import { SafeText } from "@/components/safe-text";
import { FirstRead } from "@/components/first-read";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { CanTake } from "@/features/directory/can-take";
import { FindBar } from "@/features/directory/find-bar";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";

const useStyles = makeStyles({
  link: {
    minWidth: 0,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    ":hover": { color: tokens.colorNeutralForeground1 },
  },
  dim: { color: tokens.colorNeutralForeground3 },
});

const roleNames = (row: ApplicationRow): string =>
  row.roles.map((role) => role.displayName).join(", ");

/** Find an enterprise application: those that no guest can be assigned to say why. */
export function ApplicationsScreen(): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [text, setText] = useState("");
  const settled = useSearchText(text);
  const applications = useQuery({
    ...commandQuery("applications", { text: settled }),
    placeholderData: keepPreviousData,
  });
  const rows = applications.data?.rows ?? [];
  const columns = useMemo(() => {
    const all: Column<ApplicationRow>[] = [
      {
        id: "name",
        header: "Application",
        track: "minmax(0, 3fr)",
        cell: (row) => (
          <Link
            as="button"
            tabIndex={-1}
            className={styles.link}
            onClick={() => navigate({ screen: "application", id: row.application.id })}
          >
            <SafeText ellipsis text={row.application.displayName} />
          </Link>
        ),
      },
      {
        id: "roles",
        header: "Roles for people",
        track: "minmax(0, 2fr)",
        cell: (row) =>
          row.roles.length === 0 ? (
            <span className={styles.dim}>None</span>
          ) : (
            <SafeText ellipsis text={roleNames(row)} />
          ),
      },
      {
        id: "required",
        header: "Assignment required",
        track: "136px",
        cell: (row) => (row.application.appRoleAssignmentRequired ? "Yes" : "No"),
      },
      { id: "owned", header: "Owner", track: "64px", cell: (row) => (row.owned ? "You" : "") },
      {
        id: "may",
        header: "Can take guests",
        track: "minmax(0, 3fr)",
        cell: (row) => <CanTake may={row.mayAssign} />,
      },
    ];
    return narrow ? all.filter((column) => column.id !== "required") : all;
  }, [narrow, navigate, styles.dim, styles.link]);

  return (
    <Page>
      <PageHeader
        title="Applications"
        name="Applications"
        subtitle="Find one, see its guests, assign guests to it"
      />
      <FindBar
        label="Search applications"
        text={text}
        onText={setText}
        busy={applications.isFetching && !applications.isPending}
      />
      {applications.isError && (
        <TroubleBar
          trouble={troubleOf(applications.error)}
          onRetry={() => void applications.refetch()}
        />
      )}
      <VirtualTable
        label="Applications"
        columns={columns}
        rowCount={applications.isError ? 0 : rows.length}
        rowAt={(index) => rows[index]}
        rowId={(row) => row.application.id}
        onOpen={(row) => navigate({ screen: "application", id: row.application.id })}
        resetKey={settled}
        empty={
          applications.isPending ? (
            <FirstRead label="Reading the applications" command="applications" query={applications} />
          ) : applications.isError ? undefined : (
            <EmptyState title={settled === "" ? "No applications" : "No applications match"}>
              {settled === ""
                ? "This directory has no enterprise applications that you can see."
                : "Applications are found by the beginning of any word in their name."}
            </EmptyState>
          )
        }
      />
      <PageFooter>
        {applications.data &&
          (applications.data.more
            ? `The first ${rows.length} applications: type to narrow the list`
            : `${rows.length} ${rows.length === 1 ? "application" : "applications"}`)}
      </PageFooter>
    </Page>
  );
}
