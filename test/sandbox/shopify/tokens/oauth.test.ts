import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  API_KEY,
  at,
  exchangeParams,
  OTHER_SHOP,
  type Rig,
  SHOP,
  startRig,
  textOf,
} from "../rig.ts";

// Contract 1.4: token exchange, expiring offline tokens, refresh.
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const SHOP_NAME = "{ shop { name } }";
const subject = async (options: object) =>
  textOf(
    (await rig.control("/session-token", { kind: "admin", shop: SHOP, ...options })).json,
    "token",
  );
const refresh = (token: string, overrides = {}, shop = SHOP) =>
  rig.exchange({ grant_type: "refresh_token", refresh_token: token, ...overrides }, shop);

describe("token exchange", () => {
  test("hands out an expiring offline token with a refresh token", async () => {
    const { status, json } = await rig.exchange();
    expect(status).toBe(200);
    expect(json).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect(json["access_token"]).toMatch(/^shpat_/);
    expect(json["refresh_token"]).toMatch(/^shprt_/);
    expect(textOf(json, "scope").split(",")).toContain("read_orders");
  });

  test("accepts a form as well as JSON", async () => {
    const body = new URLSearchParams(exchangeParams(await subject({}))).toString();
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-host": SHOP,
    };
    const answer = await rig.call("/admin/oauth/access_token", { method: "POST", headers, body });
    expect(answer.status).toBe(200);
  });

  const wrongClient = { status: 400, json: { error: "invalid_client" } };
  const wrongSubject = { status: 400, json: { error: "invalid_subject_token" } };

  test("is refused with invalid_client for a wrong client secret", async () => {
    expect(await rig.exchange({ client_secret: "wrong" })).toMatchObject(wrongClient);
  });
  test("is refused with invalid_client for another app's client id", async () => {
    expect(await rig.exchange({ client_id: "another" })).toMatchObject(wrongClient);
  });
  test("is refused with invalid_subject_token for an expired id token", async () => {
    const subject_token = await subject({ expiresInS: -5 });
    expect(await rig.exchange({ subject_token })).toMatchObject(wrongSubject);
  });
  test("is refused with invalid_subject_token for an id token of another app", async () => {
    const subject_token = await subject({ audience: "another-app" });
    expect(await rig.exchange({ subject_token })).toMatchObject(wrongSubject);
  });
  test("is refused with invalid_subject_token for an id token signed with another secret", async () => {
    const subject_token = await subject({ secret: "another-secret" });
    expect(await rig.exchange({ subject_token })).toMatchObject(wrongSubject);
  });
  test("is refused with invalid_subject_token for an id token of another shop", async () => {
    const subject_token = await subject({ shop: OTHER_SHOP });
    expect(await rig.exchange({ subject_token })).toMatchObject(wrongSubject);
  });
  test("is refused with invalid_subject_token for something that is no token", async () => {
    expect(await rig.exchange({ subject_token: "x" })).toMatchObject(wrongSubject);
  });
  test("is refused with unsupported_grant_type for an unknown grant", async () => {
    const answer = await rig.exchange({ grant_type: "password" });
    expect(answer).toMatchObject({ status: 400, json: { error: "unsupported_grant_type" } });
  });
  test("is refused with invalid_request without the type of the subject token", async () => {
    const answer = await rig.exchange({ subject_token_type: undefined });
    expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });
  test("is refused with 404 for a shop that does not exist", async () => {
    expect((await rig.exchange({}, "nobody.myshopify.com")).status).toBe(404);
  });
});

describe("the Admin API", () => {
  const INVALID = "[API] Invalid API key or access token (unrecognized login or wrong password)";
  const invalid = { status: 401, json: { errors: INVALID } };

  test("accepts a fresh token", async () => {
    expect(at((await rig.graphql(SHOP_NAME)).json, "data", "shop", "name")).toBe("Leinenwerk");
  });
  test("is refused with 401 without a token", async () => {
    expect(await rig.graphql(SHOP_NAME, { token: "" })).toMatchObject(invalid);
  });
  test("is refused with 401 for a token of another shop", async () => {
    const token = await rig.accessToken(OTHER_SHOP);
    expect(await rig.graphql(SHOP_NAME, { token })).toMatchObject(invalid);
  });
  test("is refused with 401 for an expired token", async () => {
    const token = await rig.accessToken();
    await rig.control("/tokens", { shop: SHOP, expire: "access" });
    expect(await rig.graphql(SHOP_NAME, { token })).toMatchObject(invalid);
  });
  test("is refused with 403 for a token that does not expire", async () => {
    const { json } = await rig.exchange({ expiring: undefined });
    expect(json).not.toHaveProperty("refresh_token");
    const answer = await rig.graphql(SHOP_NAME, { token: textOf(json, "access_token") });
    expect(answer.status).toBe(403);
    expect(answer.json["errors"]).toContain("Non-expiring access tokens");
  });
  test("is refused with 401 after the app was uninstalled", async () => {
    const token = await rig.accessToken();
    await rig.control("/uninstall", { shop: SHOP });
    expect(await rig.graphql(SHOP_NAME, { token })).toMatchObject(invalid);
    expect((await rig.exchange()).json).toMatchObject({ error: "invalid_subject_token" });
    await rig.control("/install", { shop: SHOP });
    expect((await rig.exchange()).status).toBe(200);
  });
  test("is refused with 404 for a version that the stand-in does not serve", async () => {
    expect((await rig.graphql(SHOP_NAME, { version: "2025-01" })).status).toBe(404);
  });
});

describe("refresh", () => {
  const dead = { status: 400, json: { error: "invalid_grant" } };

  test("gives a new pair that works", async () => {
    const first = await rig.exchange();
    const second = await refresh(textOf(first.json, "refresh_token"));
    expect(second.status).toBe(200);
    expect(second.json["refresh_token"]).not.toBe(first.json["refresh_token"]);
    const answer = await rig.graphql(SHOP_NAME, { token: textOf(second.json, "access_token") });
    expect(answer.status).toBe(200);
  });
  test("lets an old refresh token work until the new one is used", async () => {
    const old = textOf((await rig.exchange()).json, "refresh_token");
    const first = await refresh(old);
    const again = await refresh(old);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect((await refresh(textOf(first.json, "refresh_token"))).status).toBe(200);
    expect(await refresh(old)).toMatchObject(dead);
  });
  test("is refused with invalid_grant for an expired refresh token", async () => {
    const token = textOf((await rig.exchange()).json, "refresh_token");
    await rig.control("/tokens", { shop: SHOP, expire: "refresh" });
    expect(await refresh(token)).toMatchObject(dead);
  });
  test("is refused with invalid_grant for a token of another shop", async () => {
    const token = textOf((await rig.exchange({}, OTHER_SHOP)).json, "refresh_token");
    expect(await refresh(token)).toMatchObject(dead);
  });
  test("is refused with invalid_grant for a made-up token", async () => {
    expect(await refresh("shprt_made_up")).toMatchObject(dead);
    expect(await refresh("")).toMatchObject(dead);
  });
  test("is refused with invalid_client for a wrong secret", async () => {
    const token = textOf((await rig.exchange()).json, "refresh_token");
    const answer = await refresh(token, { client_id: API_KEY, client_secret: "wrong" });
    expect(answer.json).toMatchObject({ error: "invalid_client" });
  });
});
