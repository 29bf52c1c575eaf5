import { isOptOut } from "#app/modules/consent/opt-out.rules.ts";

/** The payload our templates put behind the way-out button. */
export const OPT_OUT_PAYLOAD = "optout";

export type InboundMeaning = { means: "opt_out"; by: "button" | "text" } | { means: "reply" };

/** What a message from a person asks for. The button is a no whatever language its label is in. */
export function meaningOf(message: { text: string | null; payload: string | null }): InboundMeaning {
  const { payload, text } = message;
  if (payload === OPT_OUT_PAYLOAD || payload?.startsWith(`${OPT_OUT_PAYLOAD}:`)) {
    return { means: "opt_out", by: "button" };
  }
  return text !== null && isOptOut(text) ? { means: "opt_out", by: "text" } : { means: "reply" };
}
