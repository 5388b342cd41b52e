import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPublic, openOutbound, UnsafeAddress } from "./safe-fetch.ts";

let canary: Server;
let port: number;
let reached = 0;
beforeAll(async () => {
  canary = createServer((request, answer) => {
    reached += 1;
    if (request.url === "/onward") answer.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
    else if (request.url === "/large") answer.end(Buffer.alloc(1_000_001));
    else answer.end("secret");
  });
  // On all of the machine's own addresses, so that a form that slips through does arrive.
  await new Promise<void>((resolve) => canary.listen(0, "::", resolve));
  const address = canary.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => new Promise((resolve) => canary.close(resolve)));

const forms = [
  "http://127.0.0.1",
  "http://127.1",
  "http://127.0.1",
  "http://2130706433",
  "http://0x7f000001",
  "http://0x7f.0.0.1",
  "http://0177.0.0.1",
  "http://017700000001",
  "http://127.0.0.1.",
  "http://127.8.9.10",
  "http://0.0.0.0",
  "http://0",
  "http://localhost",
  "http://LOCALHOST",
  "http://localhost.",
  "http://app.localhost",
  "http://[::1]",
  "http://[::]",
  "http://[0:0:0:0:0:0:0:1]",
  "http://[::127.0.0.1]",
  "http://[::ffff:127.0.0.1]",
  "http://[::ffff:7f00:1]",
  "http://[::ffff:0:127.0.0.1]",
  "http://[64:ff9b::127.0.0.1]",
  "http://[64:ff9b:1::7f00:1]",
  "http://[2002:7f00:1::]",
  "http://[2001:0:7f00:1::]",
  "http://[fe80::1]",
  "http://[fc00::1]",
  "http://[fd00:ec2::254]",
  "http://10.0.0.1",
  "http://172.16.0.1",
  "http://192.168.1.1",
  "http://169.254.169.254/latest/meta-data",
  "http://100.64.0.1",
  "http://192.0.0.1",
  "http://198.18.0.1",
  "http://224.0.0.1",
  "http://255.255.255.255",
  "http://１２７.０.０.１",
  "http://①②⑦.⓪.⓪.①",
  "http://user:word@127.0.0.1",
  "http://example.com@127.0.0.1",
  "http://metadata",
  "http://metadata.google.internal",
  "http://printer.local",
  "http://router.lan",
  "http://loop.test",
  "http://mixed.test",
  "http://mapped.test",
  "file:///etc/passwd",
  "gopher://127.0.0.1",
  "ftp://127.0.0.1",
  "javascript:alert(1)",
  "data:text/plain,x",
  "//127.0.0.1",
  "",
];
const answers: Record<string, string[]> = {
  "loop.test": ["127.0.0.1"],
  // One good address beside a bad one is no reason to try either.
  "mixed.test": ["93.184.216.34", "127.0.0.1"],
  "mapped.test": ["::ffff:127.0.0.1"],
};
const resolve = async (host: string) => (answers[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

test.each(forms)("%s is not called", async (form) => {
  const outbound = openOutbound([], resolve);
  const before = reached;
  const url = URL.canParse(form) && /^https?:/.test(form) ? withPort(form) : form;
  await expect(outbound.fetch(url)).rejects.toThrow();
  expect(reached).toBe(before);
  await outbound.close();
});

function withPort(form: string): string {
  const url = new URL(form);
  url.port = String(port);
  return url.href;
}

test("a name that answered well at first and badly afterwards is judged by the answer that is connected to", async () => {
  let asked = 0;
  const outbound = openOutbound([], async () => {
    asked += 1;
    return [{ address: asked === 1 ? "203.0.113.7" : "127.0.0.1", family: 4 }];
  });
  const before = reached;
  outbound.check(`http://rebound.example:${port}/`);
  asked = 1;
  await expect(outbound.fetch(`http://rebound.example:${port}/`)).rejects.toBeInstanceOf(UnsafeAddress);
  expect(reached).toBe(before);
  await outbound.close();
});

test("a redirect into the private network is refused, and none is followed unless asked for", async () => {
  const outbound = openOutbound(["sink.test"], async () => [{ address: "127.0.0.1", family: 4 }]);
  expect((await outbound.fetch(`http://sink.test:${port}/onward`)).status).toBe(302);
  const before = reached;
  await expect(outbound.fetch(`http://sink.test:${port}/onward`, { redirects: 3 })).rejects.toBeInstanceOf(UnsafeAddress);
  expect(reached).toBe(before + 1);
  await outbound.close();
});

test("what the operator opened is reached, by name or by network, and an answer over a megabyte is cut off", async () => {
  const byName = openOutbound(["sink.test"], async () => [{ address: "127.0.0.1", family: 4 }]);
  expect(Buffer.from((await byName.fetch(`http://sink.test:${port}/`)).body).toString()).toBe("secret");
  await expect(byName.fetch(`http://sink.test:${port}/large`)).rejects.toThrow("larger than 1 MB");
  await byName.close();
  const byNetwork = openOutbound(["127.0.0.0/8"]);
  expect((await byNetwork.fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  await expect(byNetwork.fetch(`http://[::1]:${port}/`)).rejects.toBeInstanceOf(UnsafeAddress);
  await byNetwork.close();
});

test("what went wrong is told in words", async () => {
  const outbound = openOutbound(["127.0.0.1"]);
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const address = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
  await expect(outbound.fetch(url)).rejects.toThrow("Nothing answers at this address.");
  await outbound.close();
});

test.each([
  ["93.184.216.34", true],
  ["2606:4700::6810:84e5", true],
  ["::5db8:d822", false],
  ["fe80::1%eth0", false],
  ["not an address", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});
