import type { Deps } from "#app/ports/deps.ts";
import { refusalOf } from "../graph-refusal.rules.ts";
import { factsOf, type HealthRead } from "./health.rules.ts";
import { ACCOUNT_FIELDS, accountSchema, PHONE_FIELDS, phoneSchema } from "./health.types.ts";

interface Account {
  wabaId: string;
  phoneNumberId: string;
  token: string;
}

/** Asks Meta how a number and its account are (contract 8.4): two of 200 calls an hour. */
export async function askHealth(
  deps: Pick<Deps, "whatsapp" | "log">,
  { wabaId, phoneNumberId, token }: Account,
): Promise<HealthRead> {
  const ask = (id: string, fields: string) =>
    deps.whatsapp.call({ method: "GET", path: `${id}?fields=${fields}`, token });
  try {
    const phone = await ask(phoneNumberId, PHONE_FIELDS);
    const account = await ask(wabaId, ACCOUNT_FIELDS);
    if (Math.max(phone.httpStatus, account.httpStatus) >= 500) return { outcome: "unreachable" };
    const refusal = refusalOf(phone) ?? refusalOf(account);
    if (refusal) return { outcome: "refused", refusal };
    const facts = factsOf(phoneSchema.parse(phone.json), accountSchema.parse(account.json));
    return { outcome: "read", facts };
  } catch (error) {
    deps.log.warn("whatsapp.health_unread", { wabaId, message: String(error) });
    return { outcome: "unreachable" };
  }
}
