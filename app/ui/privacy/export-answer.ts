import { exportCsv } from "#app/modules/compliance/export-csv.rules.ts";
import type { PersonExport } from "#app/modules/compliance/export.types.ts";
import { pickLocale } from "#app/ui/locale.ts";
import { wordsOf } from "#app/ui/words.tsx";
import { exportDocument } from "./export-document.tsx";

function answer(body: string, type: string): Response {
  return new Response(body, {
    headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" },
  });
}

/** A person's data as the file that was asked for: `?as=json`, `csv`, or a page to read. */
export function exportAnswer(request: Request, data: PersonExport | null): Response {
  if (data === null) return new Response("This export does not exist any more", { status: 404 });
  const query = new URL(request.url).searchParams;
  switch (query.get("as")) {
    case "json":
      return answer(JSON.stringify(data, null, 2), "application/json");
    case "csv":
      return answer(exportCsv(data), "text/csv");
    default: {
      const acceptLanguage = request.headers.get("accept-language");
      const locale = pickLocale({ parameter: query.get("locale"), acceptLanguage });
      return answer(exportDocument(data, wordsOf(locale)), "text/html");
    }
  }
}
