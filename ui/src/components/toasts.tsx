import {
  Link,
  Toast,
  ToastBody,
  ToastFooter,
  ToastTitle,
  Toaster,
  useToastController,
  type ToastIntent,
} from "@fluentui/react-components";
import { createContext, useCallback, useContext, useMemo, type JSX, type ReactNode } from "react";

export interface Notice {
  intent: ToastIntent;
  title: string;
  body?: string;
  /** A link to what happened. */
  action?: { label: string; run: () => void };
}

const Notices = createContext<(notice: Notice) => void>(() => undefined);

const toasterId = "usher-toasts";

/** Draws the toasts, bottom right above the bars, and lends {@link useNotify} to all below. */
export function ToastArea({ children }: { children: ReactNode }): JSX.Element {
  const { dispatchToast, dismissToast } = useToastController(toasterId);
  const notify = useCallback(
    (notice: Notice) => {
      const toastId = crypto.randomUUID();
      const { action } = notice;
      dispatchToast(
        <Toast>
          <ToastTitle>{notice.title}</ToastTitle>
          {notice.body !== undefined && <ToastBody>{notice.body}</ToastBody>}
          {action && (
            <ToastFooter>
              <Link
                onClick={() => {
                  dismissToast(toastId);
                  action.run();
                }}
              >
                {action.label}
              </Link>
            </ToastFooter>
          )}
        </Toast>,
        { toastId, intent: notice.intent, timeout: notice.action ? 8000 : 5000, pauseOnHover: true },
      );
    },
    [dispatchToast, dismissToast],
  );
  return (
    <Notices.Provider value={useMemo(() => notify, [notify])}>
      {children}
      <Toaster
        toasterId={toasterId}
        position="bottom-end"
        offset={{ vertical: 64, horizontal: 16 }}
        shortcuts={{ focus: (event) => event.ctrlKey && event.key === "m" }}
      />
    </Notices.Provider>
  );
}

/** Confirms what happened. Troubles belong in place; in a toast only where that place is gone. */
export function useNotify(): (notice: Notice) => void {
  return useContext(Notices);
}
