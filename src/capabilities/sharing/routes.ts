import * as z from "zod";
import { openRoute, Page, route } from "../../platform/procedure.ts";
import { Refusal } from "../../platform/refusal.ts";
import { Shared } from "./answers.ts";
import { revokeShareLink, shareLink, shareLinksOf, shareTokenOf } from "./links.ts";
import { openedByToken } from "./opening.ts";
import { NewShareLink, ShareLink, ShareLinkDraft, ShareLinkQuery, ShareToken } from "./schema.ts";

const Ref = z.object({ id: z.uuid() });

const shareLinks = {
  list: route(
    { may: "member", limit: "read", audit: false },
    {
      method: "GET",
      path: "/share-links",
      operationId: "listShareLinks",
      summary: "Share links, the newest first: those to a record, else one's own; admins see all",
    },
  )
    .input(ShareLinkQuery)
    .output(Page(ShareLink))
    .handler(({ context, input }) => shareLinksOf(context, input)),
  create: route(
    { may: "member", limit: "write", audit: "share-link.created", shownOnce: true },
    {
      method: "POST",
      path: "/share-links",
      operationId: "createShareLink",
      summary: "Make a link by which people without an account read a list, a need, a feature or the Throughline",
      description: "It opens at `/s/{token}`; `/s/{token}.md` is the same as Markdown, `/s/{token}/snapshot.png` as a picture.",
      successStatus: 201,
    },
  )
    .input(ShareLinkDraft)
    .output(NewShareLink)
    .handler(({ context, input }) => shareLink(context, context.auth, input)),
  token: route(
    { may: "member", limit: "secret", audit: false },
    {
      method: "GET",
      path: "/share-links/{id}/token",
      operationId: "getShareLinkToken",
      summary: "The token of a link, to copy it again; for who made it, and admins",
    },
  )
    .input(Ref)
    .output(ShareToken)
    .handler(({ context, input }) => shareTokenOf(context, context.auth, input.id)),
  revoke: route(
    { may: "member", limit: "write", audit: "share-link.revoked" },
    {
      method: "DELETE",
      path: "/share-links/{id}",
      operationId: "revokeShareLink",
      summary: "Revoke a link: from then on it opens nothing, like one that never was",
      successStatus: 204,
    },
  )
    .input(Ref)
    .handler(({ context, input }) => revokeShareLink(context, input.id)),
};

const shared = {
  get: openRoute(
    { may: "anyone", limit: "shared", audit: false },
    {
      method: "GET",
      path: "/shared/{token}",
      operationId: "getShared",
      summary: "What a share link shows, without an account",
      description: "Not counted as an opening.",
    },
  )
    .input(ShareToken)
    .output(Shared)
    .handler(async ({ context, input }) => {
      const opened = await openedByToken(context, input.token);
      if (!opened) throw new Refusal(404, "NOT_FOUND", "There is no such share link. It may have expired or been revoked.");
      return opened.answer;
    }),
};

export const sharingRoutes = { shareLinks, shared };
