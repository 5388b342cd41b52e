import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { api } from "./api.tsx";
import type { Actor } from "./platform/access.ts";
import { useView } from "./ui/router.tsx";

/** The workspace of the page and who is looking at it. */
export type Here = { actor: Actor; workspace: { id: string; slug: string; name: string; isDemo: boolean }; email: string };

const HereContext = createContext<Here | null>(null);

export const HereProvider = ({ here, children }: { here: Here; children: ReactNode }) => <HereContext value={here}>{children}</HereContext>;

function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error("This part belongs inside a workspace.");
  return here;
}

/** Who is looking: a member of this workspace, with access and groups, as the rules take it. */
export const useActor = () => useHere().actor;
export const useWorkspace = () => useHere().workspace;
export const useOwnEmail = () => useHere().email;

const productInAddress = (raw: Record<string, unknown>): { product?: string } =>
  typeof raw.product === "string" ? { product: raw.product } : {};

/** The product chosen in the address, and all there are; `product` is null while all are meant. */
export function useProduct() {
  const { view, setView } = useView(productInAddress);
  const { data } = useQuery(api.products.list.queryOptions({}));
  const products = data?.items ?? [];
  const product = products.find(({ slug }) => slug === view.product) ?? null;
  return { product, products, choose: (slug: string | undefined) => setView({ product: slug }) };
}
