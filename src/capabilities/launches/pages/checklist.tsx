import { Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { ago, dateOnly } from "../../../ui/format.ts";
import { groups } from "../../../ui/kinds.ts";
import { Picker } from "../../../ui/picker.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { useMemberName, useMembers } from "../../workspace/pages/vocabulary.ts";
import type { Launch, LaunchItem } from "../launch-answers.ts";
import "./market.css";

const RENEWS = [api.launches.key(), rowsOf("launch"), api.market.key(), api.records.key()];

/** What a launch takes, in the order in which it is due: whose it is, until when, and who did it. */
export function Checklist({ launch, mayPlan, mayDo }: { launch: Launch; mayPlan: boolean; mayDo: boolean }) {
  const [isAdding, setAdding] = useState(false);
  return (
    <Section title="Checklist" note={`${launch.items.length - launch.open} of ${launch.items.length} done`}>
      <ul className="lines">
        {launch.items.map((item) => (
          <Line key={item.id} item={item} mayPlan={mayPlan} mayDo={mayDo} />
        ))}
      </ul>
      {isAdding ? (
        <NewItem launchId={launch.id} onEnd={() => setAdding(false)} />
      ) : (
        mayPlan && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Something else to do
          </button>
        )
      )}
    </Section>
  );
}

const offsetWords = (days: number) => (days === 0 ? "on the day" : days < 0 ? `${-days} d before` : `${days} d after`);

function Line({ item, mayPlan, mayDo }: { item: LaunchItem; mayPlan: boolean; mayDo: boolean }) {
  const nameOf = useMemberName();
  const members = useMembers();
  const done = useChange(client.launches.doneItem, { said: () => `Done: ${item.title}`, renews: RENEWS });
  const reopen = useChange(client.launches.reopenItem, { said: () => `Open again: ${item.title}`, renews: RENEWS });
  const edit = useChange(client.launches.editItem, { said: () => `Changed: ${item.title}`, renews: RENEWS });
  const remove = useChange(client.launches.removeItem, { said: () => `Took off: ${item.title}`, renews: RENEWS });
  const isDone = item.doneAt !== null;
  const owner = nameOf(item.ownerId) ?? groups[item.group].word;
  return (
    <li className="line" data-done={isDone || undefined}>
      <input
        type="checkbox"
        className="line-check"
        aria-label={`Done: ${item.title}`}
        checked={isDone}
        disabled={!mayDo}
        onChange={() => (isDone ? reopen : done).mutate({ id: item.id })}
      />
      <span className="line-words">{item.title}</span>
      {isDone ? (
        <span className="line-quiet">
          {nameOf(item.doneBy) ?? "a program"}, {item.doneAt && ago(item.doneAt)}
        </span>
      ) : (
        <span className={item.isOverdue ? "line-late" : "line-quiet"}>
          {item.isOverdue ? "late, " : ""}
          {item.dueOn ? dateOnly(item.dueOn) : offsetWords(item.offsetDays)}
        </span>
      )}
      {mayDo && !isDone ? (
        <Picker
          label="Who does it"
          placeholder="Find a person"
          options={[
            { value: "", label: groups[item.group].word },
            ...members.filter(({ left }) => !left).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          chosen={[item.ownerId ?? ""]}
          onPick={({ value }) =>
            edit.mutate({ params: { id: item.id }, headers: ifMatch(item), body: { ownerId: value === "" ? null : value } })
          }
          position="bottom-end"
        >
          <button type="button" className="plain line-quiet">
            {owner}
          </button>
        </Picker>
      ) : (
        !isDone && <span className="line-quiet">{owner}</span>
      )}
      {mayPlan && (
        <button type="button" className="icon-button" aria-label={`Take off: ${item.title}`} onClick={() => remove.mutate({ id: item.id })}>
          <X size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}

function NewItem({ launchId, onEnd }: { launchId: string; onEnd: () => void }) {
  const [title, setTitle] = useState("");
  const [days, setDays] = useState("0");
  const add = useChange(client.launches.addItem, { said: () => "Added to the checklist", renews: RENEWS, onSuccess: onEnd });
  const offsetDays = Number(days);
  const isWhole = title.trim().length >= 2 && Number.isInteger(offsetDays) && days.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole) add.mutate({ id: launchId, title: title.trim(), offsetDays });
  };
  return (
    <form className="line-form" onSubmit={submit}>
      <TextInput
        label="What is to be done"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        maxLength={200}
        data-autofocus
      />
      <TextInput
        label="Days from the launch (-7 is a week before)"
        value={days}
        onChange={(event) => setDays(event.target.value)}
        inputMode="numeric"
      />
      <div className="row-gap">
        <Button variant="default" onClick={onEnd}>
          Cancel
        </Button>
        <Button type="submit" disabled={!isWhole} loading={add.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
