/// <reference lib="dom" />

export interface SignupPageData {
  state: string;
  appId: string;
  configId: string;
  graphVersion: string;
  /** who may post session info to this window */
  dialogOrigins: string[];
  words: { waiting: string; failed: string };
}

/** Keeps the newest session info that Meta posts to the window; messages from elsewhere are not looked at. */
export function keepSession(origins: readonly string[]): { newest: unknown } {
  const session: { newest: unknown } = { newest: null };
  const read = (data: unknown): unknown => {
    try {
      return typeof data === "string" ? JSON.parse(data) : data;
    } catch {
      return null; // some other message of Meta's
    }
  };
  window.addEventListener("message", ({ origin, data }: MessageEvent<unknown>) => {
    if (!origins.includes(origin)) return;
    const told = read(data);
    if (typeof told !== "object" || told === null) return;
    if (Reflect.get(told, "type") === "WA_EMBEDDED_SIGNUP") session.newest = told;
  });
  return session;
}

/**
 * What runs in the signup's page; it is sent as text with `keepSession` before it, so it reaches for
 * nothing else. Meta's SDK gives the code to the callback and the ids by a message to the window
 * (contract 8.3).
 */
export function signupClient(page: SignupPageData): void {
  const SESSION_WAIT_MS = 1500;
  const button = document.querySelector<HTMLButtonElement>("#go");
  const said = document.querySelector("#said");
  const session = keepSession(page.dialogOrigins);
  const say = (text: string) => {
    if (said) said.textContent = text;
  };
  const send = async (code: string | null) => {
    say(page.words.waiting);
    const body = JSON.stringify({ state: page.state, code, session: session.newest });
    const headers = { "content-type": "application/json" };
    const address = `${location.pathname}?locale=${document.documentElement.lang}`;
    const answer = await fetch(address, { method: "POST", headers, body });
    const told: unknown = await answer.json();
    const text: unknown = Reflect.get(Object(told), "text");
    say(typeof text === "string" ? text : page.words.failed);
    const isOver = Reflect.get(Object(told), "over") === true;
    if (button) button.hidden = isOver;
  };
  const answered = (login: unknown) => {
    const auth: unknown = Reflect.get(Object(login), "authResponse");
    const code: unknown = Reflect.get(Object(auth), "code");
    const given = typeof code === "string" ? code : null;
    // The session info may come a moment after the code.
    const wait = given !== null && session.newest === null ? SESSION_WAIT_MS : 0;
    setTimeout(() => {
      send(given)
        .catch(() => say(page.words.failed))
        .finally(() => {
          if (button) button.disabled = false;
        });
    }, wait);
  };
  const begin = (sdk: unknown) => {
    const login: unknown = Reflect.get(Object(sdk), "login");
    if (typeof login !== "function") return say(page.words.failed);
    session.newest = null;
    say(page.words.waiting);
    if (button) button.disabled = true;
    const options = {
      config_id: page.configId,
      response_type: "code",
      override_default_response_type: true,
      extras: { setup: {}, featureType: "", sessionInfoVersion: "3", version: "v4" },
    };
    Reflect.apply(login, sdk, [answered, options]);
  };
  Reflect.set(window, "fbAsyncInit", () => {
    const sdk: unknown = Reflect.get(window, "FB");
    const init: unknown = Reflect.get(Object(sdk), "init");
    if (typeof init !== "function" || !button) return;
    const { appId, graphVersion } = page;
    Reflect.apply(init, sdk, [
      { appId, version: graphVersion, autoLogAppEvents: false, xfbml: false },
    ]);
    button.disabled = false;
    button.addEventListener("click", () => begin(sdk));
  });
}
