import { z } from "zod";
import { phoneFromWaId } from "#app/shared/phone.ts";
import { distinct } from "./shopify-keys.rules.ts";
import type { FoundKeys, IntakeKey } from "./shopify-keys.rules.ts";

// A field of an unknown shape must not hide the persons beside it (contract 3.4, parsing rule).
const text = z.string().nullish().catch(null);
const list = <T extends z.ZodType>(item: T) => z.array(item.nullable().catch(null)).catch([]);

const userIdChange = z
  .union([z.string(), z.object({ previous: text, current: text })])
  .nullish()
  .catch(null);
const system = z
  .object({ wa_id: text, user_id: text, previous_user_id: text })
  .nullish()
  .catch(null);

/** Meta's code for a person who stopped marketing messages in WhatsApp itself (contract 2). */
export const STOPPED_MARKETING = 131050;

/** Every place of contract 3.4, 3.5, 3.8 and 3.9 where a change names a person. */
const valueSchema = z.object({
  contacts: list(z.object({ wa_id: text, user_id: text })),
  messages: list(z.object({ from: text, from_user_id: text, system })),
  statuses: list(
    z.object({
      recipient_id: text,
      recipient_user_id: text,
      errors: list(z.object({ code: z.number() })),
    }),
  ),
  user_preferences: list(z.object({ wa_id: text, user_id: text })),
  user_id_update: list(z.object({ wa_id: text, user_id: userIdChange })),
});
const changeSchema = z.object({ value: valueSchema });

// An empty wa_id means that WhatsApp withholds the number (contract 3.9).
function phone(waId: string | null | undefined): IntakeKey | null {
  const value = phoneFromWaId(waId);
  return value ? { kind: "phone", value } : null;
}

function bsuid(userId: string | null | undefined): IntakeKey | null {
  const value = userId?.trim();
  return value ? { kind: "bsuid", value } : null;
}

type Value = z.infer<typeof valueSchema>;

function messageKeys(value: Value): (IntakeKey | null)[] {
  return value.messages.flatMap((message) => [
    phone(message?.from),
    bsuid(message?.from_user_id),
    phone(message?.system?.wa_id),
    bsuid(message?.system?.user_id),
    bsuid(message?.system?.previous_user_id),
  ]);
}

/** Only a status that ends a consent may hold its person: the others would hold everybody we write to. */
function statusKeys(value: Value): (IntakeKey | null)[] {
  const stops = value.statuses.filter((status) =>
    status?.errors.some((error) => error?.code === STOPPED_MARKETING),
  );
  return stops.flatMap((status) => [phone(status?.recipient_id), bsuid(status?.recipient_user_id)]);
}

function changedUserKeys(value: Value): (IntakeKey | null)[] {
  return value.user_id_update.flatMap((update) => {
    const ids = update?.user_id;
    const both = typeof ids === "string" ? [ids] : [ids?.previous, ids?.current];
    return [phone(update?.wa_id), ...both.map(bsuid)];
  });
}

/**
 * Everybody about whom one change of a WhatsApp post says something (`{field, value, …}`): phones in
 * E.164 and business-scoped user ids, old and new ones. Never throws: what cannot be read is a
 * problem. Changes about templates and accounts name nobody, and neither do ordinary statuses.
 */
export function identifiersOfWhatsApp(change: unknown): FoundKeys {
  const parsed = changeSchema.safeParse(change);
  if (!parsed.success) return { identifiers: [], problem: "The change has no value" };
  const { value } = parsed.data;
  const contacts = value.statuses.length > 0 && value.messages.length === 0 ? [] : value.contacts;
  const people = [...contacts, ...value.user_preferences];
  const identifiers = distinct([
    ...people.flatMap((person) => [phone(person?.wa_id), bsuid(person?.user_id)]),
    ...messageKeys(value),
    ...statusKeys(value),
    ...changedUserKeys(value),
  ]);
  return { identifiers, problem: null };
}
