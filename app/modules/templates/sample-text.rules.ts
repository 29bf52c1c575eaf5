import { z } from "zod";
import type { TemplateComponent } from "./template.types.ts";

const named = z.array(z.object({ param_name: z.string(), example: z.string() }));
const positional = z.array(z.array(z.string()));

function samplesOf({ example = {} }: TemplateComponent): Map<string, string> {
  const names = named.safeParse(example["body_text_named_params"]);
  if (names.success) return new Map(names.data.map((one) => [one.param_name, one.example]));
  const lists = positional.safeParse(example["body_text"]);
  const list = lists.success ? (lists.data[0] ?? []) : [];
  return new Map(list.map((sample, index) => [String(index + 1), sample]));
}

/** A body with its samples filled in, as a reviewer or the merchant sees it. */
export function sampleText(component: TemplateComponent): string {
  const samples = samplesOf(component);
  return (component.text ?? "").replaceAll(
    /\{\{\s*([^{}]*?)\s*\}\}/g,
    (whole, name: string) => samples.get(name) ?? whole,
  );
}
