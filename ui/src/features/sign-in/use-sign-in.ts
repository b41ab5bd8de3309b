import { useCallback, useEffect, useReducer, useRef } from "react";
import { call, troubleOf, watch, type SignInEvent, type SignInTarget, type Trouble } from "@/ipc";

/** A code that is being waited for. */
export interface CodeShown {
  userCode: string;
  verificationUri: string;
  appName: string | null;
  /** When it expires, and how long it was to last, in milliseconds. */
  expiresAt: number;
  lifetime: number;
  reconnecting: boolean;
}

export type SignInState =
  | { step: "idle" }
  | { step: "preparing"; target: SignInTarget }
  | { step: "code"; target: SignInTarget; code: CodeShown }
  | { step: "failed"; target: SignInTarget; trouble: Trouble; code: CodeShown | undefined }
  | { step: "done" };

type Action =
  | { do: "begin"; target: SignInTarget }
  | { do: "event"; event: SignInEvent; now: number }
  | { do: "reset" };

function onEvent(state: SignInState, event: SignInEvent, now: number): SignInState {
  if (state.step === "idle" || state.step === "done") {
    return state;
  }
  switch (event.event) {
    case "preparing":
      return { step: "preparing", target: state.target };
    case "code":
      return {
        step: "code",
        target: state.target,
        code: {
          userCode: event.userCode,
          verificationUri: event.verificationUri,
          appName: event.appName,
          expiresAt: now + event.expiresIn * 1000,
          lifetime: event.expiresIn * 1000,
          reconnecting: false,
        },
      };
    case "connection":
      return state.step === "code"
        ? { ...state, code: { ...state.code, reconnecting: event.lost } }
        : state;
    case "signedIn":
      return { step: "done" };
    case "failed":
      return {
        step: "failed",
        target: state.target,
        trouble: event.trouble,
        code: state.step === "code" ? state.code : undefined,
      };
  }
}

function reduce(state: SignInState, action: Action): SignInState {
  switch (action.do) {
    case "begin":
      return { step: "preparing", target: action.target };
    case "event":
      return onEvent(state, action.event, action.now);
    case "reset":
      return { step: "idle" };
  }
}

export interface SignIn {
  state: SignInState;
  begin: (target: SignInTarget) => void;
  /** Ends the attempt; nothing is waited for any more. */
  cancel: () => void;
}

/** One sign-in at a time, from the click to the answer. Begun by a click only, never by an effect. */
export function useSignIn(onDone?: () => void): SignIn {
  const [state, dispatch] = useReducer(reduce, { step: "idle" });
  const attempt = useRef(0);
  const stop = useRef<(() => void) | undefined>(undefined);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  const begin = useCallback((target: SignInTarget) => {
    attempt.current += 1;
    const mine = attempt.current;
    stop.current?.();
    dispatch({ do: "begin", target });
    watch("sign_in", target, (event) => {
      if (mine !== attempt.current) {
        return;
      }
      dispatch({ do: "event", event, now: Date.now() });
      if (event.event === "signedIn") {
        done.current?.();
      }
    }).then(
      (end) => {
        stop.current = end;
      },
      (thrown: unknown) => {
        if (mine === attempt.current) {
          const event: SignInEvent = { event: "failed", trouble: troubleOf(thrown) };
          dispatch({ do: "event", event, now: Date.now() });
        }
      },
    );
  }, []);

  const cancel = useCallback(() => {
    attempt.current += 1;
    stop.current?.();
    stop.current = undefined;
    dispatch({ do: "reset" });
    // Nothing is shown when there was nothing left to cancel.
    call("cancel_sign_in").catch(() => undefined);
  }, []);

  return { state, begin, cancel };
}
