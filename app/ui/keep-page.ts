import {
  type ClientActionFunctionArgs,
  type ClientLoaderFunctionArgs,
  isRouteErrorResponse,
} from "@remix-run/react";
import { pickLocale } from "./locale.ts";
import { wordsOf } from "./words.tsx";

/**
 * Whether nothing, or nothing that makes sense, came back. Everything else is an answer, and belongs to the page;
 * and what somebody left for another page needs none.
 */
function isAway(error: unknown, { signal }: Request): boolean {
  if (signal.aborted) return false;
  const isAnswer = error instanceof Response || isRouteErrorResponse(error);
  return !isAnswer || error.status >= 500;
}

/** Once for all that a page consists of, until something answers again. */
let isTold = false;

function tell(key: "away.shown" | "away.sent"): void {
  isTold = true;
  const locale = pickLocale({ parameter: document.documentElement.lang, acceptLanguage: null });
  shopify.toast.show(wordsOf(locale).t(key), { isError: true });
}

/**
 * A page's `clientLoader`: pages load themselves anew all the time, and one that fails must not take away what
 * somebody is reading or typing. The merchant is told once, and sees what was there before.
 */
export function keepShowing() {
  let last: { page: string; data: unknown } | undefined;
  const load = async ({ request, serverLoader }: ClientLoaderFunctionArgs): Promise<unknown> => {
    const { pathname, search } = new URL(request.url);
    const page = pathname + search;
    try {
      const data = await serverLoader();
      last = { page, data };
      isTold = false;
      return data;
    } catch (error) {
      if (!isAway(error, request) || last?.page !== page) throw error;
      if (!isTold) tell("away.shown");
      return last.data;
    }
  };
  // From the first page on, whose data came with the document.
  return Object.assign(load, { hydrate: true as const });
}

/** A page's `clientAction`: what was typed stays where it is when it could not be sent. */
export async function keepTyped({
  request,
  serverAction,
}: ClientActionFunctionArgs): Promise<unknown> {
  try {
    return await serverAction();
  } catch (error) {
    if (!isAway(error, request)) throw error;
    tell("away.sent");
    return null;
  }
}
