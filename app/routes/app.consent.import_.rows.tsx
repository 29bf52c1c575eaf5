import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { troubledLines } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { pickLocale } from "#app/ui/locale.ts";
import { wordsOf } from "#app/ui/words.tsx";

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The rows of a list that are refused or wait, each with its reason, as CSV. Nothing of the list is repeated. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { deps } = context;
  const { id: shopId } = await openShop(deps, session.shop);
  const { searchParams } = new URL(request.url);
  const importId = searchParams.get("id") ?? "";
  if (!z.uuid().safeParse(importId).success) return new Response("Not found", { status: 404 });
  const acceptLanguage = request.headers.get("accept-language");
  const { t } = wordsOf(pickLocale({ parameter: searchParams.get("locale"), acceptLanguage }));
  const lines = async function* () {
    yield `\ufeff${[t("import.csv.row"), t("import.csv.outcome"), t("import.csv.reason")].map(quoted).join(",")}\r\n`;
    for await (const { line, outcome, reason } of troubledLines(deps, { shopId, importId })) {
      const texts = [t(`import.outcomes.${outcome}`), t(`import.reasons.${reason}`)];
      yield `${line},${texts.map(quoted).join(",")}\r\n`;
    }
  };
  const encoder = new TextEncoder();
  const source = lines();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/csv; charset=utf-8" } });
}
