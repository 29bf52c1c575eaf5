import { createServer } from "node:http";
import type { Server } from "node:http";
import { EventHub } from "./control/event-hub.ts";
import { handleControl } from "./control/route.ts";
import { Agenda } from "./delivery/agenda.ts";
import type { Task } from "./delivery/agenda.ts";
import { happen } from "./delivery/message-statuses.ts";
import { WebhookSender } from "./delivery/webhook-sender.ts";
import { handleGraph } from "./graph/route.ts";
import { exchangeOf, sendJson } from "./http.ts";
import type { Exchange } from "./http.ts";
import { handlePages } from "./pages/route.ts";
import { RequestLog } from "./request-log.ts";
import { loadSnapshot, saveSnapshot } from "./snapshot.ts";
import { defaultFaults, defaultRules } from "./state.ts";
import type { State } from "./state.ts";
import { finishReview } from "./templates/review.ts";
import { templateById } from "./templates/template-store.ts";

const SAVE_AFTER_MS = 300;
const AUTO_APPROVE_MS = 1500;

export type WhatsAppStandInOptions = {
  /** 0 or missing: any free port. */
  port?: number;
  host?: string;
  /** Where to keep data across restarts; null or missing: nowhere. */
  dataFile?: string | null;
  /** Missing: code exchange and signup take any. */
  appId?: string;
  appSecret: string;
  verifyToken: string;
  webhookUrl: string;
  now?: () => Date;
  /** Entries kept per log list. */
  logCap?: number;
  retry?: { baseMs: number; maxMs: number; tries: number };
};

export type WhatsAppStandIn = { url: string; graphUrl: string; close: () => Promise<void> };

/** Starts WhatsApp's stand-in: the Graph API below /graph, control below /_control, pages beside. */
export async function startWhatsAppStandIn(
  options: WhatsAppStandInOptions,
): Promise<WhatsAppStandIn> {
  const state = newState(options);
  const server = createServer((req, res) => {
    const exchange = exchangeOf(req, res);
    void route(state, exchange).catch((error: unknown) => failed(exchange, error));
  });
  server.keepAliveTimeout = 75_000;
  const host = options.host ?? "127.0.0.1";
  state.url = `http://${host}:${await listen(server, options.port ?? 0, host)}`;
  const stopSaving = keepSaved(state, options.dataFile ?? null);
  return {
    url: state.url,
    graphUrl: `${state.url}/graph`,
    close: async () => {
      stopSaving();
      state.agenda.clear();
      state.events.close();
      server.closeAllConnections();
      await Promise.all([state.sender.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

async function route(state: State, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  if (path.startsWith("/graph/")) return handleGraph(state, exchange);
  if (path.startsWith("/_control/")) return handleControl(state, exchange);
  return handlePages(state, exchange);
}

function failed({ res, req }: Exchange, error: unknown): void {
  // A client that went away in the middle of its body is no fault of ours.
  if (req.destroyed || res.headersSent) return;
  console.error(error);
  sendJson(res, 500, { error: { message: String(error), type: "StandInFault", code: 1 } });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function newState(options: WhatsAppStandInOptions): State {
  const state: State = {
    appId: options.appId ?? null,
    appSecret: options.appSecret,
    verifyToken: options.verifyToken,
    webhookUrl: options.webhookUrl,
    url: "",
    now: options.now ?? (() => new Date()),
    dataFile: options.dataFile ?? null,
    accounts: new Map(),
    numbers: new Map(),
    templates: new Map(),
    media: new Map(),
    contacts: new Map(),
    userIds: new Map(),
    outgoing: new Map(),
    incoming: new Map(),
    threads: new Map(),
    codes: new Map(),
    sendWindows: new Map(),
    faults: defaultFaults(),
    rules: defaultRules(),
    autoApproveMs: AUTO_APPROVE_MS,
    log: new RequestLog(options.logCap ?? 250_000),
    events: new EventHub(),
    agenda: new Agenda((task) => runTask(state, task)),
    sender: new WebhookSender({
      secretOf: (url) => secretOf(state, url),
      batchSize: () => state.rules.batchSize,
      urlFor: (update) => webhookUrlFor(state, update),
      changed: () => state.touch(),
      retry: options.retry ?? { baseMs: 250, maxMs: 15_000, tries: 60 },
      concurrency: 64,
    }),
    touch: () => {},
  };
  return state;
}

/** Unsubscribed accounts get no webhooks; an override counts for messages only (contract 3.3, 8.4). */
function webhookUrlFor(
  state: State,
  update: { wabaId: string; kind: string; field?: string },
): string | null {
  const account = state.accounts.get(update.wabaId);
  if (!account?.subscribed) return null;
  if (account.ownApp) return account.ownApp.callbackUrl;
  const isMessages = update.kind === "status" || update.field === "messages";
  return (isMessages && account.overrideUrl) || state.webhookUrl;
}

/** Webhooks of a merchant's own Meta app are signed with that app's secret. */
function secretOf(state: State, url: string): string {
  const own = [...state.accounts.values()].find((one) => one.ownApp?.callbackUrl === url);
  return own?.ownApp?.appSecret ?? state.appSecret;
}

function runTask(state: State, task: Task): void {
  if (task.kind === "review") {
    const template = templateById(state, task.templateId);
    if (template) finishReview(state, template);
    return;
  }
  const message = state.outgoing.get(task.wamid);
  if (message) happen(state, message, { status: task.status, code: task.code });
}

/** Loads the data file and saves after changes, at most every 300 ms; answers how to stop. */
function keepSaved(state: State, file: string | null): () => void {
  if (file === null) return () => {};
  loadSnapshot(state, file);
  let timer: NodeJS.Timeout | null = null;
  state.touch = () => {
    timer ??= setTimeout(() => {
      timer = null;
      saveSnapshot(state, file);
    }, SAVE_AFTER_MS);
  };
  return () => {
    state.touch = () => {};
    if (timer) clearTimeout(timer);
    saveSnapshot(state, file);
  };
}
