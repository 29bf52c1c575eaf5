import type { z } from "zod";
import { endHold } from "../delivery/message-statuses.ts";
import { defaultFaults, defaultRules } from "../state.ts";
import type { Faults, State, StatusRules } from "../state.ts";
import type { faultsSchema, statusesSchema } from "./schemas.ts";

/** Merges faults into the current ones; ending the quality hold lets the held messages go. */
export function setFaults(state: State, wanted: z.infer<typeof faultsSchema>): Faults {
  const { faults } = state;
  const held = faults.holdForQuality;
  faults.latencyMs = wanted.latencyMs ?? faults.latencyMs;
  faults.outage = wanted.outage ?? faults.outage;
  if (wanted.rateLimitPerSecond !== undefined) {
    faults.rateLimitPerSecond = wanted.rateLimitPerSecond;
  }
  faults.errors = wanted.errors?.map((error) => ({ ...error })) ?? faults.errors;
  faults.holdForQuality = wanted.holdForQuality ?? faults.holdForQuality;
  if (held && !faults.holdForQuality) endHold(state, () => true, null);
  state.events.tell({ kind: "faults", number: null });
  state.touch();
  return faults;
}

export function setRules(state: State, wanted: z.infer<typeof statusesSchema>): StatusRules {
  const { rules } = state;
  const { delaysMs } = wanted;
  rules.auto = wanted.auto ?? rules.auto;
  rules.shuffle = wanted.shuffle ?? rules.shuffle;
  rules.duplicate = wanted.duplicate ?? rules.duplicate;
  rules.batchSize = wanted.batchSize ?? rules.batchSize;
  if (wanted.fail !== undefined) rules.fail = wanted.fail;
  for (const step of ["sent", "delivered", "read"] as const) {
    const delay = delaysMs?.[step];
    if (delay !== undefined) rules.delaysMs[step] = delay;
  }
  state.events.tell({ kind: "statuses", number: null });
  state.touch();
  return rules;
}

/** Back to the start: messages, log, faults, waiting webhooks; accounts and templates too unless kept. */
export function reset(state: State, keepAccounts: boolean): void {
  const parts = [state.outgoing, state.incoming, state.threads, state.contacts, state.userIds];
  for (const part of parts) part.clear();
  state.sendWindows.clear();
  state.log.clear();
  state.agenda.clear();
  state.sender.clear();
  state.sender.setMode("normal");
  state.faults = defaultFaults();
  state.rules = defaultRules();
  if (!keepAccounts) {
    for (const part of [state.accounts, state.numbers, state.templates, state.media]) part.clear();
  }
  state.events.tell({ kind: "reset", number: null });
  state.touch();
}

/** What the stand-in is set to and holds, without tokens. */
export function stateSummary(state: State): object {
  const { updates, posts } = state.sender.pending();
  return {
    now: state.now().toISOString(),
    accounts: [...state.accounts.values()].map(({ token: _token, ...account }) => ({
      ...account,
      numbers: account.numberIds.map((id) => state.numbers.get(id)),
    })),
    templates: [...state.templates.values()].map(({ shape: _shape, ...template }) => template),
    faults: state.faults,
    statuses: state.rules,
    autoApproveMs: state.autoApproveMs,
    webhooks: {
      mode: state.sender.mode,
      url: state.webhookUrl,
      queuedUpdates: updates.length,
      openPosts: posts.length,
      ...state.sender.counts,
    },
    counts: {
      accepted: state.log.accepted.length,
      refused: state.log.refused.length,
      begun: state.log.begun.length,
      scheduled: state.agenda.size,
      seq: state.log.seq,
    },
    numbers: [...state.threads.keys()].slice(-100),
  };
}
