import { z } from "zod";
import { renderTemplate } from "#app/modules/templates/render-template.rules.ts";
import type { TemplateComponent, TemplateValues } from "#app/modules/templates/template.types.ts";

interface Template {
  name: string;
  language: string;
  components: readonly TemplateComponent[];
}

const sentSchema = z.object({
  components: z
    .array(
      z.object({
        type: z.string(),
        parameters: z
          .array(z.object({ parameter_name: z.string().optional(), text: z.string().optional() }))
          .catch([]),
      }),
    )
    .default([]),
});

/** What stood in the gaps of the body, by the name or the place of the gap. */
function bodyValues(template: Template, values: TemplateValues): Map<string, string> {
  try {
    const { components } = sentSchema.parse(renderTemplate(template, values));
    const parameters = components.find(({ type }) => type === "body")?.parameters ?? [];
    return new Map(
      parameters.map(({ parameter_name, text = "" }, index) => [
        parameter_name ?? String(index + 1),
        text,
      ]),
    );
  } catch {
    return new Map(); // the template needs what the message no longer carries: its gaps stay open
  }
}

/**
 * A message as its reader saw it: body, small print, and what its buttons say. Gaps stay open
 * (`{{first_name}}`) where what filled them was deleted.
 */
export function messageText(template: Template, values: TemplateValues | null): string {
  const filled = values ? bodyValues(template, values) : new Map<string, string>();
  const lines = template.components.flatMap(({ type, text = "", buttons }) => {
    if (type === "BODY") {
      return [text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => filled.get(name) ?? gap)];
    }
    if (type === "FOOTER") return [text];
    return (buttons ?? []).flatMap((button) => (button.text ? [`[${button.text}]`] : []));
  });
  return lines.join("\n");
}
