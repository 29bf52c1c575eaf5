import { isStart } from "#app/modules/consent/answer-words.rules.ts";
import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { OPT_OUT_PAYLOAD } from "#app/modules/templates/template.types.ts";

export type InboundMeaning =
  | { means: "opt_out"; by: "button"; topic: null }
  | { means: "opt_out"; by: "text"; topic: "reminders" | "recommendations" | null }
  /** `perhaps_no` is for a human to decide; `go_on` takes back what may have been a no */
  | { means: "reply"; says: "perhaps_no" | "go_on" | "anything" };

/** What a message from a person asks for. The button is a no whatever language its label is in. */
export function meaningOf(message: {
  text: string | null;
  payload: string | null;
}): InboundMeaning {
  const { payload, text } = message;
  if (payload === OPT_OUT_PAYLOAD) return { means: "opt_out", by: "button", topic: null };
  const reading = readOptOut(text ?? "");
  if (reading.means === "stop") return { means: "opt_out", by: "text", topic: reading.topic };
  if (reading.means === "unclear") return { means: "reply", says: "perhaps_no" };
  return { means: "reply", says: isStart(text ?? "") ? "go_on" : "anything" };
}
