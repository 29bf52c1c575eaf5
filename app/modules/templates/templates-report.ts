import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { isEditable } from "./change-templates.ts";
import { languageOrder } from "./language.rules.ts";
import { PURPOSES, storedPurpose } from "./purposes.rules.ts";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import type {
  TemplateDetail,
  TemplateForm,
  TemplateLine,
  TemplateNote,
  TemplatesReport,
} from "./templates-report.types.ts";
import { templatePlan } from "./submit-templates.ts";
import { maySubmitAgain, type Overview, overviewOf, worstOf } from "./template-overview.rules.ts";
import {
  type TemplateComponent,
  templateLanguages,
  type TemplatePurpose,
  templatePurposes,
  type TemplateVersion,
} from "./template.types.ts";

const NOTHING: Omit<TemplateNote, "state"> = {
  reason: null,
  advice: null,
  quality: "UNKNOWN",
  pausedUntil: null,
  metaCategory: null,
  comingCategory: null,
  comingCategoryAt: null,
};

function noteOf({ state, newest }: Overview): TemplateNote {
  if (!newest) return { state, ...NOTHING };
  const { rejectedReason: reason, advice, quality, metaCategory, comingCategory } = newest;
  return {
    state,
    reason,
    advice,
    quality,
    metaCategory,
    comingCategory,
    pausedUntil: newest.pausedUntil?.toISOString() ?? null,
    comingCategoryAt: newest.comingCategoryAt?.toISOString() ?? null,
  };
}

/** Over both bases: what keeps one of them from sending is worth a look. */
function overviewFor(
  rows: readonly TemplateVersion[],
  of: { stored: string; language: string },
): Overview {
  const own = rows.filter((row) => row.purpose === of.stored && row.language === of.language);
  const bases = ["app", "proxy"].map((base) => own.filter((row) => row.base === base));
  return worstOf(bases.filter((versions) => versions.length > 0).map(overviewOf));
}

function linesOf(rows: readonly TemplateVersion[], purpose: TemplatePurpose): TemplateLine[] {
  return templateLanguages.map((language) => {
    const forms = PURPOSES[purpose].forms.map((form) => storedPurpose(purpose, form));
    const all = forms.map((stored) => overviewFor(rows, { stored, language }));
    return { language, note: noteOf(worstOf(all)) };
  });
}

/** All templates of a shop, by what they are for and language. */
export async function templatesReport(deps: Deps, shopId: string): Promise<TemplatesReport> {
  const { wish, rows, account } = await templatePlan(deps, shopId);
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  return {
    timeZone: shop.timeZone,
    connected: account !== null,
    wayOut: wish.wayOut ?? "reply",
    fallback: languageOrder([shop.locale]),
    purposes: templatePurposes.map((purpose) => ({
      purpose,
      submitted: wish.purposes?.includes(purpose) === true,
      lines: linesOf(rows, purpose),
    })),
  };
}

const bodyText = (components: readonly TemplateComponent[]) =>
  components.find(({ type }) => type === "BODY")?.text ?? "";

/** One template in one language, with its forms; null when we have no such template. */
export async function templateDetail(
  deps: Deps,
  shopId: string,
  of: { purpose: string; language: string },
): Promise<TemplateDetail | null> {
  const purpose = templatePurposes.find((known) => known === of.purpose);
  const language = templateLanguages.find((known) => known === of.language);
  if (!purpose || !language) return null;
  const { wish, rows, account } = await templatePlan(deps, shopId);
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const place = { purposes: [purpose], languages: [language], sampleHandle: "4::sample" };
  const bases = { app: wish.bases.app };
  const wanted = readyMadeTemplates({ ...wish, ...place, bases });
  const readyMade = readyMadeTemplates({ ...wish, ...place, bases, ownTexts: [] });
  const forms = wanted.map(({ hasPicture, components }, index): TemplateForm => {
    const stored = storedPurpose(purpose, hasPicture);
    const overview = overviewFor(rows, { stored, language });
    const { inUse } = overview;
    return {
      purpose: stored,
      hasPicture,
      note: noteOf(overview),
      components,
      text: bodyText(components),
      readyMadeText: bodyText(readyMade[index]?.components ?? []),
      editable: isEditable(stored),
      maySubmitAgain: maySubmitAgain(overview),
      inUse: inUse && { version: inUse.version, text: bodyText(inUse.components) },
    };
  });
  return { timeZone: shop.timeZone, connected: account !== null, purpose, language, forms };
}
