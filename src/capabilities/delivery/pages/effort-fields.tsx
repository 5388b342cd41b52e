import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { formatRange, SIZES } from "../../../kernels/estimate.ts";
import { Picker } from "../../../ui/picker.tsx";
import { MOST_TEAMS } from "../rules.ts";

/** What a team's part takes, as it is typed. */
export type TypedEffort = { teamId: string | null; text: string };
const SIZE_NAMES = ["S", "M", "L", "XL"] as const;

/** What it takes: one range for everybody, or one for each team; teams are named in place. */
export function EffortFields({
  efforts,
  issues,
  first,
  onEfforts,
  onKeyDown,
}: {
  efforts: readonly TypedEffort[];
  /** Why a line cannot be read, by its place. */
  issues: readonly (string | undefined)[];
  first: RefObject<HTMLInputElement | null>;
  onEfforts: (efforts: readonly TypedEffort[]) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const teams = useQuery(api.teams.list.queryOptions({ input: {} })).data?.items ?? [];
  const create = useChange(client.teams.create, { said: ({ name }) => `Named the team ${name}`, renews: [api.teams.key()] });
  const set = (place: number, change: Partial<TypedEffort>) =>
    onEfforts(efforts.map((effort, at) => (at === place ? { ...effort, ...change } : effort)));
  const team = (place: number, id: string) =>
    place < efforts.length ? set(place, { teamId: id }) : onEfforts([...efforts, { teamId: id, text: "" }]);
  const picker = (place: number, words: string, isNew = false) => (
    <Picker
      label="Team"
      placeholder="Whose part is it?"
      options={teams
        .filter(({ id }) => !efforts.some((effort, at) => effort.teamId === id && at !== place))
        .map(({ id, name }) => ({ value: id, label: name }))}
      onPick={({ value }) => team(place, value)}
      onCreate={(name) => create.mutate({ name }, { onSuccess: ({ output }) => team(place, output.id) })}
      createNoun="team"
      width={240}
    >
      <button type="button" className="plain effort-team" data-new={isNew || undefined}>
        {isNew && <Plus size={13} aria-hidden />}
        {words}
      </button>
    </Picker>
  );
  return (
    <fieldset className="effort-fields">
      <legend className="answer-label">Effort, in person-weeks</legend>
      {efforts.map((effort, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={place} className="effort-line">
          {picker(place, teams.find(({ id }) => id === effort.teamId)?.name ?? "Everybody")}
          <input
            ref={place === 0 ? first : undefined}
            className="answer-field effort-typed"
            aria-label={`Effort of ${teams.find(({ id }) => id === effort.teamId)?.name ?? "everybody"}`}
            aria-invalid={issues[place] !== undefined}
            placeholder="3–6 weeks"
            autoComplete="off"
            value={effort.text}
            onChange={(event) => set(place, { text: event.target.value })}
            onKeyDown={onKeyDown}
          />
          <span className="effort-sizes">
            {SIZE_NAMES.map((size) => (
              <button
                key={size}
                type="button"
                className="plain effort-size"
                aria-pressed={effort.text.trim().toUpperCase() === size}
                title={`${size}: ${formatRange(SIZES[size], "effort")}`}
                onClick={() => set(place, { text: size })}
              >
                {size}
              </button>
            ))}
          </span>
          {efforts.length > 1 && (
            <button
              type="button"
              className="icon-button"
              aria-label="Take this line off"
              onClick={() => onEfforts(efforts.filter((_, at) => at !== place))}
            >
              <X size={14} aria-hidden />
            </button>
          )}
          {issues[place] && (
            <p className="answer-issue" role="alert">
              {issues[place]}
            </p>
          )}
        </div>
      ))}
      {efforts.length < MOST_TEAMS && picker(efforts.length, "Another team’s part", true)}
    </fieldset>
  );
}
