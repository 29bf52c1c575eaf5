import { EventEmitter } from "node:events";
import { type ControlEvent, hearEvents } from "./event-source.ts";
import type { FeedEntry, FeedWhat } from "./feed.types.ts";
import { createLogReader } from "./log-reader.ts";
import { shopState, type StandIns, whatsappState } from "./stand-ins.ts";

const KEPT = 150;
/** When the logs are read after an event: at once, and when what it set off has happened. */
const READ_AFTER_MS = [150, 900, 2500];

export type Feed = {
  entries(): FeedEntry[];
  add(what: FeedWhat, values?: Record<string, string>): void;
  /** Emits "entry" with a FeedEntry and "change" for anything that moved. */
  events: EventEmitter;
  close(): void;
};

/** What happens in both stand-ins, as lines that the page can say in words. */
export function startFeed(standIns: StandIns, now: () => Date): Feed {
  const leaving = new AbortController();
  const events = new EventEmitter().setMaxListeners(0);
  const kept: FeedEntry[] = [];
  let seq = 0;
  const add: Feed["add"] = (what, values = {}) => {
    const entry = { seq: (seq += 1), at: now().toISOString(), what, values };
    kept.push(entry);
    kept.splice(0, Math.max(0, kept.length - KEPT));
    events.emit("entry", entry);
  };
  const readLogs = createLogReader(standIns, add);
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void readLogs();
    }, ms);
    timers.add(timer);
  };
  const heard = (say: (event: ControlEvent) => void | Promise<void>) => (event: ControlEvent) => {
    events.emit("change");
    // What cannot be read now is told with the next event.
    void Promise.resolve(say(event)).catch(() => undefined);
    if (timers.size < READ_AFTER_MS.length) READ_AFTER_MS.forEach(later);
  };
  const ofShop = heard((event) => sayShopEvent(event, standIns, add));
  const ofWhatsApp = heard(createWhatsAppWords(standIns, add, leaving.signal));
  void hearEvents(`${standIns.shopifyUrl}/_control/events`, ofShop, leaving.signal);
  void hearEvents(`${standIns.whatsappUrl}/_control/events`, ofWhatsApp, leaving.signal);
  return {
    entries: () => [...kept],
    add,
    events,
    close: () => {
      leaving.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const SHOP_WORDS = new Map<string, FeedWhat>([
  ["cart", "cart"],
  ["checkout", "checkout"],
  ["consent", "consent"],
  ["install", "installed"],
  ["uninstall", "uninstalled"],
]);

async function sayShopEvent(
  event: ControlEvent,
  standIns: StandIns,
  add: Feed["add"],
): Promise<void> {
  if (event["shop"] !== standIns.shop) return;
  const what = SHOP_WORDS.get(event.kind);
  if (what) return add(what);
  if (event.kind !== "order") return;
  const { orders } = await shopState(standIns);
  const order = orders.find(({ id }) => id === event["orderId"]);
  add("order", { name: order?.name ?? "", who: order?.email ?? "–" });
}

/** A review or a pause changes many templates in a row: they are told once, when they have settled. */
const SETTLED_AFTER_MS = 500;

/** Says each state of WhatsApp and its templates once, however many events a change has. */
function createWhatsAppWords(standIns: StandIns, add: Feed["add"], signal: AbortSignal) {
  let outage = "none";
  let timer: NodeJS.Timeout | undefined;
  const sayTemplates = async () => {
    const { templates } = await whatsappState(standIns);
    const count = (wanted: string) =>
      String(templates.filter(({ status }) => status === wanted).length);
    add("templates", { approved: count("APPROVED"), paused: count("PAUSED") });
  };
  signal.addEventListener("abort", () => clearTimeout(timer));
  return async ({ kind }: ControlEvent): Promise<void> => {
    if (kind === "template") {
      clearTimeout(timer);
      timer = setTimeout(() => void sayTemplates().catch(() => undefined), SETTLED_AFTER_MS);
    }
    if (kind !== "faults") return;
    const { faults } = await whatsappState(standIns);
    if (faults.outage === outage) return;
    ({ outage } = faults);
    add(outage === "none" ? "whatsappUp" : "whatsappDown");
  };
}
