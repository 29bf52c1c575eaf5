/// <reference lib="dom" />
import { type FromAdmin, type FromApp, isFromApp, sealed } from "../messages.ts";
import { ask, byId, page } from "./page-data.ts";

/** How long a loaded frame may be silent before the page says that the app does not answer. */
const SILENCE_MS = 5000;

type Heard<Kind> = Extract<FromApp, { kind: Kind }>;

const frame = document.querySelector<HTMLIFrameElement>("iframe#app");
const listeners: Array<(message: FromApp) => void> = [];
let isConnected = false;
let silence = setTimeout(complain, 2 * SILENCE_MS);

/** Hears what the App Bridge in the frame says; what others post is passed over. */
export function onApp<Kind extends FromApp["kind"]>(
  kind: Kind,
  hear: (message: Heard<Kind>) => void,
): void {
  const isOf = (message: FromApp): message is Heard<Kind> => message.kind === kind;
  listeners.push((message) => {
    if (isOf(message)) hear(message);
  });
}

export function tellApp(message: FromAdmin): void {
  frame?.contentWindow?.postMessage(sealed(message), page.appOrigin);
}

/** Opens the app where the page's address says; for when everybody listens to it. */
export function openApp(): void {
  if (frame) frame.src = frame.dataset["address"] ?? "";
}

/** Loads this path of the app anew, with a fresh token. */
export async function loadApp(path: string): Promise<void> {
  if (!frame) return;
  isConnected = false;
  frame.ariaBusy = "true";
  frame.src = await ask("frame-url", { path, locale: page.locale });
}

/** Lets the app show its data anew without a reload; one that never came up is loaded again. */
export function refreshApp(): void {
  if (isConnected) tellApp({ kind: "refresh" });
  else void loadApp(currentPath());
}

/** Where the app is, as this page's own address says. */
export function currentPath(): string {
  const url = new URL(location.href);
  url.searchParams.delete("locale");
  return url.pathname.slice(page.base.length) + url.search;
}

window.addEventListener("message", (event) => {
  if (!frame || event.source !== frame.contentWindow || event.origin !== page.appOrigin) return;
  const data: unknown = event.data;
  if (isFromApp(data)) for (const hear of listeners) hear(data.message);
});

onApp("hello", () => {
  isConnected = true;
  if (frame) frame.ariaBusy = "true";
  clearTimeout(silence);
  byId("no-answer").hidden = true;
});
onApp("ready", () => {
  if (frame) frame.ariaBusy = null;
});
onApp("token", ({ id, apiKey }) => {
  ask("session-token", { apiKey }).then(
    (token) => tellApp({ kind: "token", id, token }),
    (error: unknown) => tellApp({ kind: "tokenRefused", id, reason: String(error) }),
  );
});
frame?.addEventListener("load", () => {
  clearTimeout(silence);
  if (!isConnected) silence = setTimeout(complain, SILENCE_MS);
});

/** An alert with a way out, where a browser would show an empty frame. */
function complain(): void {
  if (!frame || isConnected) return;
  const box = byId("no-answer");
  const retry = document.createElement("button");
  retry.textContent = page.texts.retry;
  retry.addEventListener("click", () => void loadApp(currentPath()));
  box.replaceChildren(page.texts.noAnswer, " ", retry);
  box.hidden = false;
}
