import { useQuery, type UseQueryOptions } from "@tanstack/react-query";
import type { JSX } from "react";
import { troubleOf } from "@/ipc";
import { Page, PageBody, PageHeader } from "@/components/page";
import { Waiting } from "@/components/states";
import { TroubleBar } from "@/components/trouble";
import { useNavigation } from "@/navigation";

interface TargetReadProps<Detail> {
  /** Until its name is known: "Group". */
  title: string;
  query: UseQueryOptions<Detail>;
  children: (detail: Detail) => JSX.Element;
}

/** A group or an application, once it has been read. */
export function TargetRead<Detail>({ title, query, children }: TargetReadProps<Detail>): JSX.Element {
  const { back } = useNavigation();
  const read = useQuery(query);
  if (read.data !== undefined) {
    return children(read.data);
  }
  return (
    <Page>
      <PageHeader title={title} name={title} />
      <PageBody>
        {read.isError ? (
          <TroubleBar trouble={troubleOf(read.error)} onRetry={() => void read.refetch()} />
        ) : (
          <Waiting
            label={`Reading the ${title.toLowerCase()}`}
            {...(back ? { onCancel: back } : {})}
          />
        )}
      </PageBody>
    </Page>
  );
}
