import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useCallback, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { KINDS, type RecordKind, recordPath } from "../kind-rules.ts";
import { type LinkChoice, linkChoices } from "../link-rules.ts";
import type { RecordLink } from "../linking.ts";
import "./linked-records.css";

const sameChoice = (one: Pick<LinkChoice, "kind" | "direction">, other: Pick<LinkChoice, "kind" | "direction">) =>
  one.kind === other.kind && one.direction === other.direction;
/** One way to link reaches several kinds of records: "supports" a need or a feature. */
const waysOf = (kind: RecordKind) => {
  const ways = Map.groupBy(linkChoices(kind), ({ words }) => words);
  return [...ways.entries()].map(([words, choices]) => ({ words, choices }));
};
type Way = ReturnType<typeof waysOf>[number];

/** What a record is linked with, by what the link says; each can be taken off again, and others found and added. */
export function LinkedRecords({ recordId, kind, mayEdit }: { recordId: string; kind: RecordKind; mayEdit: boolean }) {
  const { data } = useQuery(api.links.list.queryOptions({ input: { id: recordId } }));
  const [adding, setAdding] = useState<Way>();
  const ways = waysOf(kind);
  const put = useChange(client.links.put, { said: () => "Linked" });
  const remove = useChange(client.links.delete, { said: () => "Unlinked" });
  const ends = (choice: Pick<LinkChoice, "kind" | "direction">, other: string) =>
    choice.direction === "out" ? { id: recordId, kind: choice.kind, toId: other } : { id: other, kind: choice.kind, toId: recordId };
  const links = data?.items ?? [];
  const shown = ways.flatMap((way) => {
    const those = links.filter((link) => way.choices.some((choice) => sameChoice(choice, link) && choice.other === link.record.kind));
    return those.length === 0 ? [] : [{ way, links: those }];
  });
  const add = mayEdit && (
    <Adding
      ways={ways}
      way={adding}
      onWay={setAdding}
      leaveOut={[recordId, ...links.map((link) => link.record.id)]}
      onPick={(way, found) => {
        const choice = way.choices.find(({ other }) => other === found.kind);
        setAdding(undefined);
        if (choice) put.mutate(ends(choice, found.id));
      }}
    />
  );
  return (
    <Section title="Linked with" actions={add}>
      {shown.length === 0 ? (
        <p className="linked-none">Nothing yet: linked, it becomes part of the thread.</p>
      ) : (
        shown.map(({ way, links: those }) => (
          <div key={way.words} className="linked-group">
            <p className="meta linked-words">{way.words}</p>
            <ul className="linked">
              {those.map((link) => (
                <Line
                  key={`${link.kind} ${link.record.id}`}
                  link={link}
                  {...(mayEdit ? { onRemove: () => remove.mutate(ends(link, link.record.id)) } : {})}
                />
              ))}
            </ul>
          </div>
        ))
      )}
    </Section>
  );
}

function Line({ link: { record }, onRemove }: { link: RecordLink; onRemove?: () => void }) {
  const { mark } = KINDS[record.kind];
  return (
    <li className="linked-line" data-kind={mark}>
      <KindIcon kind={mark} />
      <span className="record-key">{record.key}</span>
      <WorkspaceLink path={recordPath(record.kind, record.key)} className="linked-title">
        {record.title}
      </WorkspaceLink>
      {onRemove && (
        <button type="button" className="icon-button linked-remove" aria-label={`Unlink ${record.key}`} onClick={onRemove}>
          <X size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}

type Found = { id: string; kind: RecordKind };

/** First how, then which: where there is one way only, at once which. */
function Adding({
  ways,
  way,
  leaveOut,
  onWay,
  onPick,
}: {
  ways: readonly Way[];
  way: Way | undefined;
  leaveOut: readonly string[];
  onWay: (way: Way | undefined) => void;
  onPick: (way: Way, found: Found) => void;
}) {
  const only = ways.length === 1 ? ways[0] : undefined;
  const chosen = way ?? only;
  const out = leaveOut.join(" ");
  const wanted = (chosen?.choices ?? []).map(({ other }) => other).join(" ");
  const options = useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const { items } = await client.search.find({ q: query, kind: wantedKinds(wanted), limit: 30 }, { signal });
      return items
        .filter(({ id }) => !out.includes(id))
        .map(({ id, key, title, kind }) => ({
          value: `${kind} ${id}`,
          label: title,
          detail: key,
          mark: <KindIcon kind={KINDS[kind].mark} />,
        }));
    },
    [out, wanted],
  );
  const button = (
    <button type="button" className="plain record-add">
      <Plus size={13} aria-hidden /> Link
    </button>
  );
  if (!chosen)
    return (
      <MenuButton position="bottom-end" entries={ways.map((one) => ({ label: one.words, run: () => onWay(one) }))}>
        {button}
      </MenuButton>
    );
  return (
    <Picker
      label={chosen.words}
      placeholder={`${chosen.words} …`}
      options={options}
      {...(only ? {} : { opened: true, onOpened: (opened: boolean) => !opened && onWay(undefined) })}
      onPick={({ value }) => {
        const [kind, id] = value.split(" ");
        const found = chosen.choices.find(({ other }) => other === kind);
        if (found && id) onPick(chosen, { id, kind: found.other });
      }}
      position="bottom-end"
      width={380}
    >
      {button}
    </Picker>
  );
}

const wantedKinds = (names: string): RecordKind[] => {
  const wanted = names.split(" ");
  return linkable.filter((kind) => wanted.includes(kind));
};
const linkable = Object.keys(KINDS).filter((kind): kind is RecordKind => kind in KINDS);
