import { lazy, Suspense } from "react";
import { Section } from "../../../ui/shell/page.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import type { RecordKind } from "../schema.ts";
import { FieldsEditor } from "./fields-editor.tsx";
import { useFields } from "./vocabulary.ts";

// They stand at the end of every page: the page is there before them.
const CommentsPanel = lazy(async () => ({ default: (await import("./comments-panel.tsx")).CommentsPanel }));
const ActivityTrail = lazy(async () => ({ default: (await import("./activity-trail.tsx")).ActivityTrail }));

/** What people say about a record, and what was done to it. */
export function RecordTalk({ recordId, kind }: { recordId: string; kind: RecordKind }) {
  return (
    <div className="record-lists">
      <Section title="Comments">
        <Suspense fallback={<Skeleton lines={2} />}>
          <CommentsPanel recordId={recordId} />
        </Suspense>
      </Section>
      <Section title="Activity">
        <Suspense fallback={<Skeleton lines={4} />}>
          <ActivityTrail recordId={recordId} kind={kind} />
        </Suspense>
      </Section>
    </div>
  );
}

/** A record's values of the workspace's own fields, where there are such fields. */
export function OwnFields({
  recordId,
  kind,
  fields,
}: {
  recordId: string;
  kind: RecordKind;
  fields: Readonly<Record<string, string | number>>;
}) {
  if (useFields(kind).length === 0) return null;
  return (
    <Section title="Fields">
      <FieldsEditor recordId={recordId} kind={kind} fields={fields} />
    </Section>
  );
}
