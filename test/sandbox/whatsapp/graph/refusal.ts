import { randomBytes } from "node:crypto";
import { errorMeaning } from "./error-codes.ts";

export type RefusalExtra = {
  http?: number;
  subcode?: number;
  transient?: boolean;
  /** Template management answers `error_data` as a plain string (contract 1.3) and adds words for people. */
  management?: boolean;
};

/** A request that Meta would answer with an error envelope. */
export class GraphRefusal extends Error {
  readonly code: number;
  readonly details: string;
  readonly extra: RefusalExtra;

  constructor(code: number, details: string, extra: RefusalExtra = {}) {
    super(details);
    this.code = code;
    this.details = details;
    this.extra = extra;
  }

  get httpStatus(): number {
    return this.extra.http ?? errorMeaning(this.code).http;
  }
}

/** Stops the request with the code that Meta answers (contract 2) and words that say what was wrong. */
export function refuse(code: number, details: string, extra: RefusalExtra = {}): never {
  throw new GraphRefusal(code, details, extra);
}

/** Refuses a template-management call: `error_data` is a string there, with a title and words for people. */
export function refuseTemplate(code: number, details: string, subcode?: number): never {
  throw new GraphRefusal(code, details, {
    management: true,
    ...(subcode === undefined ? {} : { subcode }),
  });
}

/** An id that does not exist or that the token may not see: Meta does not tell the two apart (contract 1.3). */
export function refuseUnknownObject(id: string): never {
  throw new GraphRefusal(
    100,
    `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { subcode: 33 },
  );
}

/** The error envelope of contract 1.3. */
export function errorEnvelope(refusal: GraphRefusal): object {
  const { code, details, extra } = refusal;
  const { title } = errorMeaning(code);
  return {
    error: {
      message: `(#${code}) ${title}`,
      type: "OAuthException",
      code,
      ...(extra.subcode === undefined ? {} : { error_subcode: extra.subcode }),
      ...(extra.transient ? { is_transient: true } : {}),
      ...(extra.management ? { error_user_title: title, error_user_msg: details } : {}),
      error_data: extra.management ? details : { messaging_product: "whatsapp", details },
      fbtrace_id: `A${randomBytes(10).toString("base64url")}`,
    },
  };
}

/** A parameter for a button that takes none: only dynamic parts have components (contract 1.4). */
export function refuseUnused(where: string, kind: string): never {
  refuse(132018, `${where}: a ${kind} button takes no parameters`);
}
