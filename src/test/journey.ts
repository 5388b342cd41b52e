import type { Page } from "playwright-core";
import type { Stage } from "./browser.ts";
import type { Person, World } from "./world.ts";

/** A page of a workspace in a browser of its own, as a person; `until` is a selector of what shows that it is there. */
export async function opened(stage: Stage, place: World, person: Person, path: string, until: string): Promise<Page> {
  const page = await (await stage.as(person)).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${stage.at}/${place.slug}/${path}`);
  await page.locator(until).first().waitFor();
  return page;
}

/** Waits for the toast that begins so. */
export const said = (page: Page, words: string) =>
  page
    .locator(".toast", { hasText: new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`) })
    .first()
    .waitFor();

export async function keys(page: Page, ...pressed: string[]): Promise<void> {
  for (const key of pressed) await page.keyboard.press(key);
}

/** Drags from the middle of one element to a place in another, as a hand does: press, move a little, move there, let go. */
export async function drag(page: Page, from: string, to: string, at: "top" | "bottom"): Promise<void> {
  const [start, end] = [await page.locator(from).boundingBox(), await page.locator(to).boundingBox()];
  if (!start || !end) throw new Error(`There is nothing to drag from ${from} to ${to}.`);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 6, start.y + start.height / 2 + 6, { steps: 3 });
  const y = at === "top" ? end.y + 4 : end.y + end.height - 4;
  await page.mouse.move(end.x + end.width / 2, y, { steps: 8 });
  await page.mouse.up();
}
