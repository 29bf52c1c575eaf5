import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Some proxies write the port behind it: "203.0.113.9:4711", "[2001:db8::1]:4711". */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;

function plain(text: string): string {
  const [, v6, v4] = WITH_PORT.exec(text) ?? [];
  const address = v6 ?? v4 ?? text;
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/**
 * Reads the caller's address. `X-Forwarded-For` counts only as far as trusted proxies wrote it: the
 * rightmost address that is not one of them is the caller.
 * @param trustedProxies addresses or ranges ("10.0.0.0/8")
 */
export function clientIpReader(trustedProxies: readonly string[]) {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = "", bits] = entry.split("/");
    if (bits === undefined) trusted.addAddress(address, family(address));
    else trusted.addSubnet(address, Number(bits), family(address));
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, family(address));
  const chainOf = (request: IncomingMessage, peer: string): string[] =>
    String(request.headers["x-forwarded-for"] ?? "")
      .split(",")
      .map((part) => plain(part.trim()))
      .filter((part) => isIP(part) !== 0)
      .concat(peer);
  /** Where the caller stands in the chain that trusted proxies vouch for. */
  const callerAt = (chain: string[]): number => {
    if (!isTrusted(chain.at(-1) ?? "")) return chain.length - 1;
    const found = chain.findLastIndex((address) => !isTrusted(address));
    return Math.max(found, 0);
  };
  const chainWithCaller = (request: IncomingMessage) => {
    const chain = chainOf(request, plain(request.socket.remoteAddress ?? ""));
    return { chain, at: callerAt(chain) };
  };
  return {
    isTrusted,
    of: (request: IncomingMessage): string => {
      const { chain, at } = chainWithCaller(request);
      return chain[at] ?? "";
    },
    /**
     * The address for which the caller speaks: the one that it put before its own. To be believed only
     * of a caller who has proven himself, as Shopify's app proxy does by its signature.
     */
    behindCaller: (request: IncomingMessage): string => {
      const { chain, at } = chainWithCaller(request);
      return chain[at - 1] ?? chain[at] ?? "";
    },
  };
}

export type ClientIps = ReturnType<typeof clientIpReader>;
