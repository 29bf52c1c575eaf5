import type { AnswerBody } from "./answer.ts";
import { escapeHtml } from "./escape-html.ts";
import { OPT_IN_PAGE_WORDS, type OptInPageWords } from "./opt-in-page-words.ts";

export type OptInPageKind = Exclude<keyof OptInPageWords, "back">;

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:1.05rem/1.5 system-ui,sans-serif;background:#f6f5f2;color:#1f2421}main{max-width:28rem;padding:2rem;text-align:center}
h1{font-size:1.4rem;line-height:1.3}p{color:#555d58}a{display:inline-block;margin-top:.75rem;padding:.75rem 1.4rem;border-radius:.6rem;
background:#1f6f4a;color:#fff;text-decoration:none}a:focus-visible{outline:3px solid #8fd0b0;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#171a18;color:#eef1ef}p{color:#aab3ae}}`;

function languageOf(locale: string): string {
  const asked = locale.slice(0, 2).toLowerCase();
  return Object.hasOwn(OPT_IN_PAGE_WORDS, asked) ? asked : "en";
}

/** The answer to the storefront's form where no script runs. It is shown under the shop's own domain. */
export function optInPage(kind: OptInPageKind, locale: string): AnswerBody {
  const language = languageOf(locale);
  const words = OPT_IN_PAGE_WORDS[language];
  if (!words) throw new Error("English is always there");
  const [title, text] = words[kind].map(escapeHtml);
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head><body><main>
<h1>${title}</h1><p>${text}</p><a href="/">${escapeHtml(words.back)}</a></main></body></html>`;
  return {
    html,
    headers: {
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
    },
  };
}
