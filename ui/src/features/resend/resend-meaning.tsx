import { MessageBar, MessageBarBody, makeStyles } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { SafeText } from "@/components/safe-text";
import { commandQuery } from "@/queries/command-query";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { whiteSpace: "normal" },
});

/** What a resend means, said before it is sent. */
export function ResendMeaning(): JSX.Element {
  const styles = useStyles();
  const session = useQuery(commandQuery("session_state"));
  const name = session.data?.state === "signedIn" ? session.data.session.displayName : undefined;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        The mail goes out in your name
        {name !== undefined && (
          <>
            {" ("}
            <SafeText text={name} />)
          </>
        )}
        , as an invitation to the directory, whatever the first one was for. The link in the first
        mail may stop working.
      </MessageBarBody>
    </MessageBar>
  );
}
