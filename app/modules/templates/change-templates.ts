import type { Deps } from "#app/ports/deps.ts";
import { definitionFindings } from "./check-definition.rules.ts";
import { isSameKey, keyOf } from "./lifecycle.rules.ts";
import { purposeOf } from "./purposes.rules.ts";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import { ALL_BY_HAND, submitTemplates, templatePlan } from "./submit-templates.ts";
import { type TemplateDefinition, templatePurposeSchema, type WayOut } from "./template.types.ts";
import { maySubmitAgain, overviewOf } from "./template-overview.rules.ts";
import { templateChoice, writeOwnText, writeTemplateChoice } from "./templates.store.server.ts";
import { mayBeSubmitted } from "./validate-template.rules.ts";
import type { Finding } from "./validation/finding.types.ts";

/** Cart reminders are the merchant's to word; the others are put together from parts. */
export function isEditable(stored: string): boolean {
  const purpose = purposeOf(stored)?.purpose;
  return purpose === "cart_reminder_1" || purpose === "cart_reminder_2";
}

interface Target {
  /** as stored: with or without a picture */
  purpose: string;
  language: string;
}

const isMeant = (target: Target) => (definition: TemplateDefinition) => {
  const key = keyOf(definition);
  return key.purpose === target.purpose && key.language === target.language;
};

const SAMPLE = "4::sample";

/** Each finding once: both bases find the same. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...seen.values()];
}

/** What would stand against these words; the ready-made ones when `text` is null. */
export async function checkTemplateText(
  deps: Deps,
  shopId: string,
  target: Target & { text: string | null },
): Promise<Finding[]> {
  const { wish, rows } = await templatePlan(deps, shopId);
  const others = (wish.ownTexts ?? []).filter(
    (own) => own.purpose !== target.purpose || own.language !== target.language,
  );
  const { purpose, language, text } = target;
  const ownTexts = text === null ? others : [...others, { purpose, language, text }];
  const drafts = readyMadeTemplates({ ...wish, ownTexts, sampleHandle: SAMPLE });
  return distinct(
    drafts.filter(isMeant(target)).flatMap((draft) => definitionFindings(draft, rows)),
  );
}

/** The words as they are kept; null where they are the ready-made ones. */
async function ownWords(
  deps: Deps,
  shopId: string,
  target: Target & { text: string | null },
): Promise<string | null> {
  const text = target.text?.replaceAll("\r\n", "\n").trim() ?? null;
  const { wish } = await templatePlan(deps, shopId);
  const readyMade = readyMadeTemplates({ ...wish, ownTexts: [], sampleHandle: SAMPLE });
  const body = readyMade.find(isMeant(target))?.components.find(({ type }) => type === "BODY");
  return text === body?.text ? null : text;
}

export type TextOutcome =
  | { outcome: "submitted"; count: number; findings: Finding[] }
  | { outcome: "invalid"; findings: Finding[] }
  /** no WhatsApp number is connected yet: it is submitted with the others then */
  | { outcome: "saved" };

/**
 * Takes a merchant's own words for a cart reminder and submits them as a new version; the old one serves
 * until the new one is approved. Words that Meta would refuse change nothing.
 */
export async function saveTemplateText(
  deps: Deps,
  shopId: string,
  target: Target & { text: string | null },
): Promise<TextOutcome> {
  const text = await ownWords(deps, shopId, target);
  if (!isEditable(target.purpose)) throw new Error(`${target.purpose} has no words to change`);
  const findings = await checkTemplateText(deps, shopId, { ...target, text });
  if (!mayBeSubmitted(findings)) return { outcome: "invalid", findings };
  const { purpose, language } = target;
  const at = deps.clock.now();
  await deps.db.inShop(shopId, (tx) =>
    writeOwnText(tx, { shopId, purpose, language }, { text, at }),
  );
  const selection = { picks: isMeant(target), again: false, byHand: true };
  const count = await submitTemplates(deps, shopId, selection);
  return count === null ? { outcome: "saved" } : { outcome: "submitted", count, findings };
}

/** Submits the same words once more, as a new version: what a merchant does after an answer from Meta. */
export async function submitTemplateAgain(
  deps: Deps,
  shopId: string,
  target: Target,
): Promise<TextOutcome> {
  const { wish, rows } = await templatePlan(deps, shopId);
  const needsIt = (draft: TemplateDefinition) => {
    const key = keyOf(draft);
    const own = rows.filter((row) => isSameKey(row, key));
    return isMeant(target)(draft) && maySubmitAgain(overviewOf(own));
  };
  const drafts = readyMadeTemplates({ ...wish, sampleHandle: SAMPLE }).filter(needsIt);
  const findings = distinct(drafts.flatMap((draft) => definitionFindings(draft, rows)));
  if (!mayBeSubmitted(findings)) return { outcome: "invalid", findings };
  const selection = { picks: needsIt, again: true, byHand: true };
  const count = await submitTemplates(deps, shopId, selection);
  return count === null ? { outcome: "saved" } : { outcome: "submitted", count, findings };
}

/** A kind that not every shop has: from now on it is kept at Meta, in every language. */
export async function addTemplatePurposes(
  deps: Deps,
  shopId: string,
  purposes: readonly string[],
): Promise<void> {
  const known = purposes.map((purpose) => templatePurposeSchema.parse(purpose));
  await deps.db.inShop(shopId, async (tx) => {
    const choice = await templateChoice(tx, shopId);
    const all = [...new Set([...choice.purposes, ...known])];
    await writeTemplateChoice(tx, shopId, { ...choice, purposes: all });
  });
  await submitTemplates(deps, shopId);
}

/** Quick reply or link: new versions of everything that offers a way out. */
export async function chooseWayOut(deps: Deps, shopId: string, wayOut: WayOut): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const choice = await templateChoice(tx, shopId);
    await writeTemplateChoice(tx, shopId, { ...choice, wayOut });
  });
  await submitTemplates(deps, shopId, ALL_BY_HAND);
}
