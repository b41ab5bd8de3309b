import type { Trouble, WorkTarget } from "@/ipc";
import type { SignInState } from "./use-sign-in";

/** A sign-in that was refused for what stands in a field. */
export interface FieldRefusal {
  field: keyof WorkTarget;
  /** What had been typed. */
  target: WorkTarget;
  text: string;
  trouble: Trouble;
}

// What the sign-in service (AADSTS90002, 90038, 90019, 700016), or the check before it, says of a field.
const fields: Readonly<Record<string, keyof WorkTarget>> = {
  tenant: "tenant",
  tenantNotFound: "tenant",
  nationalCloud: "tenant",
  tenantMissing: "tenant",
  tenantForGrant: "tenant",
  clientId: "clientId",
  applicationNotFound: "clientId",
};

/** The field that a failed sign-in is about; undefined where it is about something else. */
export function fieldRefusal(state: SignInState): FieldRefusal | undefined {
  if (state.step !== "failed" || state.target.to !== "work") {
    return undefined;
  }
  const { trouble } = state;
  const { code, summary, cause, remedy } = trouble.explanation;
  const field = fields[code];
  if (field === undefined) {
    return undefined;
  }
  const sentences = [summary, cause, remedy].filter((sentence) => sentence !== "");
  return { field, target: state.target.target, text: [...new Set(sentences)].join(" "), trouble };
}

/** The refusal as long as what it refused stands in its field. */
export function stillStanding(
  refusal: FieldRefusal | undefined,
  typed: WorkTarget,
): FieldRefusal | undefined {
  if (refusal === undefined) {
    return undefined;
  }
  return refusal.target[refusal.field] === typed[refusal.field].trim() ? refusal : undefined;
}
