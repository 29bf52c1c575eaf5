/** Ends a switch over a union: the compiler refuses it as soon as one member is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
