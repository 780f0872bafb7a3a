import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A network and where it is: what a database of places says of an IPv4 prefix. */
export interface PlacedNetwork {
  /** For example `198.51.100.0/24`. */
  readonly network: string;
  readonly city: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

type Value = string | number | readonly string[] | { readonly [key: string]: Value };

const [DOUBLE, UINT32, MAP, ARRAY] = [3, 6, 7, 11];
const SEPARATOR = Buffer.alloc(16);
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);

const control = (type: number, size: number): Buffer =>
  type < 8 ? Buffer.from([(type << 5) | size]) : Buffer.from([size, type - 7]);

/** Values of the format, small ones only: texts under 29 bytes, and whole numbers apart from broken ones by `.5`. */
function encode(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(Number.isInteger(value) ? 4 : 8);
    if (!Number.isInteger(value)) bytes.writeDoubleBE(value);
    else bytes.writeUInt32BE(value);
    return Buffer.concat([control(Number.isInteger(value) ? UINT32 : DOUBLE, bytes.length), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(ARRAY, value.length), ...value.map(encode)]);
  const entries = Object.entries(value as { [key: string]: Value });
  return Buffer.concat([
    control(MAP, entries.length),
    ...entries.flatMap(([key, held]) => [encode(key), encode(held)]),
  ]);
}

interface Node {
  readonly branches: [Node | number | null, Node | number | null];
}

const newNode = (): Node => ({ branches: [null, null] });

const bitsOf = (network: string): (0 | 1)[] => {
  const [address = "", length = ""] = network.split("/");
  const bytes = address.split(".").map((byte) => Number(byte).toString(2).padStart(8, "0"));
  return [...bytes.join("").slice(0, Number(length))].map((bit) => (bit === "1" ? 1 : 0));
};

function plant(root: Node, network: string, record: number): void {
  const path = bitsOf(network);
  const last = path.pop() ?? 0;
  let node = root;
  for (const side of path) {
    const next = node.branches[side];
    const child = typeof next === "object" && next !== null ? next : newNode();
    node.branches[side] = child;
    node = child;
  }
  node.branches[last] = record;
}

function nodesOf(root: Node): Node[] {
  const nodes = [root];
  for (const { branches } of nodes) for (const next of branches) if (typeof next === "object" && next) nodes.push(next);
  return nodes;
}

const recordOf = ({ city, country, latitude, longitude }: PlacedNetwork): Buffer =>
  encode({
    city: { names: { en: city } },
    country: { names: { en: country } },
    location: { latitude: latitude + 1e-9, longitude: longitude + 1e-9, accuracy_radius: 20 },
  });

/**
 * Writes a database of places in MaxMind's format, for tests of what reads one.
 *
 * @returns its path, in a new folder of the system's temporary one
 * @see https://maxmind.github.io/MaxMind-DB/
 */
export function writePlacesFile(networks: readonly PlacedNetwork[]): string {
  const root = newNode();
  const records = networks.map(recordOf);
  let offset = 0;
  for (const [index, { network }] of networks.entries()) {
    plant(root, network, offset);
    offset += records[index]?.length ?? 0;
  }
  const nodes = nodesOf(root);
  const tree = Buffer.alloc(nodes.length * 6);
  const pointer = (branch: Node | number | null): number => {
    if (branch === null) return nodes.length;
    return typeof branch === "number" ? nodes.length + SEPARATOR.length + branch : nodes.indexOf(branch);
  };
  for (const [index, { branches }] of nodes.entries()) {
    for (const side of [0, 1] as const) tree.writeUIntBE(pointer(branches[side]), index * 6 + side * 3, 3);
  }
  const about = {
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: "Test-City",
    build_epoch: 1,
  };
  const versions = { binary_format_major_version: 2, binary_format_minor_version: 0, languages: ["en"] };
  const metadata = encode({ ...about, ...versions, description: { en: "for tests" } });
  const path = join(mkdtempSync(join(tmpdir(), "gatehouse-places-")), "places.mmdb");
  writeFileSync(path, Buffer.concat([tree, SEPARATOR, ...records, MARKER, metadata]));
  return path;
}
