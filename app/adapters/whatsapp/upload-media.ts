import { z } from "zod";
import type { GraphAnswer, MediaAnswer } from "#app/ports/whatsapp.ts";

const uploadedSchema = z.object({ id: z.coerce.string().min(1) });
const refusedSchema = z.object({ error: z.object({ code: z.coerce.number().int() }) });

/** The multipart body of an upload (contract 1.9), and its content type. */
export async function mediaForm(media: {
  mimeType: string;
  bytes: Uint8Array;
}): Promise<{ body: Buffer; contentType: string }> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", media.mimeType);
  const name = media.mimeType === "image/png" ? "picture.png" : "picture.jpg";
  form.set("file", new Blob([new Uint8Array(media.bytes)], { type: media.mimeType }), name);
  const whole = new Response(form);
  const contentType = whole.headers.get("content-type") ?? "multipart/form-data";
  return { body: Buffer.from(await whole.arrayBuffer()), contentType };
}

export function mediaAnswer({ httpStatus, json }: GraphAnswer): MediaAnswer {
  const uploaded = uploadedSchema.safeParse(json);
  if (httpStatus === 200 && uploaded.success) {
    return { httpStatus, code: null, mediaId: uploaded.data.id };
  }
  const refused = refusedSchema.safeParse(json);
  return { httpStatus, code: refused.success ? refused.data.error.code : null, mediaId: null };
}
