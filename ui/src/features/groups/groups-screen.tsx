import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { troubleOf, type GroupRow } from "@/ipc";
import { groupKindName } from "@/components/kinds";
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
});

/** Find a group: those that cannot take a guest are here too, and say why. */
export function GroupsScreen(): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [text, setText] = useState("");
  const settled = useSearchText(text);
  const groups = useQuery({
    ...commandQuery("groups", { text: settled }),
    placeholderData: keepPreviousData,
  });
  const rows = groups.data?.rows ?? [];
  const columns = useMemo(() => {
    const all: Column<GroupRow>[] = [
      {
        id: "name",
        header: "Group",
        track: "minmax(0, 3fr)",
        cell: (row) => (
          <Link
            as="button"
            tabIndex={-1}
            className={styles.link}
            onClick={() => navigate({ screen: "group", id: row.group.id })}
          >
            <SafeText ellipsis text={row.group.displayName} />
          </Link>
        ),
      },
      { id: "kind", header: "Kind", track: "148px", cell: groupKindName },
      {
        id: "description",
        header: "Description",
        track: "minmax(0, 2fr)",
        cell: (row) => <SafeText ellipsis text={row.group.description ?? ""} />,
      },
      { id: "owned", header: "Owner", track: "64px", cell: (row) => (row.owned ? "You" : "") },
      {
        id: "may",
        header: "Can take guests",
        track: "minmax(0, 4fr)",
        cell: (row) => <CanTake may={row.mayAdd} />,
      },
    ];
    return narrow ? all.filter((column) => column.id !== "description") : all;
  }, [narrow, navigate, styles.link]);

  return (
    <Page>
      <PageHeader title="Groups" name="Groups" subtitle="Find one, see its guests, add guests to it" />
      <FindBar label="Search groups" text={text} onText={setText} busy={groups.isFetching && !groups.isPending} />
      {groups.isError && (
        <TroubleBar trouble={troubleOf(groups.error)} onRetry={() => void groups.refetch()} />
      )}
      <VirtualTable
        label="Groups"
        columns={columns}
        rowCount={groups.isError ? 0 : rows.length}
        rowAt={(index) => rows[index]}
        rowId={(row) => row.group.id}
        onOpen={(row) => navigate({ screen: "group", id: row.group.id })}
        resetKey={settled}
        empty={
          groups.isPending ? (
            <FirstRead label="Reading the groups" command="groups" query={groups} />
          ) : groups.isError ? undefined : (
            <EmptyState title={settled === "" ? "No groups" : "No groups match"}>
              {settled === ""
                ? "This directory has no groups that you can see."
                : "Groups are found by the beginning of any word in their name."}
            </EmptyState>
          )
        }
      />
      <PageFooter>
        {groups.data &&
          (groups.data.more
            ? `The first ${rows.length} groups: type to narrow the list`
            : `${rows.length} ${rows.length === 1 ? "group" : "groups"}`)}
      </PageFooter>
    </Page>
  );
}
