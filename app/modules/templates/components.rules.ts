import type {
  ParameterFormat,
  TemplateButton,
  TemplateCard,
  TemplateComponent,
} from "./template.types.ts";

/** The parts that ready-made templates are put together from, as contract 4.1 wants them. */

const SAMPLE_CODE = "9f3kQ2aB7xYz";
const SAMPLE_COUPON = "MARA10";

export function variablesOf(text: string): string[] {
  const names = Array.from(text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g), (match) => match[1] ?? "");
  return [...new Set(names)];
}

export function pictureHeader(sampleHandle: string): TemplateComponent {
  return { type: "HEADER", format: "IMAGE", example: { header_handle: [sampleHandle] } };
}

/** @param samples by name; for positional texts in their order */
export function body(
  text: string,
  samples: { format: ParameterFormat; of: Readonly<Record<string, string>> },
): TemplateComponent {
  const names = variablesOf(text);
  if (names.length === 0) return { type: "BODY", text };
  const given = names.map((name) => samples.of[name] ?? name);
  const named = names.map((name, index) => ({ param_name: name, example: given[index] }));
  return samples.format === "NAMED"
    ? { type: "BODY", text, example: { body_text_named_params: named } }
    : { type: "BODY", text, example: { body_text: [given] } };
}

export const footer = (text: string): TemplateComponent => ({ type: "FOOTER", text });

export const buttons = (...list: TemplateButton[]): TemplateComponent => ({
  type: "BUTTONS",
  buttons: list,
});

export const quickReply = (text: string): TemplateButton => ({ type: "QUICK_REPLY", text });

/** The whole address is the older and safer form of the sample (contract 4.1). */
export const linkButton = (text: string, start: string): TemplateButton => ({
  type: "URL",
  text,
  url: `${start}{{1}}`,
  example: [`${start}${SAMPLE_CODE}`],
});

export const copyCode = (): TemplateButton => ({ type: "COPY_CODE", example: SAMPLE_COUPON });

export const offerPart = (text: string): TemplateComponent => ({
  type: "LIMITED_TIME_OFFER",
  limited_time_offer: { text, has_expiration: true },
});

export const carousel = (count: number, card: TemplateCard): TemplateComponent => ({
  type: "CAROUSEL",
  cards: Array.from({ length: count }, () => card),
});
