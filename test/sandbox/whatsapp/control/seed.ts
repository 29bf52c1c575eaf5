import type { Account, State } from "../state.ts";
import { readTemplate } from "../templates/create-template.ts";
import { putTemplate, templateKey } from "../templates/template-store.ts";
import { TEMPLATE_STATUSES } from "../templates/template.types.ts";
import type { Seed } from "./schemas.ts";

/** Adds or renews accounts with their numbers, and templates; seeding the same twice changes nothing. */
export function seed(state: State, wanted: Seed): void {
  for (const account of wanted.accounts) seedAccount(state, account);
  if (wanted.autoApproveMs !== undefined) state.autoApproveMs = wanted.autoApproveMs;
  for (const template of wanted.templates) seedTemplate(state, template);
  state.events.tell({ kind: "seed", number: null });
  state.touch();
}

function seedAccount(state: State, wanted: Seed["accounts"][number]): void {
  const known: Account | undefined = state.accounts.get(wanted.wabaId);
  state.accounts.set(wanted.wabaId, {
    wabaId: wanted.wabaId,
    portfolioId: wanted.portfolioId,
    name: wanted.name,
    currency: wanted.currency,
    token: wanted.token,
    tokenState: known?.tokenState ?? "valid",
    numberIds: wanted.numbers.map((number) => number.id),
    subscribed: wanted.subscribed ?? known?.subscribed ?? true,
    overrideUrl: known?.overrideUrl ?? null,
    templateLimit: wanted.templateLimit ?? known?.templateLimit ?? 250,
    lockedNames: known?.lockedNames ?? {},
  });
  for (const number of wanted.numbers) {
    const registered = number.registered ?? state.numbers.get(number.id)?.registered ?? true;
    state.numbers.set(number.id, { ...number, wabaId: wanted.wabaId, registered });
  }
}

/** A template as if it had been created and reviewed long ago; checked like any other. */
function seedTemplate(state: State, wanted: Seed["templates"][number]): void {
  const account = state.accounts.get(wanted.wabaId);
  if (!account) throw new Error(`seed: no account ${wanted.wabaId}`);
  const template = readTemplate(account, wanted.definition);
  const known = state.templates.get(templateKey(account.wabaId, template.name, template.language));
  if (known) return;
  template.status = TEMPLATE_STATUSES.find((status) => status === wanted.status) ?? "APPROVED";
  template.createdAt = state.now().getTime();
  putTemplate(state, template);
}
