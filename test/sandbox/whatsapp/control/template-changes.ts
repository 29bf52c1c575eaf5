import type { State } from "../state.ts";
import { moveCategory, rateTemplate, templatesOf } from "../templates/template-store.ts";
import type { Template } from "../templates/template.types.ts";
import { ControlError } from "./control-error.ts";
import * as schemas from "./schemas.ts";

/** The templates of this name and language: of one account, or of all. */
export function meantTemplates(
  state: State,
  wanted: { wabaId?: string | undefined; name: string; language: string },
): Template[] {
  const accounts = wanted.wabaId === undefined ? [...state.accounts.keys()] : [wanted.wabaId];
  const matching = accounts
    .flatMap((wabaId) => templatesOf(state, wabaId))
    .filter(({ name, language }) => name === wanted.name && language === wanted.language);
  if (matching.length === 0) throw new ControlError(`no template ${wanted.name}`);
  return matching;
}

export function setCategory(state: State, body: unknown): object {
  const { to, at, ...wanted } = schemas.categorySchema.parse(body);
  const move = { to, at: at === undefined ? null : Date.parse(at) };
  for (const template of meantTemplates(state, wanted)) moveCategory(state, template, move);
  return { ok: true };
}

export function setQuality(state: State, body: unknown): object {
  const { score, ...wanted } = schemas.qualitySchema.parse(body);
  for (const template of meantTemplates(state, wanted)) rateTemplate(state, template, score);
  return { ok: true };
}

/** What the review will say of the next template that this account submits. */
export function orderVerdict(state: State, body: unknown): object {
  const { wabaId, rejectNext, recommendation } = schemas.reviewSchema.parse(body);
  const account = state.accounts.get(wabaId);
  if (!account) throw new ControlError(`no account ${wabaId}`);
  account.rejectNext = rejectNext === null ? null : { reason: rejectNext, recommendation };
  state.events.tell({ kind: "template", number: null });
  state.touch();
  return { ok: true };
}
