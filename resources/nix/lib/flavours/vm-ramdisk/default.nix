# Virtual machines whose systems are in the initrd: no disk at all, for more memory.
import ../machine/flavour.nix {
  name = "vm-ramdisk";
  description = "Virtual machines on this machine, with QEMU; all they have is in memory";
  layout = "ramdisk";
}
