import { numberForShop, tokenOf } from "#app/modules/channel/index.ts";
import { linkBaseUrl, readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { definitionFindings } from "./check-definition.rules.ts";
import { type Account, createAtMeta } from "./create-at-meta.ts";
import { languageOrder } from "./language.rules.ts";
import { keyOf, versionToSubmit } from "./lifecycle.rules.ts";
import { readyMadeTemplates, type ReadyMadeWish } from "./ready-made.rules.ts";
import { samplePicture } from "./sample-picture.ts";
import {
  type TemplateDefinition,
  type TemplatePurpose,
  templatePurposes,
  type TemplateVersion,
  wayOutSchema,
} from "./template.types.ts";
import { pollTemplatesJob, submitTemplatesJob } from "./templates.jobs.ts";
import {
  ownTexts,
  templateChoice,
  upsertTemplate,
  versionsOfShop,
} from "./templates.store.server.ts";
import { mayBeSubmitted } from "./validate-template.rules.ts";

/** What every shop needs; the others are submitted once the merchant wants them: an account takes 250. */
export const BASIC_PURPOSES: readonly TemplatePurpose[] = [
  "cart_reminder_1",
  "cart_reminder_2",
  "double_opt_in",
  "opt_out_confirmation",
];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Meta takes 100 new templates per account and hour (contract 4.2). */
const MOST_PER_HOUR = 98;
/** Of these, kept for what people submit by hand while the ready-made set is on its way. */
const KEPT_FOR_PEOPLE = 10;
/** Reviews take minutes to a day, and webhooks get lost (contract 4.6). */
const LOOK_AGAIN_MS = [5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS];

/** What the templates of a shop are made of. */
export interface TemplatePlan {
  wish: Omit<ReadyMadeWish, "sampleHandle">;
  /** the shop's own language and English, which everybody else is written to in */
  firstLanguages: readonly string[];
  rows: TemplateVersion[];
  account: Account | null;
}

export async function templatePlan(deps: Deps, shopId: string): Promise<TemplatePlan> {
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const number = await numberForShop(tx, shopId);
    const choice = await templateChoice(tx, shopId);
    const wanted = new Set<string>([...BASIC_PURPOSES, ...choice.purposes]);
    const from = { appUrl: deps.appUrl, shop, extraShopOrigins: deps.extraShopOrigins };
    return {
      wish: {
        bases: { app: linkBaseUrl("app", from), proxy: linkBaseUrl("proxy", from) },
        shopName: shop.name || shop.domain,
        wayOut: wayOutSchema.catch("reply").parse(choice.wayOut),
        purposes: templatePurposes.filter((purpose) => wanted.has(purpose)),
        ownTexts: await ownTexts(tx, shopId),
      },
      firstLanguages: languageOrder([shop.locale]),
      rows: await versionsOfShop(tx, shopId),
      account: number ? { shopId, wabaId: number.wabaId, token: tokenOf(deps, number) } : null,
    };
  });
}

/** Which of the wanted templates to submit; `again` also those that stand there unchanged. */
export interface Selection {
  picks(definition: TemplateDefinition): boolean;
  again: boolean;
  /** A person asked for it, and is given what is kept for people. */
  byHand: boolean;
}

const EVERYTHING: Selection = { picks: () => true, again: false, byHand: false };

/** All that changes by a merchant's choice: what most of the shop's customers read changes within the hour. */
export const ALL_BY_HAND: Selection = { ...EVERYTHING, byHand: true };

interface Due {
  definition: TemplateDefinition;
  version: number;
}

/** What Meta would refuse stays here; what only repeats a version that is being retired comes up again. */
function isFit(deps: Deps, definition: TemplateDefinition, rows: readonly TemplateVersion[]) {
  const findings = definitionFindings(definition, rows);
  if (mayBeSubmitted(findings)) return true;
  const { purpose, language, base } = keyOf(definition);
  const codes = findings.map(({ code }) => code);
  deps.log.warn("templates.not_fit", { purpose, language, base, codes });
  return false;
}

/** Meta takes some an hour: what most of the shop's customers read comes first. */
function byLanguage({ firstLanguages }: TemplatePlan) {
  const place = ({ language }: TemplateDefinition) => {
    const index = firstLanguages.indexOf(language);
    return index === -1 ? firstLanguages.length : index;
  };
  return (a: TemplateDefinition, b: TemplateDefinition) => place(a) - place(b);
}

function dueOf(plan: TemplatePlan, handle: string | null, selection: Selection): Due[] {
  return readyMadeTemplates({ ...plan.wish, sampleHandle: handle })
    .filter((definition) => selection.picks(definition))
    .toSorted(byLanguage(plan))
    .flatMap((definition) => {
      const version = versionToSubmit(definition, plan.rows, selection.again);
      return version === null ? [] : [{ definition, version }];
    });
}

/** The same list with the handle of an uploaded picture; without one only what needs none. */
async function withSample(
  deps: Deps,
  plan: TemplatePlan & { account: Account },
  selection: Selection,
): Promise<Due[]> {
  const due = dueOf(plan, "", selection);
  if (!due.some(({ definition }) => definition.hasPicture)) return due;
  const { shopId, token } = plan.account;
  const handle = await deps.whatsapp.uploadSample({ token, ...samplePicture() });
  if (handle === null) deps.log.warn("templates.no_sample_picture", { shopId });
  return dueOf(plan, handle, selection);
}

function allowance(rows: readonly TemplateVersion[], now: Date, isByHand: boolean): number {
  const since = now.getTime() - HOUR_MS;
  const recent = rows.filter(({ submittedAt }) => submittedAt && submittedAt.getTime() > since);
  return Math.max(0, MOST_PER_HOUR - (isByHand ? 0 : KEPT_FOR_PEOPLE) - recent.length);
}

async function lookAgain(deps: Deps, shopId: string): Promise<void> {
  for (const delayMs of LOOK_AGAIN_MS) {
    const jobId = `poll-templates-${shopId}-${delayMs / MINUTE_MS}`;
    await deps.jobs.enqueue(pollTemplatesJob, { shopId }, { jobId, delayMs });
  }
}

/** The rest follows when Meta takes more; the six-hourly sweep would find it as well. */
async function goOnLater(deps: Deps, shopId: string): Promise<void> {
  const jobId = `submit-templates-${shopId}`;
  await deps.jobs.enqueue(submitTemplatesJob, { shopId }, { jobId, delayMs: HOUR_MS });
}

async function submitAll(deps: Deps, account: Account, due: readonly Due[]): Promise<number> {
  let submitted = 0;
  for (const one of due) {
    const { row, goOn } = await createAtMeta(deps, account, one);
    await deps.db.inShop(account.shopId, (tx) => upsertTemplate(tx, row));
    submitted += 1;
    if (!goOn) {
      const { purpose, language } = keyOf(one.definition);
      const { shopId } = account;
      const { refusalCode: code } = row;
      deps.log.warn("templates.stopped", { shopId, purpose, language, code });
      break;
    }
  }
  return submitted;
}

/**
 * Submits what the shop's WhatsApp account lacks of the ready-made set, and a new version of what
 * says something else by now. Each answer is stored at once, so that a second run goes on from there.
 * @returns how many were submitted; null when the shop has no number
 */
export async function submitTemplates(
  deps: Deps,
  shopId: string,
  selection: Selection = EVERYTHING,
): Promise<number | null> {
  const { account, ...plan } = await templatePlan(deps, shopId);
  if (!account) return null;
  const due = await withSample(deps, { ...plan, account }, selection);
  if (due.length === 0) return 0;
  const fit = due.filter(({ definition }) => isFit(deps, definition, plan.rows));
  const allowed = fit.slice(0, allowance(plan.rows, deps.clock.now(), selection.byHand));
  const submitted = await submitAll(deps, account, allowed);
  if (submitted > 0) await lookAgain(deps, shopId);
  if (submitted < fit.length) await goOnLater(deps, shopId);
  return submitted;
}
