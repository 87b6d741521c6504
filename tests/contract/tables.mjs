// Reads a Parquet file by address, with hyparquet and with Arrow: prints how each takes the first rows.
import { tableFromIPC } from "apache-arrow";
import { asyncBufferFromUrl, parquetReadObjects } from "hyparquet";
import { readParquet } from "parquet-wasm/node";

const url = process.argv[2];
const columns = ["value", "source_start", "period_end"];
const hyparquet = await parquetReadObjects({ file: await asyncBufferFromUrl({ url }), columns });
const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
const arrow = tableFromIPC(readParquet(bytes).intoIPCStream());

const told = (value) => (typeof value === "bigint" ? "a bigint" : (value ?? null));
const day = (value) => (value === null || value === undefined ? null : new Date(value).toISOString().slice(0, 10));
console.log(
  JSON.stringify({
    hyparquet: hyparquet.map((row) => [told(row.value), told(row.source_start), day(row.period_end)]),
    arrow: arrow.toArray().map((row) => [told(row.value), told(row.source_start), day(row.period_end)]),
  }),
);
