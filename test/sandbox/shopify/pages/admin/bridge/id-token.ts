/// <reference lib="dom" />
import type { AdminChannel } from "./admin-channel.ts";

/** How long a token is handed out again; it lives for 60 s (contract 1.3). */
const REUSE_MS = 30_000;
const PATIENCE_MS = 10_000;

export type IdTokens = {
  /** A token that the server should accept; the one of a moment ago while it is young. */
  current(): Promise<string>;
  /** A new one, after the server refused the last. */
  fresh(): Promise<string>;
};

type Asked = { resolve: (token: string) => void; reject: (error: Error) => void };

/** Asks the admin for id tokens: the app's frame never holds the secret. */
export function idTokens(channel: AdminChannel, apiKey: string): IdTokens {
  const asked = new Map<number, Asked>();
  let next = 1;
  let kept: { token: Promise<string>; until: number } | null = null;
  channel.on("token", ({ id, token }) => asked.get(id)?.resolve(token));
  channel.on("tokenRefused", ({ id, reason }) => asked.get(id)?.reject(new Error(reason)));

  const ask = () =>
    new Promise<string>((resolve, reject) => {
      const id = next++;
      asked.set(id, { resolve, reject });
      setTimeout(() => reject(new Error("The admin gave no id token")), PATIENCE_MS);
      channel.tell({ kind: "token", id, apiKey });
    });
  const fresh = async () => {
    const token = ask();
    kept = { token, until: Date.now() + REUSE_MS };
    try {
      return await token;
    } catch (error) {
      kept = null;
      throw error;
    }
  };
  return {
    fresh,
    current: () => (kept && kept.until > Date.now() ? kept.token : fresh()),
  };
}
