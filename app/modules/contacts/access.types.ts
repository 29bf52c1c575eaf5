import { z } from "zod";

/** What somebody at the shop did with personal data. */
export const accessActions = [
  "searched",
  "viewed",
  "proof",
  "exported",
  "imported",
  "withdrew",
  "blocked",
  "unblocked",
  "merged",
  "split",
  "erased",
] as const;
export const accessActionSchema = z.enum(accessActions);
export type AccessAction = z.infer<typeof accessActionSchema>;

/** Where in the admin, or on whose behalf; a word of ours, never what was typed. */
export const accessPurposes = [
  "contact_page",
  "contact_list",
  "privacy_page",
  "import_page",
  "answers_page",
  "shopify_request",
] as const;
export const accessPurposeSchema = z.enum(accessPurposes);
export type AccessPurpose = z.infer<typeof accessPurposeSchema>;

/** Who stands in the log where no person of the shop acted. */
export const SHOPIFY_ITSELF = "shopify";

/** One look at personal data: ids only, so that the log may outlive the person (Shopify, contract 7.3). */
export interface AccessNote {
  shopId: string;
  /** id of the person at the shop, `sub` of the admin's session token; SHOPIFY_ITSELF for a webhook */
  staffId: string;
  action: AccessAction;
  purpose: AccessPurpose;
  /** whose data; null for a list, an export of many, a search */
  contactId: string | null;
  /** how many people's data were shown or handed out; 1 unless said */
  people?: number;
}

export interface AccessRow {
  at: Date;
  staffId: string;
  action: AccessAction;
  purpose: AccessPurpose;
  contactId: string | null;
  people: number;
}
