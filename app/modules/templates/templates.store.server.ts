import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import { componentSchema, type TemplateRow, type TemplateVersion } from "./template.types.ts";

const HOT = {
  id: true,
  purpose: true,
  name: true,
  language: true,
  base: true,
  version: true,
  status: true,
  category: true,
  metaCategory: true,
  quality: true,
  components: true,
} as const;

const componentsSchema = z.array(componentSchema);

function templateRow<Row extends { components: unknown }>({ components, ...row }: Row) {
  return { ...row, components: componentsSchema.parse(components) };
}

/** All templates of a shop, retired ones too: a planned message finds its successor by them. */
export async function templatesOfShop(tx: Tx, shopId: string): Promise<TemplateRow[]> {
  const rows = await tx.template.findMany({
    where: { shopId },
    orderBy: { id: "asc" },
    select: HOT,
  });
  return rows.map(templateRow);
}

/** The same with all that is known of them. */
export async function versionsOfShop(tx: Tx, shopId: string): Promise<TemplateVersion[]> {
  const rows = await tx.template.findMany({ where: { shopId }, orderBy: { id: "asc" } });
  return rows.map(templateRow);
}

export interface NewTemplate extends Omit<TemplateRow, "id" | "quality"> {
  shopId: string;
  rejectedReason: string | null;
  refusalCode: number | null;
  metaId: string | null;
  at: Date;
}

/** Writes what was submitted; submitting the same name and language again replaces it. */
export async function upsertTemplate(tx: Tx, row: NewTemplate): Promise<void> {
  const approvedAt = row.status === "APPROVED" ? row.at : null;
  await tx.$executeRaw`
    insert into template as t (shop_id, purpose, name, language, base, version, category, meta_category, status,
      rejected_reason, refusal_code, components, meta_id, submitted_at, approved_at, updated_at)
    values (${row.shopId}::uuid, ${row.purpose}, ${row.name}, ${row.language}, ${row.base}, ${row.version},
      ${row.category}, ${row.metaCategory}, ${row.status}, ${row.rejectedReason}, ${row.refusalCode},
      ${JSON.stringify(row.components)}::jsonb, ${row.metaId}, ${row.at}, ${approvedAt}, ${row.at})
    on conflict (shop_id, name, language) do update set category = excluded.category,
      meta_category = excluded.meta_category, status = excluded.status, rejected_reason = excluded.rejected_reason,
      refusal_code = excluded.refusal_code, components = excluded.components, advice = null,
      meta_id = coalesce(excluded.meta_id, t.meta_id), submitted_at = excluded.submitted_at,
      approved_at = coalesce(t.approved_at, excluded.approved_at), updated_at = excluded.updated_at`;
}

/** What a webhook or the list says of a version; what is left out stays as it is. */
export type TemplateChange = Partial<
  Pick<
    TemplateVersion,
    | "status"
    | "rejectedReason"
    | "advice"
    | "quality"
    | "metaCategory"
    | "comingCategory"
    | "comingCategoryAt"
    | "pausedUntil"
    | "metaId"
    | "eventAt"
    | "approvedAt"
    | "retiredAt"
  >
>;

export async function changeTemplate(
  tx: Tx,
  target: { shopId: string; templateId: string },
  change: TemplateChange,
): Promise<void> {
  const where = { shopId: target.shopId, id: target.templateId };
  await tx.template.updateMany({ where, data: change });
}

/** The merchant's own bodies. */
export async function ownTexts(
  tx: Tx,
  shopId: string,
): Promise<{ purpose: string; language: string; text: string }[]> {
  const rows = await tx.templateText.findMany({ where: { shopId } });
  return rows.map(({ purpose, language, body }) => ({ purpose, language, text: body }));
}

/** A null text gives the ready-made one back. */
export async function writeOwnText(
  tx: Tx,
  target: { shopId: string; purpose: string; language: string },
  written: { text: string | null; at: Date },
): Promise<void> {
  const { text: body, at: updatedAt } = written;
  if (body === null) {
    await tx.templateText.deleteMany({ where: target });
    return;
  }
  await tx.templateText.upsert({
    where: { shopId_purpose_language: target },
    create: { ...target, body, updatedAt },
    update: { body, updatedAt },
  });
}

export async function templateChoice(
  tx: Tx,
  shopId: string,
): Promise<{ wayOut: string; purposes: string[] }> {
  const row = await tx.templateChoice.findUnique({ where: { shopId } });
  return { wayOut: row?.wayOut ?? "reply", purposes: row?.purposes ?? [] };
}

export async function writeTemplateChoice(
  tx: Tx,
  shopId: string,
  choice: { wayOut: string; purposes: string[] },
): Promise<void> {
  await tx.templateChoice.upsert({
    where: { shopId },
    create: { shopId, ...choice },
    update: choice,
  });
}

/** How many kinds of advertising templates Meta rates RED or has paused, whatever their languages. */
export async function countLowQuality(tx: Tx, shopId: string): Promise<number> {
  const rows = await tx.template.findMany({
    where: {
      shopId,
      category: "MARKETING",
      retiredAt: null,
      OR: [{ status: "PAUSED" }, { status: "APPROVED", quality: "RED" }],
    },
    distinct: ["purpose"],
    select: { purpose: true },
  });
  return rows.length;
}

/** The shop sends from another account now: what the former one had approved is to be submitted anew. */
export async function forgetSubmissions(tx: Tx, shopId: string): Promise<void> {
  await tx.template.updateMany({
    where: { shopId, retiredAt: null },
    // Not counted as submitted either: Meta's hourly allowance is the account's (contract 4.2).
    data: {
      status: "NOT_SUBMITTED",
      metaId: null,
      eventAt: null,
      submittedAt: null,
      approvedAt: null,
      quality: "UNKNOWN",
    },
  });
}
