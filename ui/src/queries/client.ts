import { QueryClient, type Query } from "@tanstack/react-query";
import { onChanges, provides, type Change, type CommandName } from "@/ipc";

/** The bridge is not the network: nothing pauses when offline, and retries belong to the core. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: 10_000,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

const provided = (key: unknown): readonly Change[] => provides[key as CommandName] ?? [];

/** Refetches what the shell says has changed, by the table that stands beside the commands. */
export function followChanges(client: QueryClient): () => void {
  return onChanges((changes) => {
    const isStale = (query: Query): boolean =>
      provided(query.queryKey[0]).some((change) => changes.includes(change));
    refetch(client, isStale);
  });
}

/**
 * An answer that is on its way may be older than the change. It is not cut off, since a run changes
 * things faster than a slow answer comes; once it is there, it is asked for again.
 */
function refetch(client: QueryClient, isStale: (query: Query) => boolean): void {
  const onTheirWay = client.getQueryCache().findAll({ predicate: isStale, fetchStatus: "fetching" });
  void client.invalidateQueries({ predicate: isStale }, { cancelRefetch: false });
  for (const query of onTheirWay) {
    const again = (): void => {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
    };
    void query.promise?.then(again, again);
  }
}
