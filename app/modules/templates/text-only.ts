import type { Tx } from "#app/ports/db.ts";
import { chooseTemplate } from "./template-state.rules.ts";
import { templatesOfShop } from "./templates.store.server.ts";

/** The approved template that says the same as this one without its picture; null when there is none. */
export async function textOnlyTemplate(
  tx: Tx,
  shopId: string,
  templateId: string,
): Promise<string | null> {
  const rows = await templatesOfShop(tx, shopId);
  const own = rows.find((row) => row.id === templateId);
  if (!own) return null;
  const wanted = { purpose: own.purpose, hasPicture: false, languages: [own.language] };
  const { state, template } = chooseTemplate(rows, wanted);
  return state === "approved" && template && template.id !== own.id ? template.id : null;
}
