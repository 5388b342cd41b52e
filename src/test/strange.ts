import type { Page } from "playwright-core";

/** What lets a page run something, beside its own scripts: none of it is ever ours. */
export const strangeOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll("*")]
      .filter(
        (element) =>
          ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE", "META", "MARQUEE", "FRAME"].includes(element.tagName) ||
          [...element.attributes].some(
            ({ name, value }) =>
              /^on/i.test(name) ||
              (["href", "src", "action", "formaction", "xlink:href"].includes(name) &&
                /^(javascript|data:text|vbscript:)/i.test(value.replace(/[^a-z:]/gi, ""))),
          ),
      )
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
  );
