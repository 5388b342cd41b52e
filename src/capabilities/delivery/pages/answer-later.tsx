import { type ComponentProps, Suspense } from "react";
import { later } from "../../../ui/later.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import type { AnswerForm as Form } from "./answer-form.tsx";

const LoadedForm = later(async () => (await import("./answer-form.tsx")).AnswerForm);

/** The form of an answer, whose code no page has to wait for. */
export const AnswerForm = (form: ComponentProps<typeof Form>) => (
  <Suspense fallback={<Skeleton lines={3} />}>
    <LoadedForm {...form} />
  </Suspense>
);

/** The features that have to be there first, as code of its own. */
export const Prerequisites = later(async () => (await import("./prerequisites.tsx")).Prerequisites);
export const AnswerActs = later(async () => (await import("./feasibility-acts.tsx")).AnswerActs);
