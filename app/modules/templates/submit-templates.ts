import { z } from "zod";
import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  readyMadeTemplates,
  sameComponents,
  storedPurpose,
  templateName,
} from "./ready-made.rules.ts";
import { samplePicture } from "./sample-picture.ts";
import type { TemplateDefinition, TemplateRow } from "./template.types.ts";
import { type NewTemplate, templatesOfShop, upsertTemplate } from "./templates.store.server.ts";

const createdSchema = z.object({
  id: z.coerce.string(),
  status: z.string().catch("PENDING"),
  category: z.string().catch("MARKETING"),
});
const refusedSchema = z.object({
  error: z.object({
    error_subcode: z.number().optional().catch(undefined),
    error_user_msg: z.string().optional().catch(undefined),
    message: z.string().catch("refused"),
  }),
});
/** "Content in this language already exists": ours from before; the poll learns its status. */
const EXISTS = 2388024;

interface Account {
  shopId: string;
  wabaId: string;
  token: string;
}

/** The version to submit, or null when what is there says the same and may become usable. */
function versionToSubmit(wanted: TemplateDefinition, rows: readonly TemplateRow[]): number | null {
  const purpose = storedPurpose(wanted.purpose, wanted.hasPicture);
  const own = rows.filter((row) => row.purpose === purpose && row.language === wanted.language);
  const newest = own.toSorted((a, b) => b.version - a.version)[0];
  if (!newest) return 1;
  if (newest.status === "NOT_SUBMITTED") return newest.version;
  return sameComponents(newest.components, wanted.components) ? null : newest.version + 1;
}

async function submitOne(
  deps: Deps,
  account: Account,
  template: { definition: TemplateDefinition; version: number },
): Promise<NewTemplate> {
  const { definition, version } = template;
  const purpose = storedPurpose(definition.purpose, definition.hasPicture);
  const { language, components } = definition;
  const row = {
    shopId: account.shopId,
    purpose,
    name: templateName(purpose, version),
    language,
    version,
    components,
  };
  const answer = await deps.whatsapp.call({
    method: "POST",
    path: `${account.wabaId}/message_templates`,
    token: account.token,
    body: {
      name: row.name,
      language,
      category: "MARKETING",
      parameter_format: "NAMED",
      components,
    },
  });
  const created = createdSchema.safeParse(answer.json);
  if (answer.httpStatus === 200 && created.success) {
    const { id, status, category } = created.data;
    return { ...row, category, status: status.toUpperCase(), rejectedReason: null, metaId: id };
  }
  const refused = refusedSchema.safeParse(answer.json);
  const error = refused.success ? refused.data.error : null;
  const exists = error?.error_subcode === EXISTS;
  return {
    ...row,
    category: "MARKETING",
    status: exists ? "PENDING" : "NOT_SUBMITTED",
    rejectedReason: exists ? null : (error?.error_user_msg ?? error?.message ?? "refused"),
    metaId: null,
  };
}

/**
 * Submits what the shop's WhatsApp account lacks of the ready-made set, and a new version of what
 * says something else by now. Each answer is stored at once, so that a second run goes on from there.
 * @returns how many were submitted; null when the shop has no number
 */
export async function submitTemplates(deps: Deps, shopId: string): Promise<number | null> {
  const { shop, number, rows } = await deps.db.inShop(shopId, async (tx) => ({
    shop: await readShop(tx, shopId),
    number: await numberForShop(tx, shopId),
    rows: await templatesOfShop(tx, shopId),
  }));
  if (!number) return null;
  const account = { shopId, wabaId: number.wabaId, token: tokenOf(deps, number) };
  const sampleHandle = await deps.whatsapp.uploadSample({
    token: account.token,
    ...samplePicture(),
  });
  if (sampleHandle === null) deps.log.warn("templates.no_sample_picture", { shopId });
  const wish = { appUrl: deps.appUrl, shopName: shop.name || shop.domain, sampleHandle };
  let submitted = 0;
  for (const definition of readyMadeTemplates(wish)) {
    const version = versionToSubmit(definition, rows);
    if (version === null) continue;
    const row = await submitOne(deps, account, { definition, version });
    await deps.db.inShop(shopId, (tx) => upsertTemplate(tx, row));
    submitted += 1;
  }
  return submitted;
}
