import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Panel } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { notify } from "../../../ui/undo.tsx";
import type { Product } from "../schema.ts";
import { SettingsPage } from "./settings-frame.tsx";

export function ProductsPage() {
  const mayEdit = mayUse(useActor(), "admin");
  const products = useQuery(api.products.list.queryOptions({}));
  return (
    <SettingsPage title="Products" sentence="Feedback, needs and features each belong to a product; customers belong to the workspace.">
      {products.error ? (
        <ErrorState error={products.error} onRetry={() => void products.refetch()} />
      ) : !products.data ? (
        <Skeleton lines={3} height={36} />
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {products.data.items.map((product) => (
              <ProductRow key={product.id} product={product} mayEdit={mayEdit} />
            ))}
          </ul>
        </Panel>
      )}
      {mayEdit && <NewProduct />}
    </SettingsPage>
  );
}

function ProductRow({ product, mayEdit }: { product: Product; mayEdit: boolean }) {
  const queries = useQueryClient();
  const [name, setName] = useState<string | undefined>();
  const rename = useMutation(
    api.products.edit.mutationOptions({
      onSuccess: () => setName(undefined),
      onSettled: () => queries.invalidateQueries({ queryKey: api.products.key() }),
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name?.trim() === product.name) setName(undefined);
    else rename.mutate({ params: { id: product.id }, headers: ifMatch(product), body: { name: name ?? "" } });
  };
  if (name !== undefined)
    return (
      <li className="settings-row">
        <form onSubmit={onSubmit} noValidate>
          <div className="settings-form-line">
            <TextInput
              aria-label={`New name of ${product.name}`}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Escape" && setName(undefined)}
              error={fieldErrors(rename.error).name}
              autoFocus
            />
            <Button type="submit" loading={rename.isPending} leftSection={<Check size={14} aria-hidden />}>
              Save
            </Button>
          </div>
          <FormErrors error={rename.error} shown={["name"]} />
        </form>
      </li>
    );
  return (
    <li className="settings-row">
      <span>
        <span className="settings-name">{product.name}</span>
        <span className="settings-detail">?product={product.slug}</span>
      </span>
      {mayEdit && (
        <button type="button" className="icon-button" aria-label={`Rename ${product.name}`} onClick={() => setName(product.name)}>
          <Pencil size={15} aria-hidden />
        </button>
      )}
    </li>
  );
}

function NewProduct() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const add = useMutation(
    api.products.create.mutationOptions({
      onSuccess: async (product) => {
        setName("");
        await queries.invalidateQueries({ queryKey: api.products.key() });
        notify(`Added ${product.name}`);
      },
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name });
  };
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <div className="settings-form-line">
        <TextInput
          label="Another product"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldErrors(add.error).name}
          autoComplete="off"
        />
        <Button type="submit" loading={add.isPending}>
          Add
        </Button>
      </div>
      <FormErrors error={add.error} shown={["name"]} />
    </form>
  );
}
