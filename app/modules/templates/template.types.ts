import { z } from "zod";

/** What a ready-made template is for. */
export const templatePurposes = ["cart_reminder_1", "cart_reminder_2"] as const;
export type TemplatePurpose = (typeof templatePurposes)[number];

/** Languages of the ready-made set, in Meta's spelling (contract 4.9). */
export const templateLanguages = ["en", "de", "fr", "es", "it", "nl", "pt_BR", "pl"] as const;
export type TemplateLanguage = (typeof templateLanguages)[number];

const buttonSchema = z.object({
  type: z.string(),
  text: z.string(),
  url: z.string().optional(),
  example: z.array(z.string()).optional(),
});

/** A component as it is created and stored (contract 4.1); types are upper-case. */
export const componentSchema = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  example: z.record(z.string(), z.unknown()).optional(),
  buttons: z.array(buttonSchema).optional(),
});
export type TemplateComponent = z.infer<typeof componentSchema>;

/** A template as it is submitted. */
export interface TemplateDefinition {
  purpose: TemplatePurpose;
  /** With a picture above the text, or without: for carts whose picture we could not get. */
  hasPicture: boolean;
  language: TemplateLanguage;
  components: TemplateComponent[];
}

/** What the database keeps of one version in one language. */
export interface TemplateRow {
  id: string;
  purpose: string;
  name: string;
  language: string;
  version: number;
  status: string;
  components: TemplateComponent[];
}

/** Only `approved` sends; `paused` holds messages back; the others end them. */
export type TemplateState = "approved" | "paused" | "pending" | "rejected" | "disabled" | "missing";

/** What a message fills its template with; texts are cleaned by `renderTemplate`. */
export interface TemplateValues {
  firstName: string | null;
  shopName: string;
  itemSummary: string;
  /** https link to a JPEG or PNG; null picks the template without a picture */
  pictureUrl: string | null;
  /** what follows the fixed part of the URL button: our short link's code */
  linkCode: string;
}

/** What comes back as `button.payload` when the shopper taps "no more". */
export const OPT_OUT_PAYLOAD = "opt_out";
