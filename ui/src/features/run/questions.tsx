import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { call, troubleOf, type Decision, type Step } from "@/ipc";
import { SafeText } from "@/components/safe-text";
import { visibleText } from "@/components/visible-text";
import { TroubleBar } from "@/components/trouble";
import type { Question } from "./run-rows";
import { sendsMail } from "./verdicts";

interface Words {
  question: string;
  sendAgain: string;
  takeAsDone: string;
}

function wordsOf(step: Step, address: string): Words {
  if (sendsMail(step)) {
    return {
      question: `Was ${address} mailed?`,
      sendAgain: "Mail again",
      takeAsDone: "Take as mailed",
    };
  }
  return {
    question: `Was this done for ${address}?`,
    sendAgain: "Send again",
    takeAsDone: "Take as done",
  };
}

const most = 3;

interface QuestionsProps {
  id: string;
  questions: readonly Question[];
  onDecided: () => void;
}

/** What the directory cannot settle: a question with two answers, the first few at a time. */
export function Questions({ id, questions, onDecided }: QuestionsProps): JSX.Element {
  const decide = useMutation({
    mutationFn: ({ row, step, decision }: { row: number; step: number; decision: Decision }) =>
      call("decide", { id, row, step, decision }),
    onSuccess: onDecided,
  });
  return (
    <>
      {decide.isError && <TroubleBar trouble={troubleOf(decide.error)} />}
      {questions.slice(0, most).map(({ row, step }) => {
        const words = wordsOf(step.step, visibleText(row.address));
        const answer = (decision: Decision): void =>
          decide.mutate({ row: row.index, step: step.index, decision });
        return (
          <MessageBar key={`${row.index}-${step.index}`} intent="warning">
            <MessageBarBody>
              <MessageBarTitle>{words.question}</MessageBarTitle>
              <SafeText
                text={step.explanation?.summary ?? "The answer was lost, and the directory cannot tell."}
              />
            </MessageBarBody>
            <MessageBarActions>
              <Button disabledFocusable={decide.isPending} onClick={() => answer("sendAgain")}>
                {words.sendAgain}
              </Button>
              <Button disabledFocusable={decide.isPending} onClick={() => answer("takeAsDone")}>
                {words.takeAsDone}
              </Button>
            </MessageBarActions>
          </MessageBar>
        );
      })}
      {questions.length > most && (
        <span>{questions.length - most} more will be asked once these are answered.</span>
      )}
    </>
  );
}
