import type { ParameterFormat, TemplateComponent } from "../template.types.ts";

/** What the validator can find; its words for people are in ui/messages under `templates.findings`. */
export const findingCodes = [
  "language_unknown",
  "category_wrong",
  "component_unknown",
  "component_twice",
  "body_missing",
  "text_missing",
  "text_too_long",
  "body_long",
  "emoji_many",
  "braces_open",
  "variable_characters",
  "variable_format",
  "variable_order",
  "variables_adjacent",
  "variable_at_edge",
  "variables_many",
  "sample_missing",
  "header_format",
  "header_markdown",
  "header_variables",
  "header_sample",
  "footer_variables",
  "buttons_missing",
  "buttons_many",
  "button_unknown",
  "buttons_of_type",
  "replies_apart",
  "label_missing",
  "label_too_long",
  "url_invalid",
  "url_too_long",
  "url_variable",
  "url_sample",
  "url_shortener",
  "phone_invalid",
  "coupon_sample",
  "cards_count",
  "cards_differ",
  "card_header",
  "card_part",
  "carousel_beside",
  "offer_footer",
  "offer_header",
  "offer_buttons",
  "repeats_another",
  "shop_not_named",
  "way_out_missing",
  "asks_secrets",
  "restricted_goods",
  "language_mismatch",
] as const;
export type FindingCode = (typeof findingCodes)[number];

export type FindingPart =
  "template" | "header" | "body" | "footer" | "buttons" | "offer" | "carousel";

export interface Finding {
  code: FindingCode;
  part: FindingPart;
  /** counted from 1; absent outside of carousels */
  card?: number;
  /** what the words name: a limit, a variable, a label */
  values?: Readonly<Record<string, string | number>>;
  /** An error is refused by Meta, or against our own rules; a warning may be. */
  severity: "error" | "warning";
}

export interface Place {
  part: FindingPart;
  card?: number;
}

export function found(
  code: FindingCode,
  place: Place,
  values?: Readonly<Record<string, string | number>>,
): Finding {
  return { code, ...place, severity: "error", ...(values ? { values } : {}) };
}

export const warned = (...given: Parameters<typeof found>): Finding => ({
  ...found(...given),
  severity: "warning",
});

/** A template before it is submitted. */
export interface TemplateDraft {
  language: string;
  category: string;
  parameterFormat: ParameterFormat;
  components: readonly TemplateComponent[];
  /** the ready-made one that it stands in for, which settles its category */
  purpose?: string;
}

export interface ValidationContext {
  /** what other live templates of the account say, in this language */
  others: readonly { body: string; footer: string }[];
}
