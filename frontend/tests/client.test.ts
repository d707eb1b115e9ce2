import { afterEach, describe, expect, it, vi } from "vitest";
import { GraphClient, graphFile, Refusal } from "../src/wire/client";
import { graph } from "./graphs";

function answer(body: unknown, status = 200, type = "application/json"): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

afterEach(() => vi.unstubAllGlobals());

describe("the client", () => {
  it("takes only the answer to the newest question", async () => {
    const waiting: ((response: Response) => void)[] = [];
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => waiting.push(resolve)));
    const client = new GraphClient();
    const first = client.graph("", { program: "x = 1" });
    const second = client.graph("", { program: "x = 2" });
    waiting[1]?.(answer(graph("product")));
    waiting[0]?.(answer(graph("reuse")));
    expect(await first).toBeNull();
    expect((await second)?.program).toBe(graph("product").program);
  });

  it("says nothing of a question that was given up", async () => {
    const fetching = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason)),
      );
    vi.stubGlobal("fetch", fetching);
    const client = new GraphClient();
    const asked = client.graph("", { program: "x = 1" });
    client.cancel();
    expect(await asked).toBeNull();
  });

  it("sends the program and what is asked of it", async () => {
    const fetched = vi.fn(async (_address: string, _options: RequestInit) => answer(graph("product")));
    vi.stubGlobal("fetch", fetched);
    await new GraphClient().graph("https://server.example", { program: "x = 1", output: "x", lang: "es" });
    const [address, options] = fetched.mock.calls[0] ?? [];
    expect(address).toBe("https://server.example/api/graph");
    expect(JSON.parse(String(options?.body))).toEqual({ program: "x = 1", output: "x", lang: "es" });
    expect(new Headers(options?.headers).get("accept-language")).toBe("es");
  });

  it("hands on the service's own words, and tells when there are none", async () => {
    const problem = { title: "Unknown name", detail: "Nothing is called `y` here.", code: "unknown_name" };
    vi.stubGlobal("fetch", async () => answer(problem, 422, "application/problem+json"));
    const refused = await new GraphClient().graph("", { program: "y" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).problem).toEqual(problem);
    for (const fetching of [
      async () => answer("<html>", 502, "text/html"),
      async () => Promise.reject(new TypeError()),
    ]) {
      vi.stubGlobal("fetch", fetching);
      const unreachable = await new GraphClient()
        .graph("", { program: "y" })
        .catch((error: unknown) => error);
      expect((unreachable as Refusal).problem).toBeNull();
    }
  });
});

describe("a graph in a file", () => {
  const { signal } = new AbortController();

  it("is read as it is", async () => {
    vi.stubGlobal("fetch", async () => answer(graph("product")));
    expect((await graphFile("saved.json", signal)).nodes.length).toBe(3);
  });

  it("is refused if it is another kind of file, or none", async () => {
    for (const response of [answer({ ...graph("product"), schema: "retrograd/2" }), answer({}, 404)]) {
      vi.stubGlobal("fetch", async () => response);
      await expect(graphFile("saved.json", signal)).rejects.toBeInstanceOf(Refusal);
    }
  });
});
