export type IdentifierKind = "phone" | "bsuid" | "customer" | "email";

/** Something that names a person: a phone in E.164, a BSUID, a customer's numeric id, an e-mail address. */
export interface Identifier {
  kind: IdentifierKind;
  value: string;
}

export interface ContactRow {
  id: string;
  shopId: string;
  dataKey: Uint8Array;
  firstName: Uint8Array | null;
  locale: string | null;
  country: string | null;
  lastInboundAt: Date | null;
  /** as `lastInboundAt`, but for answers to what we asked (a confirmation) */
  lastReplyAt: Date | null;
  createdAt: Date;
}

/** E-mail addresses compare lower-case and trimmed; everything else as it is. */
export function normalised(identifier: Identifier): string {
  const { kind, value } = identifier;
  return kind === "email" ? value.trim().toLowerCase() : value.trim();
}
