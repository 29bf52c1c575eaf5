import type { JsonObject } from "../json.ts";

export type Category = "MARKETING" | "UTILITY" | "AUTHENTICATION";
export type ParameterFormat = "NAMED" | "POSITIONAL";

export const TEMPLATE_STATUSES = [
  "PENDING",
  "APPROVED",
  "REJECTED",
  "PAUSED",
  "DISABLED",
  "IN_APPEAL",
  "PENDING_DELETION",
  "DELETED",
  "ARCHIVED",
  "LIMIT_EXCEEDED",
] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

export type HeaderFormat = "TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "LOCATION" | "PRODUCT";

/** A text with variables; `variables` holds their names in order of first appearance. */
export type PatternText = { text: string; variables: string[] };

export type TemplateHeader = { format: HeaderFormat; pattern: PatternText };

export type TemplateButton = {
  type: string;
  text: string;
  /** The URL with its single trailing variable, or the phone number, or null. */
  target: string | null;
  dynamic: boolean;
};

export type TemplateCard = {
  header: TemplateHeader | null;
  body: PatternText | null;
  buttons: TemplateButton[];
};

/** A template in the form in which sends are checked against it. */
export type TemplateShape = TemplateCard & {
  body: PatternText;
  footer: string | null;
  offer: { text: string; hasExpiration: boolean } | null;
  cards: TemplateCard[] | null;
};

export type Template = {
  /** Digits only and below 2^53: REST writes it as a string, webhooks as a number (contract 3.3). */
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: Category;
  status: TemplateStatus;
  parameterFormat: ParameterFormat;
  components: JsonObject[];
  shape: TemplateShape;
  rejectedReason: string;
  createdAt: number;
  /** Times of edits while approved, for the limits of contract 4.2. */
  edits: number[];
  qualityScore: string;
  /** Where it was before Meta moved it, and where it will be moved (contract 4.2, 4.5). */
  previousCategory?: Category;
  correctCategory?: Category;
  /** What the review will say, when that was ordered. */
  verdict?: { reason: string; recommendation: string | null };
};
