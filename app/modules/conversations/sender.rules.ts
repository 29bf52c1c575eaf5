import type { Identifier } from "#app/modules/contacts/contacts.types.ts";
import { phoneFromWaId } from "#app/shared/phone.ts";

/** Whom WhatsApp names in a webhook. */
export interface Sender {
  waId: string | null;
  userId: string | null;
}

/** Phone first; a person with a username may come with a BSUID only (contract 3.9). */
export function identifiersOf(sender: Sender): Identifier[] {
  const phone = phoneFromWaId(sender.waId);
  return [
    ...(phone ? [{ kind: "phone" as const, value: phone }] : []),
    ...(sender.userId ? [{ kind: "bsuid" as const, value: sender.userId }] : []),
  ];
}
