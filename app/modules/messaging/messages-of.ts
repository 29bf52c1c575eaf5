import { z } from "zod";
import {
  type TemplateValues,
  templateValuesSchema,
} from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type MessageState, messageStateSchema } from "./message.types.ts";
import { messageRowsOf } from "./messages-of.store.server.ts";
import { payloadContext } from "./plan-message.ts";

/** A message with its outcome, as the person's proof tells it. */
export interface MessageOfPerson {
  id: string;
  kind: string;
  topic: string;
  toHash: string;
  numberId: string | null;
  templateId: string | null;
  /** what its template was filled with; null once that was deleted */
  values: TemplateValues | null;
  /** what was written without a template, inside the service window */
  text: string | null;
  state: MessageState;
  reason: string | null;
  errorCode: number | null;
  wamid: string | null;
  plannedAt: Date;
  acceptedAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  endedAt: Date | null;
}

const writtenSchema = z.object({ text: z.string() });

function openPayload(deps: Pick<Deps, "vault">, shopId: string, payload: Uint8Array | null) {
  if (payload === null) return { values: null, text: null };
  const json: unknown = JSON.parse(deps.vault.open(payload, payloadContext(shopId)));
  return {
    values: templateValuesSchema.safeParse(json).data ?? null,
    text: writtenSchema.safeParse(json).data?.text ?? null,
  };
}

/** Every message that was ever intended for a person, with what became of it, the first one first. */
export async function messagesOf(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<MessageOfPerson[]> {
  const rows = await messageRowsOf(tx, who.shopId, who.contactId);
  return rows.map(({ payload, state, ...row }) => ({
    ...row,
    state: messageStateSchema.parse(state),
    ...openPayload(deps, who.shopId, payload),
  }));
}
