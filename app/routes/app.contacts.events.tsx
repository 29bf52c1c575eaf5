import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { exportEvents } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" };

/** Every consent event of the shop as a file, while it is being read: the page saves what it fetches. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const format = new URL(request.url).searchParams.get("format") === "json" ? "json" : "csv";
  const wish = { shopId: shop.id, staffId: sessionToken.sub, format } as const;
  const pieces = Readable.from(await exportEvents(context.deps, wish), { objectMode: false });
  return new Response(createReadableStreamFromReadable(pieces), {
    headers: { "Content-Type": TYPES[format], "Cache-Control": "no-store" },
  });
}
