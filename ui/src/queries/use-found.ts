import { keepPreviousData, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { useSettled } from "@/components/use-settled";

/** What the directory is asked for as somebody types. */
export interface Found<Reply> {
  /** The text that was asked for, without the blanks around it. */
  settled: string;
  query: UseQueryResult<Reply>;
  /** The search for this text was called off: what is there is the answer to an earlier one. */
  calledOff: boolean;
}

/**
 * Searches while a text is being typed: asked once typing has paused, the last answer shown until the
 * next is there.
 */
export function useFound<Reply>(
  text: string,
  queryOf: (text: string) => UseQueryOptions<Reply>,
  pause = 250,
): Found<Reply> {
  const settled = useSettled(text, pause).trim();
  const query = useQuery({ ...queryOf(settled), placeholderData: keepPreviousData });
  return { settled, query, calledOff: query.isPlaceholderData && !query.isFetching };
}
