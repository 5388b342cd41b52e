import { organisationDomainOf } from "../customers/rules.ts";

/** What somebody brings to the capture page: words, and where they stand. */
export type Clip = { text: string; sourceAddress: string | null; title: string };

const ADDRESS_LIMIT = 2000;
const TITLE_LIMIT = 300;
const ADDRESS_AT_END = /^(.*?)\s*(https?:\/\/\S+)\s*$/su;

/** What the address of the capture page brings: from the bookmarklet after the "#", from the phone's share menu after the "?". Null when it brings nothing. */
export function clipIn({ search, hash }: { search: string; hash: string }): Clip | null {
  const given = new URLSearchParams(hash.length > 1 ? hash.slice(1) : search);
  const [words = "", title = "", address = ""] = ["text", "title", "url"].map((name) => given.get(name)?.trim() ?? "");
  if (words === "" && title === "" && address === "") return null;
  // Phones share a page as a text that ends with its address.
  const [, before = words, found = ""] = address === "" ? (ADDRESS_AT_END.exec(words) ?? []) : [];
  return {
    text: before,
    sourceAddress: webAddress(address || found),
    title: title.length > TITLE_LIMIT ? `${title.slice(0, TITLE_LIMIT - 1).toWellFormed()}…` : title,
  };
}

/** Whether the page was opened beside another one, which it does not want to stand before for long. */
export const isPopUp = (hash: string): boolean => new URLSearchParams(hash.slice(1)).has("popup");

/** An address of the web as it can be kept: without a password in it, and without its last parts where it is too long. Null for any other. */
export function webAddress(given: string): string | null {
  if (!URL.canParse(given)) return null;
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.username = "";
  url.password = "";
  if (url.href.length > ADDRESS_LIMIT) url.hash = "";
  if (url.href.length > ADDRESS_LIMIT) url.search = "";
  return url.href.length > ADDRESS_LIMIT ? null : url.href;
}

/** The domains by which a page may name its organisation, the closest first: `help.acme.example`, `acme.example`. Mail services name nobody. */
export function domainsOf(address: string | null): string[] {
  if (address === null) return [];
  const labels = new URL(address).hostname.split(".");
  const domains = labels.slice(0, -1).map((_, from) => organisationDomainOf(`x@${labels.slice(from).join(".")}`));
  return [...new Set(domains.filter((domain) => domain !== null))];
}

/**
 * The bookmark that opens the capture page of this installation with what is selected. It runs on other people's pages, so it changes
 * nothing there and brings no script along: it reads the selection, also in a text field, and opens a window.
 *
 * @param origin of this installation, such as `https://throughline.example`
 * @param limit so many characters and one are sent: enough for the page to say that it is too much
 */
export function bookmarklet(origin: string, limit: number): string {
  const code = `(()=>{let t=String(getSelection()),f=document.activeElement;if(!t&&f&&f.type!=="password"&&typeof f.selectionStart==="number")t=f.value.slice(f.selectionStart,f.selectionEnd);const a=${JSON.stringify(`${origin}/clip`)}+"#"+new URLSearchParams({text:t.trim().slice(0,${limit + 1}),url:location.href,title:document.title,popup:1});open(a,"_blank","popup,width=460,height=680")||location.assign(a)})()`;
  return `javascript:${encodeURIComponent(code)}`;
}
