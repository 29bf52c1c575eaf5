/// <reference lib="dom" />

/** The part of Meta's JavaScript SDK that Embedded Signup uses (contract 8.3). */

type LoginAnswer = { status: string; authResponse: { code: string } | null };
type LoginOptions = Record<string, unknown>;

const script = document.currentScript;
const home = new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin;
const WATCH_MS = 300;
let appId = "";

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function addressOf(options: LoginOptions): string {
  const query = new URLSearchParams({
    client_id: appId,
    opener: location.origin,
    lang: document.documentElement.lang,
  });
  for (const [key, value] of Object.entries(options)) query.set(key, textOf(value));
  return `${home}/dialog/oauth?${query.toString()}`;
}

function login(answer: (said: LoginAnswer) => void, options: LoginOptions): void {
  const dialog = window.open(addressOf(options), "signup", "width=620,height=720");
  if (!dialog) return answer({ status: "unknown", authResponse: null });
  const finish = (code: string | null) => {
    clearInterval(watch);
    clearTimeout(last);
    window.removeEventListener("message", listen);
    answer(
      code === null
        ? { status: "unknown", authResponse: null }
        : { status: "connected", authResponse: { code } },
    );
  };
  const listen = ({ origin, data }: MessageEvent<unknown>) => {
    if (origin !== home || typeof data !== "object" || data === null) return;
    if (Reflect.get(data, "type") !== "stand-in-login") return;
    const code: unknown = Reflect.get(data, "code");
    finish(typeof code === "string" ? code : null);
  };
  let last: ReturnType<typeof setTimeout> | undefined;
  // What the dialog said last may come a moment after it is gone.
  const watch = setInterval(() => {
    if (dialog.closed) last ??= setTimeout(() => finish(null), WATCH_MS);
  }, WATCH_MS);
  window.addEventListener("message", listen);
}

Reflect.set(window, "FB", {
  init: (options: { appId: string }) => (appId = options.appId),
  login,
});
const ready: unknown = Reflect.get(window, "fbAsyncInit");
if (typeof ready === "function") Reflect.apply(ready, window, []);
