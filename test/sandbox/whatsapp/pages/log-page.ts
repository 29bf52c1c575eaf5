import type { State } from "../state.ts";
import { textsFor } from "./texts.ts";
import type { Language } from "./texts.ts";

const SHOWN = 100;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f6f5f3;color:#1c1b1a}
main{max-width:1100px;margin:0 auto;padding:24px 16px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:28px 0 8px}
nav a{margin-right:16px;color:#0b6b4f}p{margin:0 0 12px;color:#5b5853}
.frame{overflow-x:auto;background:#fff;border:1px solid #e3e0da;border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:7px 12px;border-bottom:1px solid #eeebe6;white-space:nowrap}
td:last-child{white-space:normal;overflow-wrap:anywhere}th{color:#5b5853;font-weight:600}tr:last-child td{border:0}
.none{padding:14px;margin:0}`;

/** For people: what was accepted and what was refused, newest first. */
export function logPage(state: State, language: Language): string {
  const texts = textsFor(language);
  const accepted = state.log.accepted
    .slice(-SHOWN)
    .toReversed()
    .map((entry) => [
      entry.at,
      entry.to,
      entry.template === null ? "–" : `${entry.template} (${entry.language ?? ""})`,
      entry.callbackData ?? "–",
      entry.wamid,
    ]);
  const refused = state.log.refused
    .slice(-SHOWN)
    .toReversed()
    .map((entry) => [entry.at, String(entry.httpStatus), String(entry.code), entry.details]);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.title}</title><style>${STYLE}</style></head><body><main>
<h1>${texts.log}</h1><p>${texts.logHint}</p>
<nav><a href="/phone?lang=${language}">${texts.openPhone}</a><a href="/_control/state">${texts.openState}</a></nav>
<h2>${texts.accepted} (${state.log.accepted.length})</h2>
${table([texts.time, texts.to, texts.template, texts.callbackData, "wamid"], accepted, texts.nothing)}
<h2>${texts.refused} (${state.log.refused.length})</h2>
${table([texts.time, "HTTP", texts.code, texts.why], refused, texts.nothing)}
</main></body></html>`;
}

function table(heads: string[], rows: string[][], nothing: string): string {
  if (rows.length === 0) return `<div class="frame"><p class="none">${nothing}</p></div>`;
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join("");
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`)
    .join("");
  return `<div class="frame"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
