import type { MessageStatus, OutMessage, State } from "../state.ts";
import { countryOf } from "../user-id.ts";
import { statusUpdate } from "./status-update.ts";
import type { StatusFact } from "./status-update.ts";

const RANK: Readonly<Record<MessageStatus, number>> = {
  accepted: 0,
  held: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  failed: 4,
};
const STEPS = ["sent", "delivered", "read"] as const;
const LATER_COPY_MS = 150;

/** Plans the statuses of a message that was just handed over, as the rules of the moment say. */
export function planStatuses(state: State, message: OutMessage): void {
  if (!state.rules.auto || message.status === "held") return;
  const now = Date.now();
  const { delaysMs } = state.rules;
  const code = failureOf(state, message);
  if (code !== null) {
    plan(state, message, { status: "failed", code, due: now + (delaysMs.sent ?? 0) });
    return;
  }
  const steps = STEPS.flatMap((status) => {
    const delay = delaysMs[status];
    return delay === null ? [] : [{ status, due: now + delay }];
  });
  const times = steps.map((step) => step.due);
  if (state.rules.shuffle) times.sort(() => Math.random() - 0.5);
  steps.forEach((step, index) => {
    plan(state, message, { status: step.status, code: null, due: times[index] ?? step.due });
  });
}

/** Makes a status happen now: the message moves forward and the webhook is told. */
export function happen(state: State, message: OutMessage, fact: StatusFact): void {
  const update = statusUpdate(state, message, fact);
  const arrived = fact.status === "delivered" || fact.status === "read";
  if (arrived) message.billedAt ??= state.now().getTime();
  if (RANK[fact.status] > RANK[message.status]) {
    message.status = fact.status;
    message.errorCode = fact.code;
  }
  if (update) state.sender.send(update);
  state.events.tell({ kind: "status", number: message.waId });
  state.touch();
}

/** The person looked at the chat: everything delivered counts as read, as far as statuses run by themselves. */
export function readChat(state: State, waId: string): number {
  if (!state.rules.auto) return 0;
  let count = 0;
  for (const message of state.threads.get(waId) ?? []) {
    if (message.kind !== "out" || message.status !== "delivered") continue;
    happen(state, message, { status: "read", code: null });
    count += 1;
  }
  return count;
}

/** Lets go of the messages that waited for the quality assessment, or drops them with a code (contract 4.7). */
export function endHold(
  state: State,
  which: (message: OutMessage) => boolean,
  code: number | null,
): number {
  let count = 0;
  for (const message of state.outgoing.values()) {
    if (message.status !== "held" || !which(message)) continue;
    count += 1;
    message.status = "accepted";
    if (code === null) planStatuses(state, message);
    else happen(state, message, { status: "failed", code });
  }
  return count;
}

function plan(state: State, message: OutMessage, fact: StatusFact & { due: number }): void {
  const task = { kind: "status" as const, wamid: message.wamid, ...fact };
  state.agenda.add(task);
  if (state.rules.duplicate > 0 && Math.random() < state.rules.duplicate) {
    state.agenda.add({ ...task, due: task.due + LATER_COPY_MS });
  }
}

/** Why this message will not arrive: a failure on order, or one that Meta's own rules give. */
function failureOf(state: State, message: OutMessage): number | null {
  const { fail } = state.rules;
  if (fail && (fail.to === undefined || sameNumber(fail.to, message.waId))) return fail.code;
  if (message.waId === null) return 131026;
  if (message.category !== "marketing") return null;
  if (stopped(state, message)) return 131050;
  // No marketing reaches US numbers (contract 5.6).
  return message.waId.startsWith("1") && countryOf(message.waId) === "US" ? 131049 : null;
}

function stopped(state: State, message: OutMessage): boolean {
  const list = message.waId === null ? [] : state.contacts.get(message.waId)?.stopped;
  if (!list || list.length === 0) return false;
  const wabaId = state.numbers.get(message.phoneNumberId)?.wabaId;
  const account = wabaId === undefined ? undefined : state.accounts.get(wabaId);
  return account !== undefined && list.includes(account.portfolioId);
}

/** Whether two spellings of a phone, with or without "+", name the same number. */
export function sameNumber(written: string, waId: string | null): boolean {
  return waId !== null && written.replace(/\D/g, "") === waId;
}
