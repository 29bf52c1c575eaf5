import { numberById } from "#app/modules/channel/index.ts";
import { type InboundOfPerson, inboundOf } from "#app/modules/conversations/index.ts";
import { type MessageOfPerson, messagesOf } from "#app/modules/messaging/index.ts";
import { templatesById } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { messageText } from "./message-text.rules.ts";
import type { ProofMessage } from "./proof.types.ts";

/** A contact with its key; null once it was erased. */
export interface Member {
  shopId: string;
  contactId: string;
  dataKey: Uint8Array | null;
}

/** What was written in both directions. */
export interface Exchanges {
  messages: ProofMessage[];
  sent: ReadonlyMap<string, ProofMessage>;
  received: ReadonlyMap<string, InboundOfPerson>;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

async function numbersOf(tx: Tx, shopId: string, messages: MessageOfPerson[]) {
  const ids = new Set(messages.flatMap(({ numberId }) => (numberId === null ? [] : [numberId])));
  const numbers = new Map<string, string>();
  for (const id of ids) {
    const number = await numberById(tx, shopId, id);
    if (number) numbers.set(id, number.displayPhone);
  }
  return numbers;
}

/** All messages of a person, ours in words and with their outcome, theirs by wamid. */
export async function exchangesOf(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; members: Member[]; names: ReadonlyMap<string, string> },
): Promise<Exchanges> {
  const own: MessageOfPerson[] = [];
  const theirs: InboundOfPerson[] = [];
  for (const member of who.members) {
    own.push(...(await messagesOf(deps, tx, member)));
    theirs.push(...(await inboundOf(deps, tx, member)));
  }
  const templateIds = own.flatMap(({ templateId }) => (templateId === null ? [] : [templateId]));
  const templates = await templatesById(tx, who.shopId, templateIds);
  const numbers = await numbersOf(tx, who.shopId, own);
  const inOrder = own.toSorted((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
  const messages = inOrder.map((one): ProofMessage => {
    const { values, templateId, toHash, numberId, ...rest } = one;
    const template = templates.get(templateId ?? "");
    return {
      id: rest.id,
      kind: rest.kind,
      topic: rest.topic,
      to: who.names.get(toHash) ?? null,
      from: numbers.get(numberId ?? "") ?? null,
      template: template ? `${template.name} (${template.language})` : null,
      text: template ? messageText(template, values) : rest.text,
      state: rest.state,
      reason: rest.reason,
      errorCode: rest.errorCode,
      wamid: rest.wamid,
      plannedAt: rest.plannedAt.toISOString(),
      acceptedAt: iso(rest.acceptedAt),
      sentAt: iso(rest.sentAt),
      deliveredAt: iso(rest.deliveredAt),
      readAt: iso(rest.readAt),
      endedAt: iso(rest.endedAt),
    };
  });
  return {
    messages,
    sent: new Map(messages.flatMap((one) => (one.wamid === null ? [] : [[one.wamid, one]]))),
    received: new Map(theirs.map((one) => [one.wamid, one])),
  };
}
