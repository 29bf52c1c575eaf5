import type { Tx } from "#app/ports/db.ts";
import { componentSchema, type TemplateComponent, type TemplateRow } from "./template.types.ts";
import { z } from "zod";

interface StoredTemplate {
  id: string;
  purpose: string;
  name: string;
  language: string;
  version: number;
  status: string;
  components: unknown;
}

function templateRow({ components, ...row }: StoredTemplate): TemplateRow {
  return { ...row, components: z.array(componentSchema).parse(components) };
}

/** All templates of a shop: a few dozen rows, read once per batch. */
export async function templatesOfShop(tx: Tx, shopId: string): Promise<TemplateRow[]> {
  const rows = await tx.template.findMany({ where: { shopId }, orderBy: { id: "asc" } });
  return rows.map(templateRow);
}

export interface NewTemplate {
  shopId: string;
  purpose: string;
  name: string;
  language: string;
  version: number;
  category: string;
  status: string;
  rejectedReason: string | null;
  components: TemplateComponent[];
  metaId: string | null;
}

/** Writes what was submitted; submitting the same name and language again replaces it. */
export async function upsertTemplate(tx: Tx, row: NewTemplate): Promise<void> {
  await tx.$executeRaw`
    insert into template as t (shop_id, purpose, name, language, version, category, status, rejected_reason,
      components, meta_id, updated_at)
    values (${row.shopId}::uuid, ${row.purpose}, ${row.name}, ${row.language}, ${row.version}, ${row.category},
      ${row.status}, ${row.rejectedReason}, ${JSON.stringify(row.components)}::jsonb, ${row.metaId}, now())
    on conflict (shop_id, name, language) do update set category = excluded.category, status = excluded.status,
      rejected_reason = excluded.rejected_reason, components = excluded.components,
      meta_id = coalesce(excluded.meta_id, t.meta_id), updated_at = excluded.updated_at`;
}

/** Gives how many rows there were; 0 means a template of somebody else on the same account. */
export async function writeTemplateStatus(
  tx: Tx,
  target: { shopId: string; name: string; language: string },
  change: { status: string; rejectedReason?: string | null; metaId?: string },
): Promise<number> {
  const { count } = await tx.template.updateMany({ where: target, data: change });
  return count;
}

export async function writeStatusById(
  tx: Tx,
  target: { shopId: string; templateId: string },
  change: { status: string; rejectedReason: string },
): Promise<void> {
  await tx.template.updateMany({
    where: { shopId: target.shopId, id: target.templateId },
    data: change,
  });
}
