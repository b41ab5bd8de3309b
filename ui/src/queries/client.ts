import { QueryClient } from "@tanstack/react-query";
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
    void client.invalidateQueries({
      predicate: (query) => provided(query.queryKey[0]).some((change) => changes.includes(change)),
    });
  });
}
