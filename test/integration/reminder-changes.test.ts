import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { startStories, type Stories } from "./stories.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let shared: Story;

beforeAll(async () => {
  stories = await startStories();
  shared = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(() => nextMorning(stories));

const sentStep = (step: number) => ({ step, state: "accepted", reason: null });

/** What happens after a reminder was planned and before it can go: Meta looks at its template. */
async function whileMessagesWait(act: () => Promise<unknown>): Promise<void> {
  const turn = (status: string) =>
    stories.owner.query("update template set status = $2 where shop_id = $1", [
      shared.shopId,
      status,
    ]);
  stories.clock.forward({ hours: 2, seconds: 1 });
  await shared.plan();
  await turn("PENDING");
  await shared.send();
  await act();
  await turn("APPROVED");
  await wakeWaiting(stories.deps, shared.shopId);
}

describe("a cart that was emptied", () => {
  const emptied = async (token: string) => {
    await shared.shopify(`checkouts/${token}/delete`);
    await shared.work();
  };

  test("after the first reminder does not keep the person's next cart from its own", async () => {
    const cart = await shared.leftCart();
    await shared.remind();
    await emptied(cart.token);
    stories.clock.forward({ hours: 21 });
    const next = await shared.checkout({ email: cart.email });
    await shared.remind();
    expect(await shared.messages(next.token)).toMatchObject([sentStep(1)]);
    expect(await shared.checkoutRow(cart.token)).toMatchObject({ open_series: 0 });
  });

  test("while its reminder waits is not reminded of any more", async () => {
    const cart = await shared.leftCart();
    await whileMessagesWait(() => emptied(cart.token));
    await shared.remind(0.1);
    expect(await shared.accepted(cart.phone)).toEqual([]);
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "skipped", reason: "cart_deleted" },
    ]);
  });
});

describe("a checkout that turns out to be somebody else's", () => {
  const known = async () => {
    const [phone, email] = [newPhone(), newMail()];
    const first = await shared.checkout({ email });
    await shared.tick(phone, first.token);
    await shared.order({ checkoutToken: first.token });
    stories.clock.forward({ minutes: 5 });
    return { phone, email };
  };

  test("is not reminded of to whom it named at first", async () => {
    const { phone, email } = await known();
    const { token } = await shared.checkout({ email });
    await shared.checkout({ token, email: newMail() });
    await shared.remind();
    expect(await shared.accepted(phone)).toEqual([]);
  });

  test("while the reminder waits is not reminded of either", async () => {
    const { phone, email } = await known();
    const { token } = await shared.checkout({ email });
    await whileMessagesWait(() => shared.checkout({ token, email: newMail() }));
    await shared.remind(0.1);
    expect(await shared.accepted(phone)).toEqual([]);
  });

  test("and names nobody any more still belongs to whom it named", async () => {
    const { phone, email } = await known();
    const { token } = await shared.checkout({ email });
    await shared.checkout({ token, email: null });
    await shared.remind();
    expect(await shared.accepted(phone)).toHaveLength(1);
  });
});

describe("a shopper who is back at the cart", () => {
  test("while the reminder waits gets it once the cart lies idle again", async () => {
    const cart = await shared.leftCart();
    await whileMessagesWait(async () => {
      stories.clock.forward({ minutes: 30 });
      await shared.shopify(`checkouts/${cart.token}/touch`);
      await shared.work();
    });
    await shared.remind(0.1);
    expect(await shared.accepted(cart.phone)).toEqual([]);
    await shared.remind(2);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });
});

test("who took their consent back and gave it again hears no more of the cart of before", async () => {
  const cart = await shared.leftCart();
  await shared.remind();
  await shared.tick(cart.phone, null, { granted: false });
  stories.clock.forward({ minutes: 1 });
  await shared.pull(cart.phone);
  await shared.remind(24.1);
  expect(await shared.accepted(cart.phone)).toHaveLength(1);
});

test("what a quiet time outlasts says so at once", async () => {
  const story = await startStory(stories);
  await story.settings({ maxLatenessHours: 4 });
  stories.clock.forward({ hours: 9 }); // 20:00 in Berlin
  const cart = await story.leftCart();
  await story.remind();
  expect(await story.messages(cart.token)).toMatchObject([
    { state: "skipped", reason: "quiet_too_long" },
  ]);
});
