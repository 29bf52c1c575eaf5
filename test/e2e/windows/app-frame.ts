import type { Frame, Page } from "playwright-core";

/** The app's own frame inside the admin. */
export function appFrame(page: Page): Frame {
  const frame = page.frame({ name: "app" });
  if (!frame) throw new Error("The admin has no frame of the app");
  return frame;
}

/** How many pixels the app's page is wider than its frame. */
export function overflowOf(page: Page): Promise<number> {
  return appFrame(page).evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea";

/** In the browser: names every control that somebody could use, and remembers them in this order. */
function nameControls(controls: Element[]): string[] {
  const usable = controls.filter((one) => !one.matches(":disabled") && one.getClientRects()[0]);
  return usable.map((one, index) => {
    one.setAttribute("data-place", String(index));
    return `${index} ${one.tagName} ${one.getAttribute("name") ?? one.textContent}`;
  });
}

/** Presses Tab through the whole page and returns the controls that never had the focus. */
export async function missedByKeyboard(page: Page): Promise<string[]> {
  const frame = appFrame(page);
  const names = await frame.locator(CONTROLS).evaluateAll(nameControls);
  const missed = new Set(names);
  for (let presses = 0; presses < names.length + 40 && missed.size > 0; presses += 1) {
    await page.keyboard.press("Tab");
    const place = await frame.evaluate(() => document.activeElement?.getAttribute("data-place"));
    const reached = names[Number(place ?? "-1")];
    if (reached !== undefined) missed.delete(reached);
  }
  return [...missed];
}
