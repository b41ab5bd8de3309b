import {
  useMutation,
  type DefaultError,
  type UseMutationOptions,
  type UseMutationResult,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { failureNotice } from "./use-act";
import { useNotify } from "./toasts";

type Work<Reply, Variables> = UseMutationResult<Reply, DefaultError, Variables, number> & {
  /** Waits no longer. What was asked for goes on; should it fail yet, a notice tells. */
  letGo: () => void;
};

/** A mutation whose failure is lost in no case: where nobody looks on any more, a notice tells it. */
export function useWork<Reply, Variables = void>(
  options: Pick<UseMutationOptions<Reply, DefaultError, Variables, number>, "mutationFn" | "onSuccess">,
): Work<Reply, Variables> {
  const notify = useNotify();
  const begun = useRef(0);
  // The attempt that is looked on; none once it was let go of, or what showed it is gone.
  const watched = useRef(0);
  const mutation = useMutation({
    ...options,
    onMutate: () => {
      begun.current += 1;
      watched.current = begun.current;
      return begun.current;
    },
    onError: (thrown, _, attempt) => {
      if (attempt !== watched.current) {
        notify(failureNotice(thrown));
      }
    },
  });
  useEffect(
    () => () => {
      watched.current = 0;
    },
    [],
  );
  const { reset } = mutation;
  const letGo = useCallback(() => {
    watched.current = 0;
    reset();
  }, [reset]);
  return { ...mutation, letGo };
}
