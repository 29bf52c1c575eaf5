/**
 * The block that one subscriber has of an address, to limit by: an IPv4 address is one, of IPv6 everybody has a
 * /64 at least and can change within it with every request.
 */
export function addressBlock(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.replace(/%.*$/, "").split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: zeros }, () => "0"), ...back];
  const block = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${block.join(":")}::/64`;
}
