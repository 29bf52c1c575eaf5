import pino from "pino";
import type { Log } from "#app/ports/log.ts";

/** Names under which a secret or a person could slip in; their values never reach the output. */
const REDACTED = [
  "token",
  "accessToken",
  "refreshToken",
  "authorization",
  "phone",
  "email",
  "firstName",
  "lastName",
  "text",
  "body",
  "id_token",
];

/** JSON lines on stdout. */
export function openLog(options: { level: string; part: string }): Log {
  const logger = pino({
    level: options.level,
    base: { part: options.part },
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  return {
    debug: (event, fields) => logger.debug({ event, ...fields }),
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}

/** What may be logged of an error: its name, code and message, without tokens in URLs. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error ? error.code : undefined;
  const message = error.message
    .replace(/(id_token|token|key|signature|hmac)=[^&\s]+/gi, "$1=[hidden]")
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[jwt]")
    .slice(0, 500);
  return { error: error.name, code, message };
}
