import type { OverviewState } from "./template-overview.rules.ts";
import type { TemplateComponent, TemplatePurpose, WayOut } from "./template.types.ts";

export interface TemplateNote {
  state: OverviewState;
  reason: string | null;
  /** WhatsApp's own words */
  advice: string | null;
  quality: string;
  pausedUntil: string | null;
  metaCategory: string | null;
  comingCategory: string | null;
  comingCategoryAt: string | null;
}

export interface TemplateLine {
  language: string;
  note: TemplateNote;
}

export interface TemplatesReport {
  timeZone: string;
  connected: boolean;
  wayOut: WayOut;
  /** languages in which a message to a person of the shop's own language is looked for */
  fallback: string[];
  purposes: { purpose: TemplatePurpose; submitted: boolean; lines: TemplateLine[] }[];
}

export interface TemplateForm {
  /** as stored */
  purpose: string;
  hasPicture: boolean;
  note: TemplateNote;
  components: TemplateComponent[];
  /** what the merchant or we want it to say now, in use or not yet */
  text: string;
  readyMadeText: string;
  editable: boolean;
  maySubmitAgain: boolean;
  inUse: { version: number; text: string } | null;
}

export interface TemplateDetail {
  timeZone: string;
  connected: boolean;
  purpose: TemplatePurpose;
  language: string;
  forms: TemplateForm[];
}
