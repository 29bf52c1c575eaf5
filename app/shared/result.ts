/** The outcome of something that may fail for an expected reason. Unexpected failures throw. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Ends a switch over a union: the compiler refuses it as soon as one member is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
