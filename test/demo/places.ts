import { findEmbeddedPostgres } from "#app/adapters/db/embedded.server.ts";
import { portIsFree } from "#test/support/ports.ts";
import { postgresDir } from "./database.ts";

/** Ports of the demo's processes. */
export interface Ports {
  demo: number;
  web: number;
  shopify: number;
  whatsapp: number;
  postgres: number;
}

const ORDER = ["demo", "web", "shopify", "whatsapp", "postgres"] as const;

/** Five ports from `first` on; one that is taken is replaced by the next free above them, and `announce` is told. */
export async function choosePorts(task: {
  first: number;
  dataDir: string;
  announce: (line: string) => void;
}): Promise<Ports> {
  // A server that a killed demo left running is taken over with its port.
  const left = await findEmbeddedPostgres(postgresDir(task.dataDir));
  const ports = { demo: 0, web: 0, shopify: 0, whatsapp: 0, postgres: left?.port ?? 0 };
  let spare = task.first + ORDER.length;
  for (const [index, name] of ORDER.entries()) {
    if (ports[name] !== 0) continue;
    const wanted = task.first + index;
    let port = wanted;
    while (!(await isFree(port))) port = spare++;
    if (port !== wanted) task.announce(`Port ${wanted} is taken, using ${port} instead.`);
    ports[name] = port;
  }
  return ports;
}

/** localhost may mean 127.0.0.1 or ::1: a port that is taken on either would show somebody else's page. */
async function isFree(port: number): Promise<boolean> {
  if (port > 65_535) throw new Error("No free port was found; try another --port.");
  return (await portIsFree(port)) && portIsFree(port, "localhost");
}

/**
 * Addresses as the browser sees them. The app is on 127.0.0.1 and the admin on localhost on purpose: that makes the
 * app's frame third-party, as it is in Shopify's real admin.
 */
export function addresses(ports: Ports) {
  return {
    url: `http://localhost:${ports.demo}`,
    appUrl: `http://127.0.0.1:${ports.web}`,
    shopifyUrl: `http://localhost:${ports.shopify}`,
    whatsappUrl: `http://127.0.0.1:${ports.whatsapp}`,
  };
}
