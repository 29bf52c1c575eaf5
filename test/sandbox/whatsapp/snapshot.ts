import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Task } from "./delivery/agenda.ts";
import type { Update } from "./delivery/update.ts";
import type { Post } from "./delivery/webhook-sender.ts";
import { mediaFolder } from "./graph/media.ts";
import { viewOf } from "./pages/message-view.ts";
import type { AcceptedEntry, RefusedEntry } from "./request-log.ts";
import { accountDetails, numberDetails } from "./state.ts";
import type {
  Account,
  Contact,
  Faults,
  InMessage,
  Media,
  OutMessage,
  PhoneNumber,
  State,
  StatusRules,
  WebhookMode,
} from "./state.ts";
import { templateKey } from "./templates/template-store.ts";
import type { Template } from "./templates/template.types.ts";

const KEPT_MESSAGES = 2000;
const KEPT_LOG = 2000;

type StoredMessage = Omit<OutMessage, "template"> & { template: string | null };

type Snapshot = {
  version: 1;
  accounts: Account[];
  numbers: PhoneNumber[];
  templates: Template[];
  media: Omit<Media, "bytes">[];
  contacts: Contact[];
  userIds: [string, string][];
  outgoing: StoredMessage[];
  incoming: InMessage[];
  faults: Faults;
  rules: StatusRules;
  autoApproveMs: number | null;
  webhookMode: WebhookMode;
  tasks: readonly Task[];
  updates: readonly Update[];
  posts: Post[];
  log: { seq: number; accepted: AcceptedEntry[]; refused: RefusedEntry[] };
};

/** The file is written by us alone, so its kind and version are checked, not every field. */
const snapshotSchema = z.custom<Snapshot>(
  (value) =>
    z.object({ version: z.literal(1), accounts: z.array(z.object()) }).safeParse(value).success,
);

/** Writes what must survive a restart: aside first, then renamed, so that the file is always whole. */
export function saveSnapshot(state: State, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(snapshotOf(state)));
  renameSync(`${file}.new`, file);
}

function snapshotOf(state: State): Snapshot {
  const { log } = state;
  return {
    version: 1,
    accounts: [...state.accounts.values()],
    numbers: [...state.numbers.values()],
    templates: [...state.templates.values()],
    media: [...state.media.values()].map(({ bytes: _bytes, ...media }) => media),
    contacts: [...state.contacts.values()],
    userIds: [...state.userIds],
    outgoing: [...state.outgoing.values()].slice(-KEPT_MESSAGES).map(stored),
    incoming: [...state.incoming.values()].slice(-KEPT_MESSAGES),
    faults: state.faults,
    rules: state.rules,
    autoApproveMs: state.autoApproveMs,
    webhookMode: state.sender.mode,
    tasks: state.agenda.tasks(),
    ...state.sender.pending(),
    log: {
      seq: log.seq,
      accepted: log.accepted.slice(-KEPT_LOG),
      refused: log.refused.slice(-KEPT_LOG),
    },
  };
}

function stored(message: OutMessage): StoredMessage {
  const { template } = message;
  const key = template && templateKey(template.wabaId, template.name, template.language);
  return { ...message, view: viewOf(message), template: key };
}

/** Fills an empty state from the file, if there is one; what was still to come goes on. */
export function loadSnapshot(state: State, file: string): void {
  if (!existsSync(file)) return;
  const snapshot = snapshotSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  loadAccounts(state, snapshot, file);
  loadMessages(state, snapshot);
  state.faults = snapshot.faults;
  state.rules = snapshot.rules;
  state.autoApproveMs = snapshot.autoApproveMs;
  state.log.seq = snapshot.log.seq;
  state.log.accepted.push(...snapshot.log.accepted);
  state.log.refused.push(...snapshot.log.refused);
  state.sender.setMode(snapshot.webhookMode);
  state.sender.restore({ updates: [...snapshot.updates], posts: snapshot.posts });
  for (const task of snapshot.tasks) state.agenda.add(task);
}

function loadAccounts(state: State, snapshot: Snapshot, file: string): void {
  // A file of an older version lacks what was added since.
  for (const account of snapshot.accounts) {
    state.accounts.set(account.wabaId, { ...accountDetails(), ...account });
  }
  for (const number of snapshot.numbers) {
    state.numbers.set(number.id, { ...numberDetails(), ...number });
  }
  for (const template of snapshot.templates) {
    state.templates.set(templateKey(template.wabaId, template.name, template.language), template);
  }
  for (const media of snapshot.media) {
    const path = join(mediaFolder(file), media.id);
    if (existsSync(path)) state.media.set(media.id, { ...media, bytes: readFileSync(path) });
  }
}

function loadMessages(state: State, snapshot: Snapshot): void {
  for (const contact of snapshot.contacts) state.contacts.set(contact.waId, contact);
  for (const [userId, waId] of snapshot.userIds) state.userIds.set(userId, waId);
  const both: (OutMessage | InMessage)[] = [...snapshot.incoming];
  for (const message of snapshot.outgoing) {
    const template = message.template === null ? null : state.templates.get(message.template);
    const restored: OutMessage = { ...message, template: template ?? null };
    state.outgoing.set(restored.wamid, restored);
    both.push(restored);
  }
  for (const message of snapshot.incoming) state.incoming.set(message.wamid, message);
  for (const message of both.toSorted((a, b) => a.at - b.at)) {
    if (message.waId === null) continue;
    const thread = state.threads.get(message.waId);
    if (thread) thread.push(message);
    else state.threads.set(message.waId, [message]);
  }
}
