/// <reference lib="dom" />
import { nowInWords, setOffset } from "./clock.ts";
import { byId, filled, page } from "./page-data.ts";
import { refreshAdminSoon } from "./windows.ts";

const { texts } = page;
const HOUR_MS = 3_600_000;

type Answer = Record<string, unknown>;
type Control = { path: string; body: object; said: (answer: Answer) => string };

const text = (value: unknown) => (typeof value === "string" ? value : "");
const fixed = (path: string, to: string, said: string): Control => ({
  path,
  body: { to },
  said: () => said,
});
const forward = (hours: number): Control => ({
  path: "clock",
  body: { forwardMs: hours * HOUR_MS },
  said: () => filled(texts.saidClock, { time: nowInWords() }),
});

const native = (to: string, said: string): Control => ({
  path: "native-consent",
  body: { to },
  said: ({ who }) => filled(said, { who: text(who) }),
});

const CONTROLS: Readonly<Record<string, Control>> = {
  hour: forward(1),
  day: forward(24),
  fortnight: forward(14 * 24),
  buy: {
    path: "buy-elsewhere",
    body: {},
    said: ({ name, who }) => filled(texts.saidBought, { name: text(name), who: text(who) }),
  },
  unsubscribe: native("UNSUBSCRIBED", texts.saidNativeNo),
  subscribe: native("SUBSCRIBED", texts.saidNativeYes),
  "whatsapp:down": fixed("whatsapp", "down", texts.saidDown),
  "whatsapp:up": fixed("whatsapp", "up", texts.saidUp),
  "template:paused": fixed("template", "paused", texts.saidPaused),
  "template:running": fixed("template", "running", texts.saidRunning),
  reject: { path: "reject-next", body: {}, said: () => texts.saidReject },
  "quality:red": fixed("quality", "red", texts.saidRed),
  "quality:green": fixed("quality", "green", texts.saidGreen),
  wave: {
    path: "stop-wave",
    body: {},
    said: ({ count }) => filled(texts.saidWave, { count: String(count) }),
  },
  "domain:lost": fixed("domain", "lost", texts.saidDomainLost),
  "domain:ours": fixed("domain", "ours", texts.saidDomainOurs),
  "webhooks:duplicate": fixed("webhooks", "duplicate", texts.saidTwice),
  "webhooks:shuffle": fixed("webhooks", "shuffle", texts.saidShuffled),
  "webhooks:normal": fixed("webhooks", "normal", texts.saidNormal),
};

const buttons = [...document.querySelectorAll<HTMLButtonElement>("button[data-action]")];

/** Shows what the switches stand at: from a control's answer, or asked for. */
export async function readSwitches(): Promise<void> {
  const response = await fetch("/api/switches").catch(() => null);
  if (response?.ok) drawSwitches(await response.json());
}

function drawSwitches(switches: unknown): void {
  const value = (name: string) => text(Reflect.get(Object(switches), name));
  for (const button of buttons) {
    const [name, to] = (button.dataset["action"] ?? "").split(":");
    if (to !== undefined) button.setAttribute("aria-pressed", String(value(name ?? "") === to));
  }
  setOffset(Number(Reflect.get(Object(switches), "offsetMs") ?? 0));
}

async function press(button: HTMLButtonElement, control: Control): Promise<void> {
  say("", "");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(control);
    drawSwitches(answer["switches"]);
    say(control.said(answer), "");
    refreshAdminSoon();
  } catch (error) {
    say("", error instanceof Error ? error.message : String(error));
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.focus();
  }
}

async function ask({ path, body }: Control): Promise<Answer> {
  const response = await fetch(`/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!response) throw new Error(texts.failed.standInAway);
  const answer: unknown = await response.json();
  if (!isAnswer(answer)) throw new Error(texts.failed.standInAway);
  if (!response.ok) throw new Error(reasonOf(answer));
  return answer;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null;
}

function reasonOf({ error, detail }: Answer): string {
  const sentences: Readonly<Record<string, string>> = texts.failed;
  return filled(sentences[text(error)] ?? texts.failed.other, { detail: text(detail) });
}

function say(said: string, failed: string): void {
  byId("said").textContent = said;
  byId("failed").textContent = failed;
}

for (const button of buttons) {
  const control = CONTROLS[button.dataset["action"] ?? ""];
  if (control) button.addEventListener("click", () => void press(button, control));
}
