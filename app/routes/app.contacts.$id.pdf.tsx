import type { LoaderFunctionArgs } from "@remix-run/node";
import { instantOf } from "#app/modules/proof/local-instant.rules.ts";
import { printProof, readProof } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { proofDocument } from "#app/ui/contacts/proof-document.ts";
import { pickLocale } from "#app/ui/locale.ts";
import { wordsOf } from "#app/ui/words.tsx";

/** A person's proof on paper, in the language of the page that asks for it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const query = new URL(request.url).searchParams;
  const report = await readProof(context.deps, {
    shopId: shop.id,
    contactId: params["id"] ?? "",
    staffId: sessionToken.sub,
    at: instantOf(query.get("at") ?? "", shop.timeZone),
    as: "printed",
  });
  if (report === null) throw new Response("Nobody has this id in this shop", { status: 404 });
  const locale = pickLocale({
    parameter: query.get("locale"),
    acceptLanguage: request.headers.get("accept-language"),
  });
  const document = proofDocument(report, wordsOf(locale), { printedBy: sessionToken.sub });
  const pdf = await printProof(document);
  return new Response(new Uint8Array(pdf), {
    headers: { "Content-Type": "application/pdf", "Cache-Control": "no-store" },
  });
}
