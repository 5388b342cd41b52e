import * as z from "zod";

const Words = z.array(z.string().trim().min(1).max(200)).min(1, "Name at least one.").max(50);
const Among = { is: z.enum(["any-of", "none-of"]), values: Words };
const Bound = { is: z.enum(["at-least", "less-than"]), value: z.number().min(-1e15).max(1e15) };
const Day = { is: z.enum(["from", "before"]), day: z.iso.date("Give a day, such as 2026-01-31.") };
const Given = { is: z.enum(["set", "empty"]) };

const named = { about: z.literal("attribute"), name: z.string().min(1).max(80) };
const field = { about: z.literal("field"), fieldId: z.uuid() };
const onIs = <Options extends [z.ZodObject, ...z.ZodObject[]]>(...options: Options) => z.discriminatedUnion("is", options);

/** One condition on an account. What is asked of a text is asked whatever its case. */
export const Condition = z.discriminatedUnion("about", [
  onIs(
    z.strictObject({
      about: z.literal("revenue"),
      is: z.enum(["at-least", "less-than"]),
      /** A year's revenue in minor units; accounts billed in another currency do not meet it. */
      amountMinor: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
      currency: z.string().regex(/^[A-Z]{3}$/, "Give the three letters of ISO 4217, such as EUR."),
    }),
    z.strictObject({ about: z.literal("revenue"), ...Given }),
  ),
  onIs(z.strictObject({ about: z.literal("seats"), ...Bound }), z.strictObject({ about: z.literal("seats"), ...Given })),
  onIs(z.strictObject({ about: z.literal("plan"), ...Among }), z.strictObject({ about: z.literal("plan"), ...Given })),
  onIs(z.strictObject({ about: z.literal("currency"), ...Among }), z.strictObject({ about: z.literal("currency"), ...Given })),
  onIs(
    z.strictObject({ about: z.literal("domain"), is: z.enum(["any-of", "none-of", "ends-with"]), values: Words }),
    z.strictObject({ about: z.literal("domain"), ...Given }),
  ),
  onIs(
    z.strictObject({ about: z.literal("label"), is: z.enum(["any-of", "none-of"]), values: z.array(z.uuid()).min(1).max(50) }),
    z.strictObject({ about: z.literal("label"), ...Given }),
  ),
  onIs(
    z.strictObject({ ...field, ...Among }),
    z.strictObject({ ...field, ...Bound }),
    z.strictObject({ ...field, ...Day }),
    z.strictObject({ ...field, ...Given }),
  ),
  onIs(z.strictObject({ ...named, ...Among }), z.strictObject({ ...named, ...Bound }), z.strictObject({ ...named, ...Given })),
]);
export type Condition = z.infer<typeof Condition>;

/** Which accounts make a segment: those that meet all of its conditions, or any of them. Without conditions: every account. */
export const SegmentRule = z.strictObject({ join: z.enum(["and", "or"]).default("and"), conditions: z.array(Condition).max(20) });
export type SegmentRule = z.infer<typeof SegmentRule>;
