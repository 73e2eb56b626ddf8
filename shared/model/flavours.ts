/** The platforms a composition can be transposed to. */
export const flavourNames = [
  'docker',
  'vm',
  'vm-ramdisk',
  'nspawn',
  'nixos-test',
  'nixos-test-driver',
  'nixos-test-ssh',
  'g5k-ramdisk',
  'g5k-nfs-store',
  'g5k-image',
] as const;

export type FlavourName = (typeof flavourNames)[number];
