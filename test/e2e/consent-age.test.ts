import { expect, test } from "vitest";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

const SOON = { timeout: 10_000, interval: 100 };

test("the merchant sees how old consents are, and has people asked in time, or not", async () => {
  const { window } = await stage.admin("/app/consent", { language: "de" });
  await window.app.getByRole("link", { name: "Alter der Einwilligungen" }).click();
  await window.app.getByRole("heading", { name: "Alter der Einwilligungen", level: 1 }).waitFor();
  await window.app.getByText("Niemand wird gefragt").waitFor();
  await window.app.getByText("seit 16 Monaten oder länger ungenutzt", { exact: true }).waitFor();
  await window.app.getByRole("button", { name: "Rechtzeitig fragen lassen" }).click();
  await window.app.getByText("Es wird rechtzeitig gefragt").waitFor();
  const off = window.app.getByRole("button", { name: "Nicht mehr fragen" });
  await off.click();
  await expect
    .poll(() => window.app.getByText("Niemand wird gefragt").isVisible(), SOON)
    .toBe(true);
});
