import { createServer, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientIpReader } from "./client-ip.ts";

const server = createServer((asked, response) => {
  seen = asked;
  response.end();
});
let seen: IncomingMessage;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

/** The request that a caller on loopback made, with what it says about others. */
async function asked(forwarded: string | string[] | null): Promise<IncomingMessage> {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const headers = forwarded === null ? {} : { "X-Forwarded-For": forwarded };
  const sent = request({ port, host: "127.0.0.1", headers });
  sent.end();
  await once(sent, "response");
  return seen;
}

const PROXIES = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8:ffff::/48"];

describe("the caller's address", () => {
  it.each([
    ["is the peer's where nobody is trusted", [], "203.0.113.9", "127.0.0.1"],
    ["is the peer's where it names nobody", PROXIES, null, "127.0.0.1"],
    ["is the one that a trusted proxy names", PROXIES, "203.0.113.9", "203.0.113.9"],
    ["is not what the caller says", PROXIES, "198.51.100.1, 203.0.113.9", "203.0.113.9"],
    ["goes past several proxies", PROXIES, "1.1.1.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["is not the caller's word with a proxy's", PROXIES, "10.9.9.9, 203.0.113.9", "203.0.113.9"],
    ["is found between nonsense", PROXIES, "unknown, <b>, 203.0.113.9, _x", "203.0.113.9"],
    ["comes without its port", PROXIES, "203.0.113.9:4711", "203.0.113.9"],
    ["comes without its port and brackets", PROXIES, "[2001:db8::9]:4711", "2001:db8::9"],
    ["may be IPv6", PROXIES, "2001:db8::9, 2001:db8:ffff::1", "2001:db8::9"],
    ["may be IPv4 in IPv6", PROXIES, "::ffff:203.0.113.9", "203.0.113.9"],
  ])("%s", async (_name, trusted, forwarded, address) => {
    expect(clientIpReader(trusted).of(await asked(forwarded))).toBe(address);
  });

  it("comes of all headers of that name, the last one being the nearest", async () => {
    const both = await asked(["198.51.100.1", "203.0.113.9"]);
    expect(clientIpReader(PROXIES).of(both)).toBe("203.0.113.9");
  });
});

describe("the address for which a proven caller speaks", () => {
  it.each([
    ["stands before its own", PROXIES, "198.51.100.1, 203.0.113.9", "198.51.100.1"],
    ["is the peer's last word where no proxy is between", [], "198.51.100.1", "198.51.100.1"],
    ["is the caller's own where it names nobody", [], null, "127.0.0.1"],
  ])("%s", async (_name, trusted, forwarded, address) => {
    expect(clientIpReader(trusted).behindCaller(await asked(forwarded))).toBe(address);
  });
});
