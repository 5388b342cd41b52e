import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { useGo } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { findingAccess } from "../finding-rules.ts";
import { FindingLines } from "./market-wall.tsx";

const Capture = later(async () => (await import("./capture.tsx")).Capture);
const SHOWN = 20;

/** What the market says of a need or feature, for it and against it; a new finding is written down in place. */
export function RecordMarket({ id }: { id: string }) {
  const go = useGo();
  const mayCreate = may(useActor(), findingAccess, "create");
  const [isAdding, setAdding] = useState(false);
  const { data } = useQuery(api.findings.list.queryOptions({ input: { about: id, limit: SHOWN } }));
  if (!data || (data.items.length === 0 && !mayCreate)) return null;
  return (
    <Section
      title="What the market says"
      note={data.items.length > 0 && counted(data.items.length, "finding")}
      actions={
        mayCreate && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Finding
          </button>
        )
      }
    >
      {data.items.length > 0 ? <FindingLines findings={data.items} /> : <p className="linked-none">Nothing was found out about it yet.</p>}
      {isAdding && (
        <Suspense>
          <Capture supports={[id]} open={({ key }) => go(`findings/${key}`)} close={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  );
}
