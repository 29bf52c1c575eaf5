import { z } from "zod";

/** What a ready-made template is for. A carousel's number of cards is fixed at approval: one purpose each. */
export const templatePurposes = [
  "cart_reminder_1",
  "cart_reminder_2",
  "recommendation",
  "recommendation_carousel_2",
  "recommendation_carousel_3",
  "recommendation_carousel_4",
  "recommendation_carousel_5",
  "offer",
  "limited_time_offer",
  "consent_renewal",
  "double_opt_in",
  "opt_out_confirmation",
] as const;
export const templatePurposeSchema = z.enum(templatePurposes);
export type TemplatePurpose = z.infer<typeof templatePurposeSchema>;

/** Languages of the ready-made set, in Meta's spelling (contract 4.9). */
export const templateLanguages = ["en", "de", "fr", "es", "it", "nl", "pt_BR", "pl"] as const;
export const templateLanguageSchema = z.enum(templateLanguages);
export type TemplateLanguage = z.infer<typeof templateLanguageSchema>;

/** How a message offers its way out: a quick reply, or a second link, which desktop clients show too. */
export const wayOuts = ["reply", "link"] as const;
export const wayOutSchema = z.enum(wayOuts);
export type WayOut = z.infer<typeof wayOutSchema>;

export type TemplateCategory = "MARKETING" | "UTILITY";
export type ParameterFormat = "NAMED" | "POSITIONAL";

const buttonSchema = z.object({
  type: z.string(),
  /** Meta labels a copy-code button itself. */
  text: z.string().optional(),
  url: z.string().optional(),
  phone_number: z.string().optional(),
  example: z.union([z.string(), z.array(z.string())]).optional(),
});
export type TemplateButton = z.infer<typeof buttonSchema>;

const partSchema = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  example: z.record(z.string(), z.unknown()).optional(),
  buttons: z.array(buttonSchema).optional(),
});
const cardSchema = z.object({ components: z.array(partSchema) });
export type TemplateCard = z.infer<typeof cardSchema>;

/** A component as it is created and stored (contract 4.1); types are upper-case. */
export const componentSchema = partSchema.extend({
  limited_time_offer: z.object({ text: z.string(), has_expiration: z.boolean() }).optional(),
  cards: z.array(cardSchema).optional(),
});
export type TemplateComponent = z.infer<typeof componentSchema>;

/** A template as it is submitted. */
export interface TemplateDefinition {
  purpose: TemplatePurpose;
  /** With a picture above the text, or without: for products whose picture we could not get. */
  hasPicture: boolean;
  language: TemplateLanguage;
  /** what its links begin with; templates without links have "app" */
  base: "app" | "proxy";
  category: TemplateCategory;
  parameterFormat: ParameterFormat;
  components: TemplateComponent[];
}

/** What the database keeps of one version in one language. */
export interface TemplateRow {
  id: string;
  purpose: string;
  name: string;
  language: string;
  base: string;
  version: number;
  status: string;
  /** where we asked for */
  category: string;
  /** where WhatsApp has put it; null where we asked for */
  metaCategory: string | null;
  /** GREEN, YELLOW, RED or UNKNOWN; what is not RED for long still sends (contract 4.7) */
  quality: string;
  components: TemplateComponent[];
}

/** All that is known of a version: for its lifecycle and for the admin. */
export interface TemplateVersion extends TemplateRow {
  metaId: string | null;
  rejectedReason: string | null;
  advice: string | null;
  refusalCode: number | null;
  comingCategory: string | null;
  comingCategoryAt: Date | null;
  pausedUntil: Date | null;
  eventAt: Date | null;
  submittedAt: Date | null;
  approvedAt: Date | null;
  retiredAt: Date | null;
}

/** Only `approved` sends; `paused` holds messages back; the others end them. */
export type TemplateState = "approved" | "paused" | "pending" | "rejected" | "disabled" | "missing";

const cardValuesSchema = z.object({
  title: z.string(),
  /** as people read it: "49,00 €" */
  price: z.string(),
  pictureUrl: z.string(),
  /** of the uploaded picture; left out, WhatsApp fetches the link */
  pictureMediaId: z.string().nullish(),
  linkCode: z.string(),
});

/**
 * What a message fills its template with; texts are cleaned by `renderTemplate`. Which values a purpose
 * needs stands in purposes.rules.ts.
 */
export const templateValuesSchema = z.object({
  firstName: z.string().nullable(),
  shopName: z.string(),
  itemSummary: z.string().default(""),
  /** https link to a JPEG or PNG; null picks the template without a picture */
  pictureUrl: z.string().nullable(),
  /** of the uploaded picture; left out, WhatsApp fetches the link */
  pictureMediaId: z.string().nullish(),
  /** what follows the fixed part of the URL button: our short link's code */
  linkCode: z.string(),
  /** comes back with the tap that confirms, so that it names its question */
  confirmationId: z.string().optional(),
  /** comes back with the tap that renews consent, so that it names its question */
  renewalId: z.string().optional(),
  /** the token of the person's preference page: only where the way out is a link */
  preferenceToken: z.string().optional(),
  productTitle: z.string().optional(),
  price: z.string().optional(),
  /** what is offered, in the merchant's words: "15 % auf alles aus Leinen" */
  offer: z.string().optional(),
  couponCode: z.string().optional(),
  /** UNIX milliseconds */
  offerEndsAt: z.number().int().optional(),
  cards: z.array(cardValuesSchema).optional(),
  /** WhatsApp found the filled-in text too long (contract 2, 132005): values are cut to a quarter of their room */
  brief: z.boolean().optional(),
});
export type TemplateValues = z.input<typeof templateValuesSchema>;
export type CardValues = z.infer<typeof cardValuesSchema>;

/** What comes back as `button.payload` when the shopper taps "no more". */
export const OPT_OUT_PAYLOAD = "opt_out";
/** … and when somebody confirms the opt-in; a colon and `confirmationId` follow. */
export const OPT_IN_PAYLOAD = "opt_in";
/** … and when somebody lets consent stay; a colon and `renewalId` follow. */
export const RENEWAL_PAYLOAD = "renew";
