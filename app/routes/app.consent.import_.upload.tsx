import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { addPart, beginImport, endUpload } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";

/** Takes a list in parts, so that nobody ever holds it whole. Answers with JSON to the page's own script. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { deps } = context;
  const form = await request.formData();
  const { id: shopId } = await openShop(deps, session.shop);
  const intent = textOf(form, "intent");
  if (intent === "begin") {
    return Response.json({ ok: true, id: await beginImport(deps, shopId, textOf(form, "name")) });
  }
  const importId = textOf(form, "id");
  if (!z.uuid().safeParse(importId).success) return Response.json({ ok: false }, { status: 400 });
  const target = { shopId, importId };
  if (intent === "end") {
    const told = { parts: Number(textOf(form, "parts")), bytes: Number(textOf(form, "bytes")) };
    return Response.json(await endUpload(deps, target, told));
  }
  const body = form.get("body");
  if (intent !== "part" || !(body instanceof Blob)) {
    return Response.json({ ok: false }, { status: 400 });
  }
  const bytes = new Uint8Array(await body.arrayBuffer());
  const part = { part: Number(textOf(form, "part")), bytes };
  return Response.json({ ok: await addPart(deps, target, part) });
}
