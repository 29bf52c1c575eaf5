import { createServer, type RequestListener } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { API_KEY, API_SECRET, at, type Rig, SHOP, startRig, textOf } from "../rig.ts";
import { sendAsExtension } from "./extension-request.ts";
import { verifyJwt } from "./session-tokens.ts";

// Contract 1.3 (id tokens), 4.6 (extension tokens and the rules of a call from an extension).
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const mint = async (options: object) =>
  textOf((await rig.control("/session-token", { shop: SHOP, ...options })).json, "token");
const claims = async (options: object) => verifyJwt(await mint(options), API_SECRET);

describe("an id token of the admin", () => {
  test("names issuer, destination, audience and user, and lives 60 s", async () => {
    const token = await claims({ kind: "admin" });
    expect(token).toMatchObject({
      iss: `https://${SHOP}/admin`,
      dest: `https://${SHOP}`,
      aud: API_KEY,
      sub: "42",
    });
    expect(token?.["jti"]).toEqual(expect.any(String));
    expect(token?.["sid"]).toEqual(expect.any(String));
    expect(Number(token?.["exp"]) - Number(token?.["iat"])).toBe(60);
    expect(token?.["nbf"]).toBe(token?.["iat"]);
  });
});

describe("a session token of an extension", () => {
  test("names the bare shop and the audience, no customer, and lives 5 min", async () => {
    const token = await claims({ kind: "extension" });
    expect(token).toMatchObject({ dest: SHOP, aud: API_KEY });
    expect(token).not.toHaveProperty("sub");
    expect(Number(token?.["exp"]) - Number(token?.["iat"])).toBe(300);
  });
  test("names the customer only when one is logged in", async () => {
    const token = await claims({ kind: "extension", customerId: 7 });
    expect(token?.["sub"]).toBe("gid://shopify/Customer/7");
  });
  test("has its own id each time, unless a test repeats one", async () => {
    const ids = [await claims({ kind: "extension" }), await claims({ kind: "extension" })];
    expect(ids[0]?.["jti"]).not.toBe(ids[1]?.["jti"]);
    expect((await claims({ kind: "extension", jti: "same" }))?.["jti"]).toBe("same");
  });
  test("is refused with a failed check once it has expired", async () => {
    expect(await claims({ kind: "extension", expiresInS: -1 })).toBeNull();
  });
  test("is refused with a failed check when another secret signed it", async () => {
    expect(await claims({ kind: "extension", secret: "another" })).toBeNull();
  });
  test("can be made out to another audience or in the https form", async () => {
    const dest = `https://${SHOP}`;
    const token = await claims({ kind: "extension", audience: "another-app", dest });
    expect(token).toMatchObject({ aud: "another-app", dest: `https://${SHOP}` });
  });
  test("carries real time, whatever the sandbox clock says", async () => {
    const ahead = await startRig({ now: () => new Date(Date.now() + 86_400_000) });
    const answer = await ahead.control("/session-token", { kind: "extension", shop: SHOP });
    await ahead.close();
    const issued = Number(verifyJwt(textOf(answer.json, "token"), API_SECRET)?.["iat"]);
    expect(Math.abs(issued - Date.now() / 1000)).toBeLessThan(5);
  });
});

describe("a call from an extension", () => {
  const cors = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "Authorization, Content-Type",
  };
  /** Calls an endpoint of our own that behaves as `listener` says. */
  const callTo = async (listener: RequestListener) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const url = `http://127.0.0.1:${port}/api/opt-in`;
    const answer = await sendAsExtension({ url, token: "t", body: "{}" });
    server.closeAllConnections();
    server.close();
    return answer;
  };
  const endpoint =
    (options: object, post: object, status = 200): RequestListener =>
    (request, response) => {
      const isPreflight = request.method === "OPTIONS";
      response.writeHead(isPreflight ? 204 : status, { ...(isPreflight ? options : post) });
      response.end(isPreflight ? undefined : '{"ok":true}');
    };

  test("goes through where the preflight allows origin and headers", async () => {
    expect(await callTo(endpoint(cors, cors))).toEqual({
      status: 200,
      body: '{"ok":true}',
      refusals: [],
    });
  });
  test("is refused with a preflight that does not allow the origin", async () => {
    const answer = await callTo(
      endpoint({ ...cors, "access-control-allow-origin": "https://x" }, cors),
    );
    expect(answer.refusals).toEqual(["the preflight does not allow the origin"]);
  });
  test("is refused with a preflight that does not allow the Authorization header", async () => {
    const answer = await callTo(
      endpoint({ ...cors, "access-control-allow-headers": "Content-Type" }, cors),
    );
    expect(answer.refusals).toEqual(["the preflight does not allow the header authorization"]);
  });
  test("is refused with a redirected preflight", async () => {
    const answer = await callTo((_request, response) => void response.writeHead(302, cors).end());
    expect(answer.refusals).toEqual(["the preflight is a redirect"]);
  });
  test("is refused with a preflight that is answered 405", async () => {
    const answer = await callTo((_request, response) => void response.writeHead(405, cors).end());
    expect(answer.refusals).toEqual(["the preflight is answered 405"]);
  });
  test("is refused with a redirect as the answer", async () => {
    expect((await callTo(endpoint(cors, cors, 303))).refusals).toEqual([
      "the answer is a redirect",
    ]);
  });
  test("is refused with an answer, errors included, that carries no CORS header", async () => {
    const answer = await callTo(endpoint(cors, {}, 401));
    expect(answer).toMatchObject({ status: 401, refusals: ["the answer carries no CORS header"] });
  });
  test("can be asked for over the control API, with a token of the shop", async () => {
    rig.answerWith((got, response) => {
      response.writeHead(got.method === "OPTIONS" ? 204 : 200, cors).end('{"ok":true}');
    });
    const { json } = await rig.control("/extension-request", {
      shop: SHOP,
      body: { granted: true },
    });
    expect(at(json, "status")).toBe(200);
    const post = rig.received.at(-1);
    expect(post).toMatchObject({ method: "POST", path: "/api/opt-in", body: { granted: true } });
    const bearer = String(post?.headers.authorization).replace("Bearer ", "");
    expect(verifyJwt(bearer, API_SECRET)).toMatchObject({ dest: SHOP, aud: API_KEY });
  });
});
