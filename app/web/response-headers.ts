import type { ServerResponse } from "node:http";

/** Documents that name no shop come from nowhere in particular: nobody may frame those. */
const NO_FRAME = "frame-ancestors 'none'";

/** Every page around the frame counts, and the demo's page holds the stand-in's admin: both on loopback. */
const LOOPBACK_PAGES = "http://localhost:* http://127.0.0.1:*";

function withStandin(policy: string, standinOrigin: string | null): string {
  if (standinOrigin === null) return policy;
  return policy.replace("frame-ancestors", `frame-ancestors ${standinOrigin} ${LOOPBACK_PAGES}`);
}

/**
 * The one place that finishes the headers of Remix's answers. The library throws some pages past
 * entry.server (bounce, exit-iframe), so it has to happen where the head is written.
 */
export function finishHeaders(response: ServerResponse, standinOrigin: string | null): void {
  const writeHead = response.writeHead.bind(response);
  const finish = () => {
    const type = String(response.getHeader("content-type") ?? "");
    const policy = response.getHeader("content-security-policy");
    if (policy !== undefined) {
      response.setHeader("Content-Security-Policy", withStandin(String(policy), standinOrigin));
    } else if (type.startsWith("text/html")) {
      response.setHeader("Content-Security-Policy", NO_FRAME);
    }
    // It preloads scripts from Shopify's CDN; beside the stand-in there is no such host to reach.
    if (standinOrigin !== null) response.removeHeader("link");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!response.hasHeader("referrer-policy")) {
      response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    }
    response.removeHeader("x-powered-by");
  };
  // Not by assignment: the overloads of its type cannot be written again.
  Object.defineProperty(response, "writeHead", {
    value: (...given: Parameters<typeof writeHead>) => {
      finish();
      return writeHead(...given);
    },
  });
}
