import { getTableColumns, getTableName, is } from "drizzle-orm";
import { PgArray, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import { JSON_SHAPES } from "./archive-rules.ts";
import type { ColumnRule, TableRules } from "./row-rules.ts";

/** What our schemas say of columns and the database does not check, by table. */
export function rulesOfTables(tables: readonly PgTable[]): ReadonlyMap<string, TableRules> {
  return new Map(
    tables.map((table) => {
      const name = getTableName(table);
      const columns = Object.entries(getTableColumns(table)).map(([key, column]) => {
        const column_name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        return [column_name, ruleOf(`${name}.${column_name}`, column)] as const;
      });
      return [name, Object.fromEntries(columns)];
    }),
  );
}

function ruleOf(place: string, column: PgColumn): ColumnRule {
  const isList = is(column, PgArray);
  const choices = isList ? choicesOf(column.baseColumn) : choicesOf(column);
  const shape = Object.hasOwn(JSON_SHAPES, place) ? JSON_SHAPES[place] : undefined;
  return { ...(choices ? { choices, isList } : {}), ...(shape ? { shape } : {}) };
}

const choicesOf = ({ enumValues }: { enumValues?: readonly string[] | undefined }) =>
  enumValues && enumValues.length > 0 ? enumValues : null;
