import { isOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { OPT_OUT_PAYLOAD } from "#app/modules/templates/template.types.ts";

export type InboundMeaning = { means: "opt_out"; by: "button" | "text" } | { means: "reply" };

/** What a message from a person asks for. The button is a no whatever language its label is in. */
export function meaningOf(message: {
  text: string | null;
  payload: string | null;
}): InboundMeaning {
  const { payload, text } = message;
  if (payload === OPT_OUT_PAYLOAD) return { means: "opt_out", by: "button" };
  return text !== null && isOptOut(text) ? { means: "opt_out", by: "text" } : { means: "reply" };
}
