import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { DELETED, versionsToRetire } from "./lifecycle.rules.ts";
import type { TemplateVersion } from "./template.types.ts";
import { changeTemplate, versionsOfShop } from "./templates.store.server.ts";

/** "Message template was not found": somebody was quicker. */
const NOT_FOUND = 2593002;
const refusedSchema = z.object({ error: z.object({ error_subcode: z.number() }) });

/** A name alone would delete every language: id and name delete one (contract 4.2). */
async function deleteAtMeta(
  deps: Deps,
  account: { wabaId: string; token: string },
  version: { name: string; metaId: string },
): Promise<boolean> {
  const query = new URLSearchParams({ hsm_id: version.metaId, name: version.name });
  const path = `${account.wabaId}/message_templates?${query.toString()}`;
  const answer = await deps.whatsapp.call({ method: "DELETE", path, token: account.token });
  const refused = refusedSchema.safeParse(answer.json);
  return (
    answer.httpStatus === 200 || (refused.success && refused.data.error.error_subcode === NOT_FOUND)
  );
}

/** Disabled ones cannot be deleted at Meta (contract 4.2): they are only put aside here. */
async function isGone(
  deps: Deps,
  account: { wabaId: string; token: string },
  { status, name, metaId }: TemplateVersion,
): Promise<boolean> {
  if (status === "DISABLED" || metaId === null) return true;
  return deleteAtMeta(deps, account, { name, metaId });
}

/** Deletes at Meta what a newer approved version has replaced. What fails is tried at the next poll. */
export async function retireTemplates(
  deps: Deps,
  shopId: string,
  account: { wabaId: string; token: string },
): Promise<number> {
  const now = deps.clock.now();
  const rows = await deps.db.inShop(shopId, (tx) => versionsOfShop(tx, shopId));
  let retired = 0;
  for (const row of versionsToRetire(rows, now)) {
    if (!(await isGone(deps, account, row))) continue;
    const status = row.status === "DISABLED" ? row.status : DELETED;
    const change = { status, retiredAt: now };
    await deps.db.inShop(shopId, (tx) =>
      changeTemplate(tx, { shopId, templateId: row.id }, change),
    );
    retired += 1;
  }
  return retired;
}
