// Fetches a profile with the types that openapi-typescript makes: run by the tests with the address of a service.
import createClient from "openapi-fetch";

import type { paths } from "./schema.d.ts";

declare const process: { argv: string[] };

const client = createClient<paths>({ baseUrl: process.argv[2] });
const { data, error } = await client.GET("/v1/forces/{force}", {
  params: { path: { force: "leicestershire" }, query: { round: "2021-22" } },
});
if (data === undefined) {
  throw new Error(error?.detail);
}
const population: number | undefined = data.demographics.population?.value;
const words: string | undefined = data.demographics.population?.as_stated;
console.log(JSON.stringify({ force: data.force.name, population, words }));
