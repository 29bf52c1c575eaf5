import { createServer, type Server } from "node:http";
import { z } from "zod";
import { samplePicture } from "#app/modules/templates/sample-picture.ts";

const postSchema = z.object({
  entry: z.array(
    z.object({
      id: z.string(),
      changes: z.array(z.object({ field: z.string(), value: z.record(z.string(), z.unknown()) })),
    }),
  ),
});
export type Change = { field: string; value: Record<string, unknown> };

/** Takes webhooks as they come; a test hands them on when and in the order it wants. */
export async function startHook(): Promise<{ url: string; changes: Change[]; server: Server }> {
  const changes: Change[] = [];
  const picture = samplePicture();
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": picture.mimeType }).end(picture.bytes);
      return;
    }
    let raw = "";
    request.on("data", (chunk: Buffer) => (raw += chunk.toString()));
    request.on("end", () => {
      const post = postSchema.parse(JSON.parse(raw));
      changes.push(...post.entry.flatMap((entry) => entry.changes));
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, changes, server };
}
