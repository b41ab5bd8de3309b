import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { useQuery, useQueryClient, type UseQueryOptions } from "@tanstack/react-query";
import { useMemo, useState, type JSX } from "react";
import { troubleOf, type CommandName, type May, type Standing } from "@/ipc";
import { FirstRead } from "@/components/first-read";
import { number } from "@/components/numbers";
import { Page, PageFooter, PageHeader } from "@/components/page";
import { SafeText } from "@/components/safe-text";
import { EmptyState } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNarrow } from "@/components/use-width";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { useNavigate, type Route } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { useFound } from "@/queries/use-found";
import { CanTake } from "./can-take";
import { FindBar } from "./find-bar";

const useStyles = makeStyles({
  link: {
    minWidth: 0,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    ":hover": { color: tokens.colorNeutralForeground1 },
  },
  dim: { color: tokens.colorNeutralForeground3 },
});

/** Groups, or applications: what a list of them shows of each. */
export interface TargetKind<Row> {
  title: string;
  subtitle: string;
  /** Head of the column of names. */
  header: string;
  /** One and many, such as "group" and "groups". */
  words: readonly [one: string, many: string];
  /** What there would be if the directory had any. */
  none: string;
  command: CommandName;
  queryOf: (text: string) => UseQueryOptions<{ rows: Row[]; more: boolean }>;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  mayOf: (row: Row) => May;
  ownedOf: (row: Row) => boolean;
  /** Whether the person owns any: otherwise nothing is told of owners. */
  ownsAny: (standing: Standing) => boolean;
  routeOf: (row: Row) => Route;
  /** Width of what stands before and after the columns of its own. */
  tracks: { name: string; may: string };
  /** Between the name and who owns it. Those marked wide are shown where there is room. */
  columns: readonly (Column<Row> & { wide?: boolean })[];
}

/** Found by name: those that cannot take a guest are here too, and say why. */
export function TargetList<Row>({ kind }: { kind: TargetKind<Row> }): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const client = useQueryClient();
  const narrow = useNarrow();
  const [text, setText] = useState("");
  const { settled, query, calledOff } = useFound(text, kind.queryOf);
  const rows = query.data?.rows ?? [];
  const { title, words } = kind;
  const standing = useQuery(commandQuery("rights")).data?.rights?.standing;
  const owns = standing !== undefined && kind.ownsAny(standing);
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: "name",
        header: kind.header,
        track: kind.tracks.name,
        cell: (row) => (
          <Link
            as="button"
            tabIndex={-1}
            className={styles.link}
            onClick={() => navigate(kind.routeOf(row))}
          >
            <SafeText ellipsis text={kind.nameOf(row)} />
          </Link>
        ),
      },
      ...kind.columns.filter((column) => !narrow || column.wide !== true),
      ...(owns
        ? [
            {
              id: "owned",
              header: "Owner",
              track: "64px",
              cell: (row: Row) =>
                kind.ownedOf(row) ? "You" : <span className={styles.dim}>Not you</span>,
            },
          ]
        : []),
      {
        id: "may",
        header: "Can take guests",
        track: kind.tracks.may,
        cell: (row) => <CanTake may={kind.mayOf(row)} />,
      },
    ],
    [narrow, kind, navigate, owns, styles.link, styles.dim],
  );
  const label = `Search ${words[1]}`;
  return (
    <Page>
      <PageHeader title={title} name={title} subtitle={kind.subtitle} />
      <FindBar
        label={label}
        text={text}
        onText={setText}
        busy={query.isFetching && !query.isPending}
        onCancel={() => void client.cancelQueries({ queryKey: [kind.command] })}
      />
      {query.isError && (
        <TroubleBar trouble={troubleOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      <VirtualTable
        label={title}
        columns={columns}
        rowCount={query.isError || calledOff ? 0 : rows.length}
        rowAt={(index) => rows[index]}
        rowId={kind.idOf}
        onOpen={(row) => navigate(kind.routeOf(row))}
        resetKey={settled}
        empty={
          query.isPending || calledOff ? (
            <FirstRead label={`Reading the ${words[1]}`} command={kind.command} query={query} />
          ) : query.isError ? undefined : (
            <EmptyState title={settled === "" ? `No ${words[1]}` : `No ${words[1]} match`}>
              {settled === ""
                ? `This directory has no ${kind.none} that you can see.`
                : `${title} are found by the beginning of any word in their name.`}
            </EmptyState>
          )
        }
      />
      <PageFooter>
        {query.data &&
          !calledOff &&
          (query.data.more
            ? `The first ${number(rows.length)} ${words[1]}: type to narrow the list`
            : `${number(rows.length)} ${words[rows.length === 1 ? 0 : 1]}`)}
      </PageFooter>
    </Page>
  );
}
