import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { MISSING, missingVersions } from "./lifecycle.rules.ts";
import { listTemplates, type ListedTemplate } from "./list-templates.ts";
import { retireTemplates } from "./retire-templates.ts";
import type { TemplateVersion } from "./template.types.ts";
import { changeTemplate, type TemplateChange, versionsOfShop } from "./templates.store.server.ts";

function categoryOf(listed: ListedTemplate, row: TemplateVersion): TemplateChange {
  const is = listed.category?.toUpperCase();
  const comes = listed.correct_category?.toUpperCase() ?? null;
  if (is === undefined) return {};
  return {
    metaCategory: is === row.category ? null : is,
    ...(comes === null || comes === is ? { comingCategory: null } : { comingCategory: comes }),
  };
}

function changeOf(listed: ListedTemplate, row: TemplateVersion, now: Date): TemplateChange {
  const status = listed.status.toUpperCase();
  const reason = listed.rejected_reason;
  const isSame = status === row.status;
  return {
    status,
    metaId: listed.id,
    // The list says nothing of why a send was refused: that reason stays while the status does.
    rejectedReason: reason && reason !== "NONE" ? reason : isSame ? row.rejectedReason : null,
    ...(status === "PAUSED" ? {} : { pausedUntil: null }),
    ...(status === "APPROVED" && row.approvedAt === null ? { approvedAt: now } : {}),
    ...(listed.quality_score ? { quality: listed.quality_score.score.toUpperCase() } : {}),
    ...categoryOf(listed, row),
  };
}

/** Mostly nothing: then there is nothing to write. */
function whatChanges(change: TemplateChange, row: TemplateVersion): TemplateChange {
  const is = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(Object.entries(change).filter(([key, value]) => is.get(key) !== value));
}

async function takeOver(
  tx: Tx,
  shopId: string,
  { listed, askedAt, now }: { listed: ListedTemplate[]; askedAt: Date; now: Date },
): Promise<{ name: string; language: string }[]> {
  const rows = await versionsOfShop(tx, shopId);
  for (const row of rows) {
    // What a webhook told since is newer than the list.
    if (row.retiredAt !== null || (row.eventAt && row.eventAt > askedAt)) continue;
    const own = listed.find((one) => one.name === row.name && one.language === row.language);
    const change = own ? whatChanges(changeOf(own, row, now), row) : {};
    if (Object.keys(change).length > 0) {
      await changeTemplate(tx, { shopId, templateId: row.id }, change);
    }
  }
  const missing = missingVersions(rows, listed, askedAt);
  for (const row of missing) {
    const change = { status: MISSING, rejectedReason: null };
    await changeTemplate(tx, { shopId, templateId: row.id }, change);
  }
  return missing;
}

/**
 * Reads from Meta how all templates are: webhooks get lost (contract 4.6). Notices what is gone from the
 * list, and deletes what a newer version has replaced. False when Meta did not answer to the end.
 */
export async function pollTemplates(deps: Deps, shopId: string): Promise<boolean> {
  const number = await deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId));
  if (!number) return true;
  const account = { wabaId: number.wabaId, token: tokenOf(deps, number) };
  const askedAt = deps.clock.now();
  const listed = await listTemplates(deps, account);
  if (listed === null) return false;
  const seen = { listed, askedAt, now: deps.clock.now() };
  const missing = await deps.db.inShop(shopId, (tx) => takeOver(tx, shopId, seen));
  if (missing.length > 0) {
    const names = missing.map(({ name, language }) => `${name} ${language}`);
    deps.log.warn("templates.missing", { shopId, names: names.slice(0, 20) });
  }
  await retireTemplates(deps, shopId, account);
  return true;
}
