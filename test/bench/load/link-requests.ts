import { inTurn, type NextRequest, statusOf } from "./prepared-request.ts";

/** A phone's browser: a tap, not a preview. */
const USER_AGENT =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

function requestBytes(code: string): Buffer {
  return Buffer.from(
    [
      `GET /r/${code} HTTP/1.1`,
      "Host: bench.example",
      `User-Agent: ${USER_AGENT}`,
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
      "Accept-Language: de-DE,de;q=0.9,en;q=0.8",
      "\r\n",
    ].join("\r\n"),
    "latin1",
  );
}

/** Taps on the links, one after the other; each has to lead to its own target. */
export function linkRequests(links: readonly { code: string; target: string }[]): NextRequest {
  const requests = links.map(({ code, target }) => {
    const location = `\r\nlocation: ${target}\r\n`.toLowerCase();
    return {
      bytes: requestBytes(code),
      complaint: (head: string) =>
        statusOf(head) === 302 && `${head}\r\n`.toLowerCase().includes(location)
          ? null
          : `Expected a redirect to ${target}`,
    };
  });
  return inTurn(requests);
}
