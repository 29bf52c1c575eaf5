/**
 * Whether a request line names an address as browsers and proxies do. `//`, `*` or `http://[` pass the HTTP
 * parser and would throw wherever their URL is read.
 */
export function isAddress(target: string): boolean {
  return /^\/(?![/\\])/.test(target) && URL.canParse(target, "http://localhost");
}
