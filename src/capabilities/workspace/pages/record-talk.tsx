import { Section } from "../../../ui/shell/page.tsx";
import type { RecordKind } from "../schema.ts";
import { ActivityTrail } from "./activity-trail.tsx";
import { CommentsPanel } from "./comments-panel.tsx";
import { FieldsEditor } from "./fields-editor.tsx";
import { useFields } from "./vocabulary.ts";

/** What people say about a record, and what was done to it. */
export function RecordTalk({ recordId, kind }: { recordId: string; kind: RecordKind }) {
  return (
    <div className="record-lists">
      <Section title="Comments">
        <CommentsPanel recordId={recordId} />
      </Section>
      <Section title="Activity">
        <ActivityTrail recordId={recordId} kind={kind} />
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
