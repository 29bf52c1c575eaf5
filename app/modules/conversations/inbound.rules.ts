import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { OPT_OUT_PAYLOAD } from "#app/modules/templates/template.types.ts";

export type InboundMeaning =
  | { means: "opt_out"; by: "button"; topic: null }
  | { means: "opt_out"; by: "text"; topic: "reminders" | "recommendations" | null }
  /** perhaps a no: `unclear` is for a human to decide */
  | { means: "reply"; unclear: boolean };

/** What a message from a person asks for. The button is a no whatever language its label is in. */
export function meaningOf(message: {
  text: string | null;
  payload: string | null;
}): InboundMeaning {
  const { payload, text } = message;
  if (payload === OPT_OUT_PAYLOAD) return { means: "opt_out", by: "button", topic: null };
  const reading = readOptOut(text ?? "");
  if (reading.means === "stop") return { means: "opt_out", by: "text", topic: reading.topic };
  return { means: "reply", unclear: reading.means === "unclear" };
}
