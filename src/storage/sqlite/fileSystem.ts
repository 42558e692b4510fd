import { statfsSync } from 'node:fs';
import { platform } from 'node:os';

/** Numbers of linux/magic.h: file systems on which SQLite's write-ahead log hangs or corrupts. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
]);

/** Layers of a container image: what is written there is lost with the container. */
const OVERLAY = 0x794c7630;

/** Name of the network file system a folder lies on, or `undefined` if it is local (or the platform does not say). */
export function findNetworkFileSystem(folder: string): string | undefined {
  return NETWORK_FILE_SYSTEMS.get(fileSystemType(folder));
}

/** True if the folder lies in a container's own layer. */
export function isContainerLayer(folder: string): boolean {
  return fileSystemType(folder) === OVERLAY;
}

function fileSystemType(folder: string): number {
  if (platform() !== 'linux') return 0;
  return statfsSync(folder).type >>> 0;
}
