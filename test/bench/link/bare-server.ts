// The bare peer: node:http, one indexed select, a redirect.
import { createServer, type ServerResponse } from "node:http";
import pg from "pg";
import { setting } from "../support/setting.ts";

const pool = new pg.Pool({
  connectionString: setting("DATABASE_URL"),
  max: Number(setting("DATABASE_POOL")),
});

async function redirect(code: string, response: ServerResponse): Promise<void> {
  const { rows } = await pool.query<{ target: string }>({
    name: "link",
    text: "select target from peer.link where code = $1 and expires_at > now()",
    values: [code],
  });
  const target = rows[0]?.target;
  if (target === undefined) response.writeHead(404, { "Content-Length": 0 });
  else response.writeHead(302, { Location: target, "Content-Length": 0 });
  response.end();
}

const server = createServer((request, response) => {
  const url = request.url ?? "/";
  if (!url.startsWith("/r/")) {
    response.end(); // asked whether it runs
    return;
  }
  redirect(url.slice(3), response).catch(() => {
    response.writeHead(500, { "Content-Length": 0 });
    response.end();
  });
});
server.listen(Number(setting("PORT")), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
