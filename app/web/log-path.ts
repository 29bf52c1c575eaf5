const SECRET_PARAMETERS = [
  "id_token",
  "hmac",
  "signature",
  "token",
  "session",
  "code",
  "state",
  // names a person
  "logged_in_customer_id",
];

/** The path as it may stand in a log: no token, no signature, no link code. */
export function loggedPath(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  for (const name of SECRET_PARAMETERS) searchParams.delete(name);
  // Reload addresses of the session-token page carry the parameters once more.
  searchParams.delete("shopify-reload");
  const path = pathname.replace(/^(\/(?:proxy\/)?(?:[rp]|poster))\/.+$/, "$1/…");
  const query = searchParams.toString();
  return query === "" ? path : `${path}?${query}`;
}
