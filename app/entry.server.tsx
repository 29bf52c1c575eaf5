import { PassThrough } from "node:stream";
import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";

const RENDER_WITHIN_MS = 5_000;

interface Page {
  request: Request;
  status: number;
  headers: Headers;
  remix: EntryContext;
}

/** Renders a whole document before it is sent: the admin shows no half pages, and errors get a status. */
function render({ request, status, headers, remix }: Page): Promise<Response> {
  return new Promise((done, failed) => {
    let code = status;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={remix} url={request.url} abortDelay={RENDER_WITHIN_MS} />,
      {
        onAllReady: () => {
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          done(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
          pipe(body);
        },
        onShellError: failed,
        onError: () => {
          code = 500;
        },
      },
    );
    setTimeout(abort, RENDER_WITHIN_MS + 1_000).unref();
  });
}

// Remix calls it with these five, in this order.
// oxlint-disable-next-line eslint/max-params
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  context.shopify.addDocumentResponseHeaders(request, headers);
  return render({ request, status, headers, remix });
}

/** Errors of loaders and actions; the library's own Responses are none. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
) {
  if (request.signal.aborted || error instanceof Response) return;
  // An address that does not exist is asked for by every scanner: no error of ours.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const name = error instanceof Error ? error.name : typeof error;
  // Not the message: the library's errors can quote a whole token.
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const path = new URL(request.url).pathname;
  context.deps.log.error("page.failed", { error: name, code, path });
}
