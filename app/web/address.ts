const HOST = /^[\w.:[\]-]{1,255}$/;

/**
 * Whether a request names an address as browsers and proxies do. `//`, `*` or a host of `[` pass the HTTP parser
 * and would throw wherever their URL is read.
 */
export function isAddress(target: string, host = "localhost"): boolean {
  const isPath = /^\/(?![/\\])/.test(target);
  return isPath && HOST.test(host) && URL.canParse(`http://${host}${target}`);
}
