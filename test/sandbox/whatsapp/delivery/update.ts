import type { JsonObject } from "../json.ts";

/** One thing to tell a webhook. Statuses stay apart from the rest so that they can share a change. */
export type Update =
  | {
      kind: "status";
      wabaId: string;
      phoneNumberId: string;
      displayPhoneNumber: string;
      contact: { profile: { name: string }; wa_id?: string; user_id: string } | null;
      status: JsonObject;
    }
  | {
      kind: "change";
      wabaId: string;
      field: string;
      value: JsonObject;
      /** Template and account events carry the time on the entry, messages do not (contract 3.3). */
      entryTime: number | null;
    };

type Entry = { id: string; time?: number; changes: object[] };

/**
 * One webhook body for many updates (contract 3.3): an entry per account, statuses of one number
 * in one change; failed ones apart, for they come without contacts (contract 3.5).
 */
export function webhookBody(updates: readonly Update[]): object {
  const entries = new Map<string, Entry>();
  const shared = new Map<string, { statuses: object[]; contacts: object[] }>();
  for (const update of updates) {
    if (update.kind === "change") entryFor(entries, update).changes.push(changeOf(update));
    else addStatus(entries, shared, update);
  }
  return { object: "whatsapp_business_account", entry: [...entries.values()] };
}

function addStatus(
  entries: Map<string, Entry>,
  shared: Map<string, { statuses: object[]; contacts: object[] }>,
  update: Extract<Update, { kind: "status" }>,
): void {
  const key = `${update.phoneNumberId}|${update.contact === null}`;
  const group = shared.get(key);
  if (group) {
    group.statuses.push(update.status);
    if (update.contact) group.contacts.push(update.contact);
    return;
  }
  const contacts = update.contact ? [update.contact] : [];
  const statuses = [update.status];
  shared.set(key, { statuses, contacts });
  entryFor(entries, { ...update, entryTime: null }).changes.push({
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: {
        display_phone_number: update.displayPhoneNumber,
        phone_number_id: update.phoneNumberId,
      },
      ...(update.contact ? { contacts } : {}),
      statuses,
    },
  });
}

function entryFor(
  entries: Map<string, Entry>,
  update: { wabaId: string; entryTime: number | null },
): Entry {
  const key = `${update.wabaId}|${update.entryTime ?? ""}`;
  const known = entries.get(key);
  if (known) return known;
  const entry: Entry = {
    id: update.wabaId,
    ...(update.entryTime === null ? {} : { time: update.entryTime }),
    changes: [],
  };
  entries.set(key, entry);
  return entry;
}

function changeOf(update: Extract<Update, { kind: "change" }>): object {
  return { field: update.field, value: update.value };
}
