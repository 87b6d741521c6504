// Asks a service with the types that openapi-typescript makes: run by the tests with its address.
import createClient from "openapi-fetch";

import type { paths } from "./schema.d.ts";

declare const process: { argv: string[] };

const client = createClient<paths>({ baseUrl: process.argv[2] });

function told<Answer>({ data, error }: { data?: Answer; error?: { detail: string } }): Answer {
  if (data === undefined) {
    throw new Error(error?.detail);
  }
  return data;
}

const profile = told(
  await client.GET("/v1/forces/{force}", {
    params: { path: { force: "leicestershire" }, query: { round: "2021-22" } },
  }),
);
const list = told(await client.GET("/v1/forces", { params: { query: { limit: 1 } } }));
const comparison = told(
  await client.GET("/v1/compare", { params: { query: { measure: "population", forces: ["kent", "leicestershire"] } } }),
);
const read = told(
  await client.POST("/v1/extractions", {
    body: { text: "It has 300 PCSOs.", force: "leicestershire", round: "2021-22" },
  }),
);
const { error } = await client.GET("/v1/forces/{force}", { params: { path: { force: "leicestershyre" } } });
const release = told(await client.GET("/v1/releases/{number}", { params: { path: { number: 1 } } }));
const file = await client.GET("/v1/bulk/{file}", { params: { path: { file: "README.md" } }, parseAs: "text" });
const bytes = await client.GET("/v1/bulk/{file}", {
  params: { path: { file: "forces.parquet" } },
  parseAs: "arrayBuffer",
});

const population: number | undefined = profile.demographics.population?.value;
console.log(
  JSON.stringify({
    force: profile.force.name,
    population,
    words: profile.demographics.population?.as_stated,
    first: list.items[0]?.id,
    following: list.next !== null,
    compared: comparison.items.map((item) => item.force),
    read: read.observations.map((observation) => observation.measure),
    nearest: error?.nearest[0],
    file: String(file.data).startsWith("#"),
    bytes: bytes.data !== undefined && new TextDecoder().decode(new Uint8Array(bytes.data, 0, 4)) === "PAR1",
    release: release.number,
  }),
);
