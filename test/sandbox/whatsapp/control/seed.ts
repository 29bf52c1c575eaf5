import { accountDetails, numberDetails } from "../state.ts";
import type { Account, State } from "../state.ts";
import { readTemplate } from "../templates/create-template.ts";
import { putTemplate, templateKey } from "../templates/template-store.ts";
import { TEMPLATE_STATUSES } from "../templates/template.types.ts";
import { ControlError } from "./control-error.ts";
import type { Seed } from "./schemas.ts";

/** Adds or renews accounts with their numbers, and templates; seeding the same twice changes nothing. */
export function seed(state: State, wanted: Seed): void {
  for (const account of wanted.accounts) seedAccount(state, account);
  if (wanted.autoApproveMs !== undefined) state.autoApproveMs = wanted.autoApproveMs;
  for (const template of wanted.templates) seedTemplate(state, template);
  state.events.tell({ kind: "seed", number: null });
  state.touch();
}

type AccountSeed = Seed["accounts"][number];

/** What an account has that a seed need not name. */
const NEW_ACCOUNT = {
  tokenState: "valid",
  subscribed: true,
  overrideUrl: null,
  templateLimit: 250,
  lockedNames: {},
} as const;

function seedAccount(state: State, wanted: AccountSeed): void {
  const known: Account | undefined = state.accounts.get(wanted.wabaId);
  const { numbers, subscribed, templateLimit, ...named } = wanted;
  const account: Account = {
    ...structuredClone(NEW_ACCOUNT),
    ...accountDetails(),
    ...known,
    ...named,
    numberIds: numbers.map((number) => number.id),
  };
  account.subscribed = subscribed ?? account.subscribed;
  account.templateLimit = templateLimit ?? account.templateLimit;
  state.accounts.set(account.wabaId, account);
  for (const number of numbers) seedNumber(state, account.wabaId, number);
}

function seedNumber(state: State, wabaId: string, wanted: AccountSeed["numbers"][number]): void {
  const known = state.numbers.get(wanted.id);
  const registered = wanted.registered ?? known?.registered ?? true;
  const before = { ...numberDetails(), ...known };
  const messagingLimit = wanted.messagingLimit ?? before.messagingLimit;
  state.numbers.set(wanted.id, { ...before, ...wanted, messagingLimit, wabaId, registered });
}

/** A template as if it had been created and reviewed long ago; checked like any other. */
function seedTemplate(state: State, wanted: Seed["templates"][number]): void {
  const account = state.accounts.get(wanted.wabaId);
  if (!account) throw new ControlError(`no account ${wanted.wabaId}`);
  const template = readTemplate(account, wanted.definition);
  const known = state.templates.get(templateKey(account.wabaId, template.name, template.language));
  if (known) return;
  template.status = TEMPLATE_STATUSES.find((status) => status === wanted.status) ?? "APPROVED";
  template.createdAt = state.now().getTime();
  putTemplate(state, template);
}
