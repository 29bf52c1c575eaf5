import { randomBytes } from "node:crypto";
import type { AnswerBody } from "./answer.ts";
import { escapeHtml } from "./escape-html.ts";
import { keepSession, signupClient, type SignupPageData } from "./signup-client.ts";
import type { SignupWords } from "./signup-words.ts";

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:1.05rem/1.5 system-ui,sans-serif;background:#f6f5f2;color:#1f2421}main{max-width:30rem;padding:2rem}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}p{color:#4a524d;margin:.5rem 0}strong{color:inherit}
button{font:inherit;display:inline-block;margin-top:1rem;padding:.75rem 1.4rem;border:0;border-radius:.6rem;background:#1f6f4a;
color:#fff;cursor:pointer}button:disabled{background:#8b938e;cursor:default}
[hidden]{display:none!important}button:focus-visible{outline:3px solid #8fd0b0;outline-offset:2px}
#said{min-height:3em;font-weight:600}@media(prefers-color-scheme:dark){body{background:#171a18;color:#eef1ef}p{color:#b4bcb7}}`;

function shell(page: {
  language: string;
  title: string;
  body: string;
  head: string;
  policy: string;
}): AnswerBody {
  const html = `<!doctype html><html lang="${page.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>${page.head}</head><body><main><h1>${escapeHtml(page.title)}</h1>
${page.body}</main></body></html>`;
  const headers = {
    "Content-Security-Policy": page.policy,
    "X-Frame-Options": "DENY",
    // The address carries the state: nobody else may learn it.
    "Referrer-Policy": "no-referrer",
  };
  return { html, headers };
}

const CLOSED =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src";

/** Why the signup cannot begin here, and what to do. */
export function signupRefused(words: SignupWords, text: string): AnswerBody {
  const nonce = randomBytes(16).toString("base64");
  return shell({
    language: words.language,
    title: words.title,
    body: `<p role="alert">${escapeHtml(text)}</p>`,
    head: `<style nonce="${nonce}">${STYLE}</style>`,
    policy: `${CLOSED} 'nonce-${nonce}'`,
  });
}

export interface SignupPage {
  words: SignupWords;
  shop: { name: string; domain: string };
  sdkUrl: string;
  data: SignupPageData;
}

/**
 * The page that hosts Meta's signup. It names the shop in full: whoever was sent a link by somebody
 * else sees whose shop their WhatsApp account would be connected to.
 */
export function signupPage({ words, shop, sdkUrl, data }: SignupPage): AnswerBody {
  const nonce = randomBytes(16).toString("base64");
  const sdk = new URL(sdkUrl).origin;
  const meta = [...new Set([sdk, ...data.dialogOrigins])].join(" ");
  const client = `${keepSession.toString()}
(${signupClient.toString()})(${JSON.stringify(data).replaceAll("<", "\\u003c")})`;
  const whose = words.whose.replace("{shop}", shop.name).replace("{domain}", shop.domain);
  const body = `<p><strong>${escapeHtml(whose)}</strong></p><p>${escapeHtml(words.explained)}</p>
<p id="said" role="status"></p>
<button id="go" type="button" disabled>${escapeHtml(words.go)}</button>
<script nonce="${nonce}">${client}</script>
<script nonce="${nonce}" src="${escapeHtml(sdkUrl)}" async></script>`;
  return shell({
    language: words.language,
    title: words.title,
    body,
    head: `<style nonce="${nonce}">${STYLE}</style>`,
    policy: `${CLOSED} 'nonce-${nonce}'; script-src 'nonce-${nonce}' ${sdk}; connect-src 'self' ${meta}; frame-src ${meta}; img-src ${meta}`,
  });
}
