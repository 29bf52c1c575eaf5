import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

function plain(address: string): string {
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
  return {
    isTrusted,
    of: (request: IncomingMessage): string => {
      const peer = plain(request.socket.remoteAddress ?? "");
      const forwarded = request.headers["x-forwarded-for"];
      if (forwarded === undefined || !isTrusted(peer)) return peer;
      const chain = String(forwarded)
        .split(",")
        .map((part) => plain(part.trim()))
        .filter((part) => isIP(part) !== 0);
      return chain.findLast((address) => !isTrusted(address)) ?? chain[0] ?? peer;
    },
  };
}

export type ClientIps = ReturnType<typeof clientIpReader>;
