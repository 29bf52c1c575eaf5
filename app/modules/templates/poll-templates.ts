import { z } from "zod";
import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { writeTemplateStatus } from "./templates.store.server.ts";

const FIELDS = "id,name,language,status,category,rejected_reason";
const MOST_PAGES = 100;
const pageSchema = z.object({
  data: z.array(
    z.object({
      id: z.coerce.string(),
      name: z.string(),
      language: z.string(),
      status: z.string(),
      rejected_reason: z.string().nullish().catch(null),
    }),
  ),
  paging: z
    .object({
      next: z.string().optional(),
      cursors: z.object({ after: z.string() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Listed = z.infer<typeof pageSchema>["data"];

async function listTemplates(deps: Deps, wabaId: string, token: string): Promise<Listed | null> {
  const all: Listed = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({
      fields: FIELDS,
      limit: "100",
      ...(after ? { after } : {}),
    });
    const path = `${wabaId}/message_templates?${query.toString()}`;
    const answer = await deps.whatsapp.call({ method: "GET", path, token });
    const parsed = pageSchema.safeParse(answer.json);
    if (answer.httpStatus !== 200 || !parsed.success) return null;
    all.push(...parsed.data.data);
    after = parsed.data.paging?.next ? parsed.data.paging.cursors?.after : undefined;
    if (after === undefined) return all;
  }
  return all;
}

/** Reads all statuses from Meta: webhooks get lost (contract 4.6). False when Meta did not answer. */
export async function pollTemplates(deps: Deps, shopId: string): Promise<boolean> {
  const number = await deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId));
  if (!number) return true;
  const listed = await listTemplates(deps, number.wabaId, tokenOf(deps, number));
  if (listed === null) return false;
  await deps.db.inShop(shopId, async (tx) => {
    for (const { id, name, language, status, rejected_reason: reason } of listed) {
      const rejectedReason = reason && reason !== "NONE" ? reason : null;
      const change = { status: status.toUpperCase(), rejectedReason, metaId: id };
      await writeTemplateStatus(tx, { shopId, name, language }, change);
    }
  });
  return true;
}
