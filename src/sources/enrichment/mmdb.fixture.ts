import ipaddr from 'ipaddr.js';

type Value = string | number | boolean | { [key: string]: Value };

/**
 * A database in MaxMind's format with a few networks, for tests: https://maxmind.github.io/MaxMind-DB/ (IPv6 tree, records
 * of 32 bits, no pointers).
 */
export function smallDatabase(
  type: string,
  networks: Readonly<Record<string, Value>>,
  builtAt = new Date('2026-11-01T00:00:00Z'),
): Buffer {
  const nodes: [number, number][] = [[-1, -1]];
  const data: Buffer[] = [];
  let dataSize = 0;
  const leaves: [node: number, side: 0 | 1, offset: number][] = [];
  for (const [network, value] of Object.entries(networks)) {
    const encoded = encode(value);
    const offset = dataSize;
    data.push(encoded);
    dataSize += encoded.length;
    const bits = bitsOf(network);
    let node = 0;
    for (const [index, side] of bits.entries()) {
      const row = nodes[node] as [number, number];
      if (index === bits.length - 1) leaves.push([node, side, offset]);
      else {
        if (row[side] === -1) {
          row[side] = nodes.length;
          nodes.push([-1, -1]);
        }
        node = row[side];
      }
    }
  }
  for (const [node, side, offset] of leaves) (nodes[node] as [number, number])[side] = nodes.length + 16 + offset;
  const tree = Buffer.alloc(nodes.length * 8);
  for (const [index, row] of nodes.entries()) {
    for (const side of [0, 1] as const)
      tree.writeUInt32BE(row[side] === -1 ? nodes.length : row[side], index * 8 + side * 4);
  }
  const metadata = encode({
    node_count: nodes.length,
    record_size: 32,
    ip_version: 6,
    database_type: type,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: Math.floor(builtAt.getTime() / 1000),
  });
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

function bitsOf(network: string): (0 | 1)[] {
  const [address, length] = ipaddr.parseCIDR(network);
  const four = address.kind() === 'ipv4';
  const bytes = four ? [...new Array<number>(12).fill(0), ...address.toByteArray()] : address.toByteArray();
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => ((byte >> (7 - bit)) & 1) as 0 | 1));
  return bits.slice(0, four ? 96 + length : length);
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean') return control(14, value ? 1 : 0);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, one]) => [encode(key), encode(one)])]);
}

/** The byte that says type and size; types above 7 stand in a byte of their own. */
function control(type: number, size: number): Buffer {
  const [small, rest] = size < 29 ? [size, []] : [29, [size - 29]];
  return type <= 7 ? Buffer.from([(type << 5) | small, ...rest]) : Buffer.from([small, type - 7, ...rest]);
}
