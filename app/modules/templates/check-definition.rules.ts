import { DELETED, isSameKey, keyOf, MISSING, NOT_SUBMITTED } from "./lifecycle.rules.ts";
import { sameComponents } from "./ready-made.rules.ts";
import type { TemplateComponent, TemplateDefinition, TemplateVersion } from "./template.types.ts";
import { validateTemplate } from "./validate-template.rules.ts";
import type { Finding } from "./validation/finding.types.ts";

const NOT_AT_META = ["REJECTED", NOT_SUBMITTED, MISSING, DELETED];

const textOf = (components: readonly TemplateComponent[], type: string) =>
  components.find((component) => component.type === type)?.text ?? "";

/**
 * What stands against submitting a definition beside what the shop has at Meta already. The version that
 * says precisely the same is no obstacle: then there is nothing to submit.
 */
export function definitionFindings(
  definition: TemplateDefinition,
  rows: readonly TemplateVersion[],
): Finding[] {
  const key = keyOf(definition);
  const own = rows.filter((row) => isSameKey(row, key));
  const newest = Math.max(0, ...own.map(({ version }) => version));
  const others = rows
    .filter((row) => row.language === key.language && row.retiredAt === null)
    .filter(({ status }) => !NOT_AT_META.includes(status))
    .filter(
      (row) =>
        !(
          own.includes(row) &&
          row.version === newest &&
          sameComponents(row.components, definition.components)
        ),
    )
    .map(({ components }) => ({
      body: textOf(components, "BODY"),
      footer: textOf(components, "FOOTER"),
    }));
  return validateTemplate(definition, { others });
}
