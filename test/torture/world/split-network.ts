import { execFileSync } from 'node:child_process';
import type { Torture } from '../row.ts';
import type { Launch } from './real-node.ts';

/**
 * One network namespace for each node, on one of two bridges that a cable joins. Peers meet over the bridges; the row
 * reaches each node's RPC over a line of its own, which the cut leaves alone. Only inside a cage.
 */
export interface SplitNetwork {
  /** How to start that node, and the addresses it listens on. */
  place(node: number): { readonly launch: Launch; readonly args: readonly string[] };
  cut(): void;
  heal(): void;
}

const ip = (...words: readonly string[]): void => {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** @param sides of each node, 0 or 1 */
export function layNetwork(sides: readonly (0 | 1)[], torture: Torture): SplitNetwork {
  execFileSync('mount', ['-t', 'tmpfs', 'none', '/run']);
  execFileSync('mkdir', ['-p', '/run/netns']);
  ip('link', 'set', 'lo', 'up');
  for (const bridge of ['side0', 'side1']) {
    ip('link', 'add', 'name', bridge, 'type', 'bridge');
    ip('link', 'set', bridge, 'up');
  }
  ip('link', 'add', 'name', 'cable0', 'type', 'veth', 'peer', 'name', 'cable1');
  for (const side of [0, 1]) {
    ip('link', 'set', `cable${side}`, 'master', `side${side}`);
    ip('link', 'set', `cable${side}`, 'up');
  }
  for (const [node, side] of sides.entries()) layNode(node, side);
  torture.say(`${sides.length} network namespaces on two bridges`);
  return {
    place: (node) => ({
      launch: { launcher: ['ip', 'netns', 'exec', `node${node}`] },
      args: ['--p2p-host', peerAddress(node), '--rpc-host', controlAddress(node, 2)],
    }),
    cut: () => ip('link', 'set', 'cable0', 'down'),
    heal: () => ip('link', 'set', 'cable0', 'up'),
  };
}

function layNode(node: number, side: 0 | 1): void {
  const name = `node${node}`;
  ip('netns', 'add', name);
  ip('link', 'add', 'name', `peer${node}`, 'type', 'veth', 'peer', 'name', 'peers', 'netns', name);
  ip('link', 'set', `peer${node}`, 'master', `side${side}`);
  ip('link', 'set', `peer${node}`, 'up');
  ip('link', 'add', 'name', `line${node}`, 'type', 'veth', 'peer', 'name', 'line', 'netns', name);
  ip('addr', 'add', `${controlAddress(node, 1)}/30`, 'dev', `line${node}`);
  ip('link', 'set', `line${node}`, 'up');
  ip('-n', name, 'addr', 'add', `${peerAddress(node)}/24`, 'dev', 'peers');
  ip('-n', name, 'addr', 'add', `${controlAddress(node, 2)}/30`, 'dev', 'line');
  for (const device of ['lo', 'peers', 'line']) ip('-n', name, 'link', 'set', device, 'up');
}

const peerAddress = (node: number): string => `10.77.0.${node + 1}`;
const controlAddress = (node: number, end: 1 | 2): string => `10.78.${node}.${end}`;
