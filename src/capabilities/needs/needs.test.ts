import { expect, test } from "vitest";
import { world } from "../../test/world.ts";

test("a need can be added and read", async () => {
  const { as } = await world();
  const pm = await as("product");
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  expect(need).toMatchObject({ key: "N-1", statement: "Trust exported totals", demand: { quotes: 0 } });
  expect(await pm.needs.list({})).toMatchObject({ items: [{ key: "N-1" }] });
});
