import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { counted, number } from "../../../ui/format.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { TransferRefused, upload } from "../../../ui/transfer.ts";
import { sentenceOf } from "../../../ui/undo.tsx";
import type { Loaded } from "../loading.ts";

type Told = { table: string; rows: number; of: number };
type Line = { progress: Told } | { result: Loaded } | { problem: { title: string; code: string } };

/** A new workspace from an archive, with whoever loads it as its admin. */
export function LoadSection() {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [name, setName] = useState("");
  const [told, setTold] = useState<Told>();
  const leaving = useRef<AbortController>(undefined);
  // Who goes away takes the loading back; the page says so.
  useEffect(() => () => leaving.current?.abort(), []);
  const load = useMutation({
    async mutationFn(archive: File): Promise<Loaded> {
      leaving.current = new AbortController();
      const address = `/api/v1/workspaces/load?${new URLSearchParams({ name })}`;
      for await (const line of upload<Line>(address, archive, "application/zip", leaving.current.signal)) {
        if ("problem" in line) throw new TransferRefused(line.problem);
        if ("result" in line) return line.result;
        setTold(line.progress);
      }
      throw new Error("The loading broke off. Nothing was changed.");
    },
    onSuccess: () => queries.invalidateQueries(),
    onSettled: () => setTold(undefined),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && name.trim() !== "") load.mutate(file);
  };
  return (
    <Section title="Load an archive">
      <p className="data-prose">
        It becomes a new workspace with you as its admin; this one is not touched. The people in it keep what they did, and get in once you
        invite their address and they accept.
      </p>
      {load.data ? (
        <p role="status">
          <b>{counted(load.data.rows, "row")} loaded.</b>{" "}
          {load.data.waiting > 0 && `${counted(load.data.waiting, "person waits", "people wait")} for your invitation. `}
          <a href={`/${load.data.slug}/feedback`}>Open the new workspace</a>
        </p>
      ) : (
        <form className="settings-form" onSubmit={submit} noValidate>
          <label className="data-file">
            Archive
            <input
              type="file"
              accept=".zip,application/zip"
              disabled={load.isPending}
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          </label>
          <TextInput
            label="Name of the new workspace"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            disabled={load.isPending}
            autoComplete="off"
          />
          {load.error && (
            <div className="form-errors" role="alert">
              {sentenceOf(load.error)}
            </div>
          )}
          {load.isPending && <Loading told={told} />}
          <div className="settings-form-actions">
            <Button type="submit" variant="default" loading={load.isPending} disabled={!file || name.trim() === ""}>
              Load
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}

function Loading({ told }: { told: Told | undefined }) {
  return (
    <div className="data-progress">
      <span className="meta" role="status">
        {told ? `${told.table.replaceAll("_", " ")}: ${number(told.rows)} of ${number(told.of)} rows.` : "Sending the archive."} Leaving
        this page takes it back.
      </span>
      <progress aria-label="How much of this part is loaded" max={1} {...(told && told.of > 0 ? { value: told.rows / told.of } : {})} />
    </div>
  );
}
