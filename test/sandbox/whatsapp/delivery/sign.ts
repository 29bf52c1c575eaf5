import { createHmac } from "node:crypto";

const ABOVE_ASCII = /[\u0080-\uffff]/g;

/** JSON as Meta writes it: every code point above U+007F as \uXXXX (contract 3.2). Pure ASCII, so text is bytes. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    ABOVE_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The value of X-Hub-Signature-256 over exactly these bytes. */
export function signature(body: string, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
}
