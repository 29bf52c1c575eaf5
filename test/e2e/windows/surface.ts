import type { FrameLocator, Page } from "playwright-core";

/** What a window is looked at through: a page of its own, or one of the frames of the demo's page. */
export type Surface = Pick<
  Page & FrameLocator,
  "frameLocator" | "getByLabel" | "getByRole" | "getByText" | "locator"
>;

export type Language = "de" | "en";
