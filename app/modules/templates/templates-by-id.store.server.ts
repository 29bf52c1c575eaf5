import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import { componentSchema, type TemplateComponent } from "./template.types.ts";

/** The words of a template as WhatsApp had them. */
export interface TemplateWords {
  id: string;
  name: string;
  language: string;
  purpose: string;
  components: TemplateComponent[];
}

const componentsSchema = z.array(componentSchema);

/** Templates by id, retired ones too: what was once sent can be read again. */
export async function templatesById(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, TemplateWords>> {
  const rows = await tx.template.findMany({
    where: { shopId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, language: true, purpose: true, components: true },
  });
  return new Map(
    rows.map((row) => [row.id, { ...row, components: componentsSchema.parse(row.components) }]),
  );
}
