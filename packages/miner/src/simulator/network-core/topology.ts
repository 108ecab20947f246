import { MedrecError } from '@medrec/shared/errors';
import { below, createAliasTable, type Random } from '../random/index.ts';
import { OUTBOUND_2015, type Regions, WORLD_2019 } from './regions.ts';

const MOST_NODES = 100_000;

export interface TopologyOptions {
  readonly nodes: number;
  readonly regions?: Regions;
  /** Every node linked with every other, in place of links drawn at random. */
  readonly complete?: boolean;
}

/** Nodes and directed edges, each node's edges side by side. An undirected link is two edges. */
export interface Topology {
  readonly nodes: number;
  readonly region: Int32Array;
  /** Edges of node n: `first[n]` up to `first[n + 1]`. */
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The edge back. */
  readonly reverse: Int32Array;
  /** Mean milliseconds one way. */
  readonly latencyMs: Float64Array;
  /** Bits a millisecond: the slower of the sender's upload and the receiver's download. */
  readonly bitsPerMs: Float64Array;
}

/** @throws MedrecError `TOPOLOGY_INVALID` */
export function createTopology({ nodes, regions = WORLD_2019, complete = false }: TopologyOptions, random: Random): Topology {
  if (!Number.isInteger(nodes) || nodes < 2 || nodes > MOST_NODES || (complete && nodes > 1_000)) {
    throw new MedrecError({
      code: 'TOPOLOGY_INVALID',
      message: 'A network of this size cannot be simulated.',
      facts: { nodes, complete, most: complete ? 1_000 : MOST_NODES },
      remedy: 'Take from 2 nodes up to the limit.',
    });
  }
  const drawRegion = createAliasTable(regions.share);
  const region = Int32Array.from({ length: nodes }, () => drawRegion(random));
  const links = complete ? everyLink(nodes) : randomLinks(nodes, random);
  return layOut(links, region, regions);
}

function everyLink(nodes: number): Set<number>[] {
  return Array.from({ length: nodes }, (_, node) => new Set([...Array(nodes).keys()].filter((other) => other !== node)));
}

/** Each node opens as many links as the measured distribution gives it, to others at random; links carry both ways. */
function randomLinks(nodes: number, random: Random): Set<number>[] {
  const links = Array.from({ length: nodes }, () => new Set<number>());
  for (let node = 0; node < nodes; node++) {
    const at = random.uniform();
    const wanted = Math.min(OUTBOUND_2015.findIndex((share) => at < share) + 1 || OUTBOUND_2015.length, nodes - 1);
    for (let tries = 0, opened = 0; opened < wanted && tries < 20 * wanted; tries++) {
      const other = below(random, nodes);
      if (other === node || links[node]?.has(other)) continue;
      links[node]?.add(other);
      links[other]?.add(node);
      opened += 1;
    }
    // Whoever found no partner is linked with its neighbour by number: no node is alone.
    if (links[node]?.size === 0) {
      const other = (node + 1) % nodes;
      links[node]?.add(other);
      links[other]?.add(node);
    }
  }
  return links;
}

function layOut(links: readonly Set<number>[], region: Int32Array, regions: Regions): Topology {
  const nodes = links.length;
  const first = new Int32Array(nodes + 1);
  for (const [node, others] of links.entries()) first[node + 1] = (first[node] ?? 0) + others.size;
  const edges = first[nodes] ?? 0;
  const [from, to, reverse] = [new Int32Array(edges), new Int32Array(edges), new Int32Array(edges)];
  const [latencyMs, bitsPerMs] = [new Float64Array(edges), new Float64Array(edges)];
  const edgeOf = new Map<number, number>();
  for (const [node, others] of links.entries()) {
    for (const [offset, other] of [...others].sort((a, b) => a - b).entries()) {
      const edge = (first[node] ?? 0) + offset;
      const [here, there] = [region[node] ?? 0, region[other] ?? 0];
      from[edge] = node;
      to[edge] = other;
      latencyMs[edge] = regions.latencyMs[here]?.[there] ?? 0;
      bitsPerMs[edge] = Math.min(regions.uploadBps[here] ?? 0, regions.downloadBps[there] ?? 0) / 1_000;
      edgeOf.set(node * nodes + other, edge);
    }
  }
  for (let edge = 0; edge < edges; edge++) reverse[edge] = edgeOf.get((to[edge] ?? 0) * nodes + (from[edge] ?? 0)) ?? 0;
  return { nodes, region, first, from, to, reverse, latencyMs, bitsPerMs };
}
