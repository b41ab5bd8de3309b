import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { Component, useEffect, useState, type JSX, type ReactNode } from "react";
import { troubleOf } from "@/ipc";
import { SafeText } from "./safe-text";
import { TroubleDialog } from "./trouble";

const useStyles = makeStyles({
  place: { padding: "20px", overflowY: "auto" },
  body: { whiteSpace: "normal" },
});

interface ErrorBoundaryProps {
  children: ReactNode;
  /** A change shows the children again. */
  resetOn?: unknown;
}

interface Caught {
  thrown: { what: unknown } | undefined;
}

/** Holds what could not be drawn, so that the rest of the window stays. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, Caught> {
  override state: Caught = { thrown: undefined };

  static getDerivedStateFromError(what: unknown): Caught {
    return { thrown: { what } };
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (this.state.thrown && before.resetOn !== this.props.resetOn) {
      this.setState({ thrown: undefined });
    }
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    return thrown ? (
      <NotShown thrown={thrown.what} onAgain={() => this.setState({ thrown: undefined })} />
    ) : (
      this.props.children
    );
  }
}

function NotShown({ thrown, onAgain }: { thrown: unknown; onAgain: () => void }): JSX.Element {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  // What could not be drawn may be an answer that is kept: it is asked for anew.
  useEffect(() => client.removeQueries({ type: "inactive" }), [client]);
  return (
    <div className={styles.place} role="alert">
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>This could not be shown.</MessageBarTitle>
          <SafeText text="Nothing was changed by it. A run that is under way goes on." />
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={onAgain}>
            Show again
          </Button>
          <Button size="small" onClick={() => setOpen(true)}>
            Details
          </Button>
        </MessageBarActions>
      </MessageBar>
      {open && <TroubleDialog trouble={troubleOf(thrown)} onClose={() => setOpen(false)} />}
    </div>
  );
}
