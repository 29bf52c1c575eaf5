import { renderToStaticMarkup } from "react-dom/server";
import type { PersonExport } from "#app/modules/compliance/export.types.ts";
import type { Words } from "#app/ui/words.tsx";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h2{margin-top:2.5rem}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;border-top:1px solid #ccc;padding-top:.75rem}
dt{color:#555}dd{margin:0;overflow-wrap:anywhere}@media(max-width:30rem){dl{display:block}dd{margin-bottom:.5rem}}`;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

function Sheet({ data, words }: { data: PersonExport; words: Words }) {
  const { t, locale } = words;
  const label = (column: string) => t(`privacy.fields.${column}`, {}, column.replaceAll("_", " "));
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t("privacy.sheet.title")}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>{t("privacy.sheet.title")}</h1>
        <p>{t("privacy.sheet.intro", { shop: data.shop, time: words.time(data.madeAt, "UTC") })}</p>
        {data.sections.map(({ table, records }) => (
          <section key={table}>
            <h2>{t(`privacy.tables.${table}`, {}, table.replaceAll("_", " "))}</h2>
            {records.map((record, index) => (
              <dl key={`${table} ${index}`}>
                {Object.entries(record).map(([column, value]) => (
                  <div key={column} style={{ display: "contents" }}>
                    <dt>{label(column)}</dt>
                    <dd>{shown(value)}</dd>
                  </div>
                ))}
              </dl>
            ))}
          </section>
        ))}
      </body>
    </html>
  );
}

/** A person's data as a page that anybody can read, without anything beside it. */
export function exportDocument(data: PersonExport, words: Words): string {
  return `<!doctype html>${renderToStaticMarkup(<Sheet data={data} words={words} />)}`;
}
