import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, LOOKS, openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { attachPicture, PDF, plainPicture } from "../../test/pictures.ts";
import { type World, world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Given = { name: string; type: string; bytes: Buffer };
const picture = async (name: string, colour: string): Promise<Given> => ({
  name,
  type: "image/png",
  bytes: await plainPicture(640, 480, colour).png().toBuffer(),
});

/** Pastes or drops files as a browser does: an event that carries them. */
async function give(page: Page, selector: string, how: "paste" | "drop", files: readonly Given[]): Promise<void> {
  const given = files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString("base64") }));
  await page
    .locator(selector)
    .first()
    .evaluate(
      (element, { how: kind, given: all }) => {
        const data = new DataTransfer();
        for (const { name, type, base64 } of all)
          data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }));
        const about = { bubbles: true, cancelable: true };
        if (kind === "paste") element.dispatchEvent(new ClipboardEvent("paste", { ...about, clipboardData: data }));
        else for (const name of ["dragover", "drop"]) element.dispatchEvent(new DragEvent(name, { ...about, dataTransfer: data }));
      },
      { how, given },
    );
}
const namesOf = async (of: World, id: string) => (await of.admin.files.list({ id })).items.map(({ name }) => name);
const isDrawn = (page: Page, selector: string) =>
  expect
    .poll(() =>
      page
        .locator(selector)
        .first()
        .evaluate((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0),
    )
    .toBe(true);

test("a picture pasted into feedback is shown, opens large by keys, is removed and comes back by Undo", { timeout: 60_000 }, async () => {
  const place = await world();
  const item = await place.admin.feedback.create({ text: "CSV totals do not match the dashboard." });
  const page = await opened(stage, place, place.admin, `feedback?item=${item.key}`, ".files-part .files-attach");
  await give(page, ".item", "paste", [await picture("image.png", "#2557b8")]);
  await said(page, "Attached Pasted picture.png");
  await give(page, ".item", "paste", [
    await picture("second.png", "#a4500f"),
    { name: "contract.pdf", type: "application/pdf", bytes: PDF },
  ]);
  await said(page, "Attached 2 files");
  await isDrawn(page, ".file-open img");
  expect(await page.locator(".file-name").allTextContents()).toEqual(["Pasted picture.png", "second.png"]);
  expect(await page.locator(".file-paper").textContent()).toMatch(/contract\.pdf.*PDF · \d+ bytes/);

  await page.getByRole("button", { name: /Open Pasted picture/ }).focus();
  await keys(page, "Enter");
  const large = page.getByRole("dialog");
  await isDrawn(page, ".lightbox img");
  expect(await large.getAttribute("aria-label")).toBe("Pasted picture.png");
  await keys(page, "ArrowRight");
  await expect.poll(() => large.getAttribute("aria-label")).toBe("second.png");
  await keys(page, "ArrowRight", "ArrowLeft");
  await expect.poll(() => large.getAttribute("aria-label")).toBe("Pasted picture.png");
  await keys(page, "Escape");
  await expect.poll(() => large.count()).toBe(0);
  // Focus is where it was, and the keys of the page work again.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/^Open Pasted picture/);

  await page.getByRole("button", { name: "Remove second.png" }).click();
  await said(page, "Removed second.png");
  await expect.poll(() => namesOf(place, item.id)).toEqual(["Pasted picture.png", "contract.pdf"]);
  await page.locator(".toast", { hasText: "Removed second.png" }).getByRole("button", { name: "Undo" }).click();
  await said(page, "Undone: Removed second.png");
  await expect.poll(() => page.locator(".file-name").allTextContents()).toEqual(["Pasted picture.png", "second.png"]);
  await page.context().close();
});

test("a picture pasted while a comment is written goes with it; a comment may be a picture alone", { timeout: 60_000 }, async () => {
  const place = await world();
  const need = await place.admin.needs.create({ statement: "Trust exported totals" });
  const page = await opened(stage, place, place.admin, "needs/N-1", ".comment-new .files-attach");
  await page.getByRole("textbox", { name: "Comment" }).fill("Look at the last column");
  await give(page, ".mention-field", "paste", [await picture("image.png", "#077a5a"), await picture("wrong.png", "#b3261e")]);
  await page.getByRole("button", { name: "Remove wrong.png" }).click();
  await isDrawn(page, ".comment-new .file-open img");
  // It is in nobody's sight until the comment is said.
  expect(await namesOf(place, need.id)).toEqual([]);
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await said(page, "Commented");
  await isDrawn(page, ".comments-list .file-open img");
  expect(await page.locator(".comment-new .file-picture").count()).toBe(0);
  const [written] = (await place.admin.comments.list({ id: need.id })).items;
  expect((await place.admin.files.list({ id: need.id })).items).toMatchObject([{ name: "Pasted picture.png", commentId: written?.id }]);

  await give(page, ".mention-field", "drop", [await picture("alone.png", "#84398a")]);
  await isDrawn(page, ".comment-new .file-open img");
  await page.getByRole("textbox", { name: "Comment" }).press("Control+Enter");
  await expect.poll(() => page.locator(".comments-list > li").count()).toBe(2);
  await expect.poll(() => namesOf(place, need.id)).toEqual(["Pasted picture.png", "alone.png"]);
  await page.context().close();
});

test("a comment is pinned to a place of a picture by keys and by a click, and leads back to it", { timeout: 60_000 }, async () => {
  const place = await world();
  const design = await place.admin.designs.create({ title: "Currency beside every total" });
  const fileId = await attachPicture(place.admin, design.id, "totals.png");
  const page = await opened(stage, place, place.admin, `designs/${design.key}`, ".file-open");
  await page.getByRole("button", { name: /^Open totals/ }).focus();
  await keys(page, "Enter");
  await isDrawn(page, ".lightbox img");
  await keys(page, "p");
  await page.getByRole("button", { name: /^Place of the comment/ }).waitFor();
  await keys(page, "ArrowRight", "ArrowUp", "Enter");
  await page.getByRole("textbox", { name: "Comment at this place" }).pressSequentially("The currency is missing");
  await keys(page, "Control+Enter");
  await page.locator(".pin-words", { hasText: "The currency is missing" }).waitFor();
  await page.getByRole("button", { name: "Comment on a place" }).click();
  await page.locator(".lightbox img").click({ position: { x: 4, y: 4 } });
  await page.getByRole("textbox", { name: "Comment at this place" }).fill("And the month");
  await page.locator(".pin").getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByRole("button", { name: /^Comment 2/ }).waitFor();
  const pins = (await place.admin.files.list({ id: design.id })).items.find(({ id }) => id === fileId)?.pins ?? [];
  expect(pins[0]).toMatchObject({ x: expect.closeTo(0.52), y: expect.closeTo(0.48) });
  expect(pins[1]?.x).toBeLessThan(0.2);
  await keys(page, "Escape");
  await page.locator(".comment", { hasText: "And the month" }).getByRole("button", { name: "On totals.png" }).click();
  await page.locator(".pin-words", { hasText: "And the month" }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test("files dropped on a need are attached to it, and what cannot be says why; on a phone too", { timeout: 60_000 }, async () => {
  const place = await world();
  const need = await place.admin.needs.create({ statement: "Trust exported totals" });
  const page = await opened(stage, place, place.admin, "needs/N-1", ".record-main .files-attach");
  await give(page, ".page-title", "drop", [
    await picture("first.png", "#2557b8"),
    { name: "drawing.svg", type: "image/svg+xml", bytes: Buffer.from("<svg/>") },
    { name: "liar.png", type: "image/png", bytes: Buffer.from("<!doctype html><script>1</script>") },
    { name: "huge.png", type: "image/png", bytes: Buffer.alloc(10_400_000, 1) },
  ]);
  await said(page, "Attached first.png");
  await expect.poll(() => page.locator(".files-failed li").count()).toBe(3);
  const failed = await page.locator(".files-failed li").allTextContents();
  expect(failed).toEqual([
    expect.stringMatching(/^drawing\.svg Pictures .* and PDFs can be attached/),
    expect.stringMatching(/^liar\.png Pictures .* by what it holds/),
    "huge.png It has 10.4 MB; a file may have 10 MB.",
  ]);
  await page.getByRole("button", { name: "Put huge.png away" }).click();
  expect(await namesOf(place, need.id)).toEqual(["first.png"]);
  await page.context().close();

  const phone = await (await stage.as(place.admin, { ...LOOKS.phone, bypassCSP: true })).newPage();
  await phone.goto(`${stage.at}/${place.slug}/needs/N-1`);
  await isDrawn(phone, ".file-open img");
  await phone
    .locator(".record-main .files-attach + input")
    .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: await plainPicture(900, 1600).jpeg().toBuffer() });
  await said(phone, "Attached photo.jpg");
  await phone.getByRole("button", { name: /Open photo/ }).tap();
  await isDrawn(phone, ".lightbox img");
  expect(await faultsOf(phone)).toEqual([]);
  await phone.getByRole("button", { name: "Close" }).tap();
  await phone.context().close();
});
