import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { invalid } from "../../platform/refusal.ts";
import { Total } from "../customers/answers.ts";
import { SegmentRule } from "./condition-rules.ts";
import {
  Segment,
  SegmentAccount,
  SegmentChange,
  SegmentDetail,
  SegmentDraft,
  SegmentFilter,
  SegmentMove,
  SegmentQuery,
  SegmentSize,
  SegmentVocabulary,
} from "./segment-answers.ts";
import { segmentAccess } from "./segment-rules.ts";
import { segmentVocabulary } from "./segment-vocabulary.ts";
import {
  createSegment,
  deleteSegment,
  editSegment,
  moveSegment,
  segmentAccounts,
  segmentById,
  segmentsPage,
  segmentTotal,
  sizeOf,
} from "./segments.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const write = { may: [segmentAccess, "write"], limit: "write", undo: true } as const;

/** A rule travels in an address as JSON. @throws Refusal 422 */
function ruleIn(text: string): SegmentRule {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid("rule", "Give the rule as JSON.");
  }
  const parsed = SegmentRule.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(["rule", ...(issue?.path ?? [])].join("."), issue?.message ?? "This is no rule.");
}

export const segmentRoutes = {
  list: route(read, {
    method: "GET",
    path: "/segments",
    operationId: "listSegments",
    summary: "Segments with who they find now",
    description: "How many accounts and how much revenue is counted from the accounts when it is asked.",
  })
    .input(SegmentQuery)
    .output(Page(Segment))
    .handler(({ context, input }) => segmentsPage(context, input)),
  count: route(read, { method: "GET", path: "/segments/count", operationId: "countSegments", summary: "How many segments a filter finds" })
    .input(SegmentFilter)
    .output(Total)
    .handler(({ context, input }) => segmentTotal(context, input)),
  vocabulary: route(read, {
    method: "GET",
    path: "/segments/vocabulary",
    operationId: "segmentVocabulary",
    summary: "What this workspace's accounts can be told apart by",
  })
    .output(SegmentVocabulary)
    .handler(({ context }) => segmentVocabulary(context)),
  size: route(read, {
    method: "GET",
    path: "/segments/size",
    operationId: "measureSegment",
    summary: "Whom a rule would find, without keeping it",
    description: "`rule` is a segment's rule as JSON.",
  })
    .input(z.object({ rule: z.string().max(20_000) }))
    .output(SegmentSize)
    .handler(({ context, input }) => sizeOf(context, ruleIn(input.rule))),
  get: route(read, { method: "GET", path: "/segments/{id}", operationId: "getSegment", summary: "A segment, and who it finds now" })
    .input(Ref)
    .output(SegmentDetail)
    .handler(async ({ context, input }) => tag(context, await segmentById(context, input.id))),
  accounts: route(read, {
    method: "GET",
    path: "/segments/{id}/accounts",
    operationId: "listSegmentAccounts",
    summary: "The accounts that a segment finds now, those of most revenue first",
  })
    .input(Ref.extend({ limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.object({ items: z.array(SegmentAccount), total: z.int() }))
    .handler(({ context, input: { id, ...paging } }) => segmentAccounts(context, id, paging)),
  create: route(
    { ...write, audit: "segment.created" },
    { method: "POST", path: "/segments", operationId: "createSegment", summary: "Name a segment", successStatus: 201 },
  )
    .input(SegmentDraft)
    .output(SegmentDetail)
    .handler(async ({ context, input }) => tag(context, await createSegment(context, input))),
  edit: route(
    { ...write, audit: "segment.edited", edits: true },
    { method: "PATCH", path: "/segments/{id}", operationId: "editSegment", summary: "Change a segment or its rule" },
  )
    .input(Edit(SegmentChange))
    .output(SegmentDetail)
    .handler(async ({ context, input }) => tag(context, await editSegment(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...write, audit: "segment.moved", edits: true },
    {
      method: "PUT",
      path: "/segments/{id}/state",
      operationId: "moveSegment",
      summary: "Put a segment to use, or take it back to draft",
    },
  )
    .input(Edit(SegmentMove))
    .output(SegmentDetail)
    .handler(async ({ context, input }) =>
      tag(context, await moveSegment(context, input.params.id, versionOf(input.headers), input.body.state)),
    ),
  delete: route(
    { ...write, audit: "segment.deleted" },
    { method: "DELETE", path: "/segments/{id}", operationId: "deleteSegment", summary: "Delete a segment", successStatus: 204 },
  )
    .input(Ref)
    .handler(({ context, input }) => deleteSegment(context, input.id)),
};
